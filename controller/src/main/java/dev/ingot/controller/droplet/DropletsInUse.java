package dev.ingot.controller.droplet;

import java.util.Set;

/** Which droplets something else still needs, besides an app's current one. */
public interface DropletsInUse {
  /** Guids of droplets of this app that processes or builds need. */
  Set<String> of(String appGuid);
}
