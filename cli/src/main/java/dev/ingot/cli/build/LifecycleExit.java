package dev.ingot.cli.build;

import dev.ingot.api.build.BuildReport;
import org.jspecify.annotations.Nullable;

/**
 * How a command that shows a build ends when the build failed: as the lifecycle's own programs do, so that scripts written for those can tell the
 * phases apart. Source: CNB platform spec, "Outputs" of each phase.
 */
final class LifecycleExit {
  private static final int OTHER = 1;
  private static final int NOTHING_DETECTED = 20;
  private static final int NOTHING_DETECTED_WITH_ERRORS = 21;
  private static final int DETECT = 22;
  private static final int ANALYZE = 32;
  private static final int RESTORE = 42;
  private static final int BUILDPACK = 51;
  private static final int BUILD = 52;
  private static final int EXPORT = 62;
  private static final int EXTENSION = 91;
  private static final int GENERATE = 92;

  private LifecycleExit() {}

  /** 1 where the spec has no code: before the first phase, in phases of classic buildpacks, or when nothing is known. */
  static int of(@Nullable BuildReport report) {
    BuildReport.Failure failure = report == null ? null : report.failure();
    if (failure == null || failure.phase() == null) {
      return OTHER;
    }
    if (failure.code().equals("NoAppDetectedError")) {
      boolean errors = report.detection() != null && report.detection().tried().stream().anyMatch(one -> one.verdict().equals("error"));
      return errors ? NOTHING_DETECTED_WITH_ERRORS : NOTHING_DETECTED;
    }
    return switch (failure.phase()) {
      case "analyze" -> ANALYZE;
      case "detect" -> DETECT;
      case "restore" -> RESTORE;
      case "generate" -> ended(failure) ? EXTENSION : GENERATE;
      case "build" -> failure.code().equals("BuildpackCompileFailed") ? BUILDPACK : BUILD;
      case "export" -> EXPORT;
      default -> OTHER;
    };
  }

  /** Whether a program of the extension ended so; else what it made cannot be used. */
  private static boolean ended(BuildReport.Failure failure) {
    return failure.exitCode() != null && failure.exitCode() != 0;
  }
}
