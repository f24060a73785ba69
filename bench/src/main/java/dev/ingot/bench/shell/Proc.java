package dev.ingot.bench.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Processes as /proc shows them. Numbers of processes that have gone are 0. */
public final class Proc {
  private Proc() {}

  /** Resident memory, MB (2^20 bytes). */
  public static double rss(long pid) {
    return field(Path.of("/proc/" + pid + "/status"), "VmRSS:") / 1024.0;
  }

  /** Resident memory with shared pages divided among those who share them, MB. */
  public static double pss(long pid) {
    return field(Path.of("/proc/" + pid + "/smaps_rollup"), "Pss:") / 1024.0;
  }

  /** Pids whose program has this short name. */
  public static List<Long> named(String comm) throws IOException {
    try (Stream<Path> entries = Files.list(Path.of("/proc"))) {
      return entries.map(p -> p.getFileName().toString()).filter(name -> name.chars().allMatch(Character::isDigit))
          .filter(pid -> text("/proc/" + pid + "/comm").strip().equals(comm)).map(Long::parseLong).toList();
    }
  }

  /** Its arguments, separated by blanks. */
  public static String arguments(long pid) {
    return text("/proc/" + pid + "/cmdline").replace('\0', ' ');
  }

  private static String text(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      return "";
    }
  }

  private static long field(Path file, String name) {
    return text(file.toString()).lines().filter(line -> line.startsWith(name)).findFirst()
        .map(line -> Long.parseLong(line.replaceAll("[^0-9]", ""))).orElse(0L);
  }
}
