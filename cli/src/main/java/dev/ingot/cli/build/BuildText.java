package dev.ingot.cli.build;

import dev.ingot.api.build.BuildReport;
import dev.ingot.api.droplet.Droplet;
import dev.ingot.cli.app.Sizes;
import dev.ingot.cli.output.Table;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A good build for people. */
final class BuildText {
  private static final int SHOWN_OF_DIGEST = "sha256:".length() + 12;
  private static final int MAX_CREATED_BY = 80;

  private BuildText() {}

  /** Group and plan, times, processes, layers, image. */
  static void print(BuildReport report, Droplet droplet, PrintStream out) {
    if (report.detection() != null) {
      PlanText.chosen(report.detection(), out);
    }
    times(report.timings(), out);
    if (!droplet.processTypes().isEmpty()) {
      out.println();
      Table processes = new Table("process", "command");
      new TreeMap<>(droplet.processTypes()).forEach(processes::row);
      processes.print(out);
    }
    BuildReport.Image image = report.image();
    if (image != null && !image.layers().isEmpty()) {
      layers(image, out);
    }
    out.printf("%nimage  %s%n", droplet.image());
  }

  private static void times(List<BuildReport.Timing> timings, PrintStream out) {
    if (timings.isEmpty()) {
      return;
    }
    out.println();
    Table table = new Table("phase", "time");
    byPhase(timings).forEach((phase, millis) -> table.row(phase, seconds(millis)));
    table.row("together", seconds(timings.stream().mapToLong(BuildReport.Timing::millis).sum()));
    table.print(out);
  }

  /** Phases of one name are added up, in the order they began. */
  static Map<String, Long> byPhase(List<BuildReport.Timing> timings) {
    Map<String, Long> sums = new LinkedHashMap<>();
    timings.forEach(timing -> sums.merge(timing.phase(), timing.millis(), Long::sum));
    return sums;
  }

  private static void layers(BuildReport.Image image, PrintStream out) {
    out.println();
    Table table = new Table("size", "", "digest", "created by");
    for (BuildReport.Layer layer : image.layers()) {
      table.row(Sizes.bytes(layer.sizeInBytes()), layer.reused() ? "reused" : "new", brief(layer.digest(), SHOWN_OF_DIGEST), brief(layer.createdBy(), MAX_CREATED_BY));
    }
    table.print(out);
    long fresh = image.layers().stream().filter(layer -> !layer.reused()).mapToLong(BuildReport.Layer::sizeInBytes).sum();
    long all = image.sizeInBytes() == null ? image.layers().stream().mapToLong(BuildReport.Layer::sizeInBytes).sum() : image.sizeInBytes();
    out.printf("%s compressed in %d layers, %s of it new%n", Sizes.bytes(all), image.layers().size(), Sizes.bytes(fresh));
  }

  private static String brief(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length) + "…";
  }

  private static String seconds(long millis) {
    return millis < 1000 ? millis + " ms" : String.format(Locale.ROOT, "%.1f s", millis / 1e3);
  }
}
