package dev.ingot.cell.sys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One process, told apart from a later one with the same number by its start time.
 *
 * @param startTicks clock ticks since boot, field 22 of /proc/PID/stat
 */
public record Proc(long pid, long startTicks) {
  public static final int SIGTERM = 15;
  public static final int SIGKILL = 9;

  /** The process with this number now; startTicks 0 when there is none. */
  public static Proc of(long pid) {
    return new Proc(pid, ticks(pid));
  }

  public boolean alive() {
    return startTicks != 0 && ticks(pid) == startTicks;
  }

  /** Sends a signal; false when this process has ended. Never hits another process that got the number later. */
  public boolean signal(int signal) throws IOException {
    int fd = Libc.pidfdOpen(pid);
    if (fd < 0) {
      return false;
    }
    try {
      return alive() && Libc.pidfdSignal(fd, signal);
    } finally {
      Libc.close(fd);
    }
  }

  private static long ticks(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      // The command in parentheses may hold blanks: count from its end.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return fields[0].equals("Z") || fields[0].equals("X") ? 0 : Long.parseLong(fields[19]);
    } catch (IOException e) {
      return 0;
    }
  }
}
