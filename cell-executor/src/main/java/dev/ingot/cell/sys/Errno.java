package dev.ingot.cell.sys;

import java.util.Map;

/** Linux error numbers in words. */
final class Errno {
  private static final Map<Integer, String> NAMES = Map.ofEntries(
      Map.entry(1, "operation not permitted"), Map.entry(2, "no such file or directory"), Map.entry(3, "no such process"),
      Map.entry(5, "input/output error"), Map.entry(12, "out of memory"), Map.entry(13, "permission denied"), Map.entry(15, "block device required"),
      Map.entry(16, "busy"), Map.entry(17, "exists"), Map.entry(19, "file system type not known to this kernel"), Map.entry(20, "not a directory"),
      Map.entry(22, "invalid argument"), Map.entry(28, "no space left on device"), Map.entry(36, "name too long"), Map.entry(40, "too many links"));

  private Errno() {}

  static String describe(int errno) {
    return NAMES.getOrDefault(errno, "error") + " (errno " + errno + ")";
  }
}
