package dev.ingot.stager.pipeline;

import java.time.Duration;

/**
 * Longest time of each phase. A phase that is not finished in it ends the staging with `StagingTimeExpired` and the phase's name; the time
 * of the whole staging limits every phase as well.
 *
 * @param whole all phases together, where the stage message names no time
 * @param prepare unpacking the package; opening the build container
 * @param analyze reading the stack's images and the previous one
 * @param detect all detects together
 * @param generate all image extensions together
 * @param restore layers and metadata of the last build
 * @param build all buildpacks together
 * @param export making and sending the image
 * @param cache keeping layers for the next build; running out of it costs only the cache
 */
record PhaseLimits(Duration whole, Duration prepare, Duration analyze, Duration detect, Duration generate, Duration restore, Duration build, Duration export,
    Duration cache) {
  /** For builds of a cell. */
  static final PhaseLimits DEFAULT = new PhaseLimits(Duration.ofMinutes(15), Duration.ofMinutes(5), Duration.ofMinutes(2), Duration.ofMinutes(2), Duration.ofMinutes(2),
      Duration.ofMinutes(5), Duration.ofHours(1), Duration.ofMinutes(15), Duration.ofMinutes(5));
}
