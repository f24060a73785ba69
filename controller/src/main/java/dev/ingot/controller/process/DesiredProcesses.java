package dev.ingot.controller.process;

import java.util.List;

/** What should run, as the scheduler reads it: one query, no caching, so that a call sees the caller's own transaction. Thread-safe. */
public interface DesiredProcesses {
  /** Every process of every started app that has a droplet, also those scaled to 0; ordered by app, then type. */
  List<DesiredProcess> all();

  /** The same for one app; empty when the app is stopped, has no droplet or does not exist. */
  List<DesiredProcess> of(String appGuid);
}
