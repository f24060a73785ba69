package dev.ingot.cli.build;

import dev.ingot.api.build.Build;
import dev.ingot.api.build.BuildReport;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A failed build in words: what, in which phase, whose fault, what to do. */
final class FailedBuild {
  private static final int LAST_LINES = 15;

  private FailedBuild() {}

  /**
   * Several lines, for a {@link dev.ingot.cli.Failure}.
   *
   * @param report null = only the build's error is known
   * @param withLines whether to quote the last lines; not where the log has just been shown
   */
  static String text(Build build, @Nullable BuildReport report, boolean withLines) {
    StringBuilder text = new StringBuilder("the build failed: " + build.error());
    BuildReport.Failure failure = report == null ? null : report.failure();
    if (failure == null) {
      return text.toString();
    }
    line(text, "phase", failure.phase());
    line(text, "buildpack", failure.buildpack());
    line(text, "exit code", failure.exitCode());
    List<String> lines = failure.lastLines();
    if (withLines && !lines.isEmpty()) {
      line(text, "last lines", "");
      lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()).forEach(last -> text.append("\n    ").append(last));
    }
    line(text, "remedy", failure.remedy());
    return text.toString();
  }

  private static void line(StringBuilder text, String name, @Nullable Object value) {
    if (value != null) {
      text.append(("\n  %-10s %s".formatted(name, value)).stripTrailing());
    }
  }
}
