package dev.ingot.cli.build;

import dev.ingot.api.build.BuildReport;
import dev.ingot.api.build.Detection;
import dev.ingot.api.build.Detection.Tried;
import dev.ingot.cli.output.Table;
import java.io.PrintStream;
import java.util.List;
import java.util.stream.Collectors;

/** Detection for people. */
final class PlanText {
  private PlanText() {}

  /** Everything that was tried, and what came of it. */
  static void print(BuildReport report, PrintStream out) {
    Detection detection = report.detection();
    if (detection == null) {
      out.println("Nothing was detected: the build did not come so far, or its buildpacks do not tell.");
      return;
    }
    out.println();
    Table tried = new Table("buildpack", "version", "verdict", "time", "why");
    detection.tried().forEach(one -> tried.row(one.id(), one.version(), one.verdict().equals("failed") ? "no" : one.verdict(), one.millis() + " ms", why(one)));
    if (!detection.tried().isEmpty()) {
      tried.print(out);
    }
    detection.tried().stream().filter(one -> one.verdict().equals("error") && !one.output().isEmpty()).forEach(one -> {
      out.printf("%nlast lines of %s:%n", one.id());
      one.output().forEach(line -> out.println("  " + line));
    });
    groups(detection, out);
    chosen(detection, out);
  }

  /** The group that builds and the plan it agreed on; nothing when there is none. */
  static void chosen(Detection detection, PrintStream out) {
    if (detection.group().isEmpty()) {
      return;
    }
    out.println();
    Table group = new Table("builds with", "version", "name");
    detection.group().forEach(member -> group.row(member.id(), member.version(), member.name()));
    group.print(out);
    if (!detection.plan().isEmpty()) {
      out.println();
      Table plan = new Table("plan", "provided by", "wanted by");
      detection.plan().forEach(entry -> plan.row(entry.name(), String.join(", ", entry.providers()),
          entry.requires().stream().map(require -> require.buildpack() + (require.metadata() == null ? "" : " " + require.metadata())).collect(Collectors.joining(", "))));
      plan.print(out);
    }
  }

  private static void groups(Detection detection, PrintStream out) {
    if (detection.groups().size() < 2 && !detection.group().isEmpty()) {
      return;
    }
    out.println();
    Table groups = new Table("group", "buildpacks (? = optional)", "taken");
    List<Detection.Group> all = detection.groups();
    for (int i = 0; i < all.size(); i++) {
      String why = all.get(i).why();
      groups.row(i + 1, String.join(", ", all.get(i).buildpacks()), why == null ? "yes" : "no: " + why);
    }
    groups.print(out);
  }

  private static String why(Tried one) {
    if (one.why() != null) {
      boolean said = one.verdict().equals("failed") && !one.output().isEmpty();
      return one.why() + (said ? ": " + one.output().getLast().strip() : "");
    }
    if (!one.verdict().equals("passed")) {
      return one.exitCode() == null ? "" : "exit code " + one.exitCode();
    }
    return one.options().stream().limit(1).map(option -> offer("provides ", option.provides()) + offer("wants ", option.requires())).collect(Collectors.joining()).strip();
  }

  private static String offer(String verb, List<String> names) {
    return names.isEmpty() ? "" : verb + String.join(", ", names) + " ";
  }
}
