package dev.ingot.controller.staging;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Builds as the scheduler sees them. Calls join the caller's transaction. */
public interface StagingBuilds {
  /** Every build in state STAGING, oldest first. */
  List<Staged> all();

  Optional<Staged> find(String buildGuid);

  /** Waiting → placed; false when it waits no more. */
  boolean place(String buildGuid, String cellId, Instant now);

  /** Remembers that the cell was told. */
  void sent(String buildGuid, Instant now);
}
