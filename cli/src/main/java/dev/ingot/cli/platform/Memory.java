package dev.ingot.cli.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What processes hold, from /proc. */
final class Memory {
  private Memory() {}

  /** Resident memory of a process and its children (PostgreSQL has several); shared pages of children count once, by proportional size where readable. */
  static long rssKilobytes(ProcessHandle process) {
    long total = rss(process.pid());
    // Backends share the postmaster's buffers: their proportional share is the honest addition.
    for (ProcessHandle child : (Iterable<ProcessHandle>) process.children()::iterator) {
      total += field(Path.of("/proc/" + child.pid() + "/smaps_rollup"), "Pss:");
    }
    return total;
  }

  private static long rss(long pid) {
    return field(Path.of("/proc/" + pid + "/status"), "VmRSS:");
  }

  private static long field(Path file, String name) {
    try {
      return Files.readAllLines(file).stream().filter(line -> line.startsWith(name)).findFirst()
          .map(line -> Long.parseLong(line.replaceAll("[^0-9]", ""))).orElse(0L);
    } catch (IOException e) {
      return 0;
    }
  }
}
