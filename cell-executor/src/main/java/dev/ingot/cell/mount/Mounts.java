package dev.ingot.cell.mount;

import dev.ingot.cell.sys.Libc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Overlay mounts, and what is mounted below a directory. */
public final class Mounts {
  /** One page less the final zero: what the kernel takes as option string. */
  private static final int MAX_OPTIONS = 4095;

  private Mounts() {}

  /**
   * Mounts an overlay, set-user-id bits and device nodes without effect.
   *
   * @param lowers topmost first, at least one
   * @throws IOException also when the lower directories' names are together too long for one mount
   */
  public static void overlay(Path target, List<Path> lowers, Path upper, Path work) throws IOException {
    StringBuilder options = new StringBuilder("lowerdir=");
    for (int i = 0; i < lowers.size(); i++) {
      options.append(i == 0 ? "" : ":").append(lowers.get(i));
    }
    options.append(",upperdir=").append(upper).append(",workdir=").append(work);
    if (options.length() > MAX_OPTIONS) {
      throw new IOException("overlay on " + target + ": " + lowers.size() + " layers are too many for one mount (" + options.length()
          + " of " + MAX_OPTIONS + " characters): use an image with fewer layers, or a shorter state.dir");
    }
    Libc.mount("overlay", target.toString(), "overlay", Libc.MS_NOSUID | Libc.MS_NODEV, options.toString());
  }

  /** Unmounts, at once if it is not busy, else as soon as the last user is gone. Not mounted is fine. */
  public static void unmount(Path target) throws IOException {
    try {
      Libc.umount(target.toString(), 0);
    } catch (IOException e) {
      Libc.umount(target.toString(), Libc.MNT_DETACH);
    }
  }

  /** Every mount point at or below a directory, deepest first, so that they can be unmounted in this order. */
  public static List<Path> below(Path dir) throws IOException {
    List<Path> found = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of("/proc/self/mountinfo"))) {
      Path point = Path.of(unescape(line.split(" ")[4]));
      if (point.startsWith(dir)) {
        found.addFirst(point);
      }
    }
    return found;
  }

  /** mountinfo writes blank, tab, newline and backslash as three octal digits. */
  static String unescape(String field) {
    return field.replace("\\040", " ").replace("\\011", "\t").replace("\\012", "\n").replace("\\134", "\\");
  }
}
