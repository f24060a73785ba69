package dev.ingot.controller.staging;

import dev.ingot.api.cell.v1.StagingFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** When a build cannot go on, and in which words. Pure. */
public final class StagingRules {
  /** A build's time on its cell, and its time to wait for one. */
  public static final Duration TIME_LIMIT = Duration.ofMinutes(15);
  /** The cell ends the build itself at the limit and tells more than we could; this is for one that does not. */
  private static final Duration MERCY = Duration.ofSeconds(30);

  private StagingRules() {}

  /** Why this build fails now, if it does, whatever its cell does. */
  public static Optional<StagingFailure> hopeless(Staged build, Instant now) {
    if (build.docker() == null && (build.build() == null || build.run() == null)) {
      return Optional.of(noStack(build));
    }
    if (build.docker() == null && build.packageDigest() == null) {
      return Optional.of(failure("StagingError", "package " + build.packageGuid() + " has no bits", "Upload the app again: ingot push"));
    }
    Instant placed = build.placedAt();
    if (placed != null && now.isAfter(placed.plus(TIME_LIMIT).plus(MERCY))) {
      return Optional.of(failure("StagingTimeExpired", "staging took longer than " + TIME_LIMIT.toMinutes() + " minutes on cell " + build.cellId(),
          "Look for a step that hangs in the staging log, then push again."));
    }
    return Optional.empty();
  }

  /** No cell has room: final when none ever could, or when it has waited for the whole limit. */
  public static Optional<StagingFailure> unplaceable(Staged build, String reason, boolean never, Instant now) {
    boolean waitedEnough = now.isAfter(build.createdAt().plus(TIME_LIMIT));
    if (!never && !waitedEnough) {
      return Optional.empty();
    }
    return Optional.of(failure("InsufficientResources", "no cell can stage this app: " + reason + " (needs " + build.memoryMb() + " MB memory, "
        + build.diskMb() + " MB disk)", "Ask for less staging memory, or add a cell with more."));
  }

  /** The cell that staged it is gone, or came back without it. */
  public static StagingFailure cellGone(String cellId, String how) {
    return failure("StagingError", "cell " + cellId + " " + how + " while it staged the app", "Push again.");
  }

  private static StagingFailure noStack(Staged build) {
    String asked = build.stackAsked();
    return asked == null
        ? failure("StagingError", "no stack has images yet", "Run `ingot up`: it makes the stack.")
        : failure("StagingError", "stack " + asked + " does not exist or has no images", "Choose one of `ingot stacks`, or none for the default.");
  }

  private static StagingFailure failure(String code, String reason, String remedy) {
    return StagingFailure.newBuilder().setCode(code).setPhase("prepare").setReason(reason).setRemedy(remedy).build();
  }
}
