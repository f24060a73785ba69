package dev.ingot.cli.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What processes hold, from /proc. */
final class Memory {
  private Memory() {}

  /**
   * Resident memory of a process.
   *
   * @param withChildren adds those of PostgreSQL's backends: they share its buffers, so their proportional share is the honest addition
   */
  static long kilobytes(ProcessHandle process, boolean withChildren) {
    long total = field(Path.of("/proc/" + process.pid() + "/status"), "VmRSS:");
    if (withChildren) {
      total += process.children().mapToLong(child -> field(Path.of("/proc/" + child.pid() + "/smaps_rollup"), "Pss:")).sum();
    }
    return total;
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
