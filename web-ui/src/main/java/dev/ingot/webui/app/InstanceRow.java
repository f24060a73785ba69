package dev.ingot.webui.app;

import dev.ingot.api.process.ProcessStats;
import dev.ingot.webui.page.Formats;
import java.util.Locale;
import java.util.Objects;

/**
 * One instance as the page shows it.
 *
 * @param colour `ok`, `busy`, `bad` or `off`
 * @param memoryPercent 0 to 100 of its quota, like `diskPercent`
 */
record InstanceRow(int index, String colour, String state, String details, String uptime, String cpu, String memory, int memoryPercent, String disk,
    int diskPercent) {
  static InstanceRow of(ProcessStats.Entry entry) {
    ProcessStats.Usage usage = entry.usage();
    Long memory = usage == null ? null : usage.mem();
    Long disk = usage == null ? null : usage.disk();
    return new InstanceRow(entry.index(), colour(entry.state()), entry.state().toLowerCase(Locale.ROOT), Objects.requireNonNullElse(entry.details(), ""),
        entry.state().equals("RUNNING") ? Formats.seconds(entry.uptime()) : Formats.seconds(null),
        Formats.cpu(usage == null ? null : usage.cpu()), of(memory, entry.memQuota()), Formats.percent(memory, entry.memQuota()),
        of(disk, entry.diskQuota()), Formats.percent(disk, entry.diskQuota()));
  }

  private static String of(Long used, Long quota) {
    return used == null ? Formats.bytes(null) : Formats.bytes(used) + (quota == null ? "" : " of " + Formats.bytes(quota));
  }

  private static String colour(String state) {
    return switch (state) {
      case "RUNNING" -> "ok";
      case "STARTING", "STOPPING" -> "busy";
      case "CRASHED" -> "bad";
      default -> "off";
    };
  }
}
