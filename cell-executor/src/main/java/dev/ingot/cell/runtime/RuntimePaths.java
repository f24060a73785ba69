package dev.ingot.cell.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the runtime keeps what it needs.
 *
 * @param runc path of the program
 * @param conmon path of the program
 * @param root of runc's own state; on a tmpfs, since containers do not survive a reboot either
 * @param exits one file per ended container
 * @param parent cgroup that holds all containers of this cell: `/prefix`
 */
public record RuntimePaths(Path runc, Path conmon, Path root, Path exits, String parent) {
  /** Looks the programs up in PATH and the usual places, and makes the directories. */
  public static RuntimePaths of(String prefix, Path stateDir) throws IOException {
    RuntimePaths paths = new RuntimePaths(find("runc"), find("conmon"), root(prefix), stateDir.resolve("exits"), "/" + prefix);
    Files.createDirectories(paths.root);
    Files.createDirectories(paths.exits);
    return paths;
  }

  /** runc's state directory of a cell with this prefix. */
  public static Path root(String prefix) {
    return Path.of("/run/ingot", prefix);
  }

  private static Path find(String program) throws IOException {
    String path = System.getenv().getOrDefault("PATH", "") + ":/usr/local/sbin:/usr/sbin:/usr/local/bin:/usr/bin:/sbin:/bin";
    for (String dir : path.split(":")) {
      if (!dir.isEmpty() && Files.isExecutable(Path.of(dir, program))) {
        return Path.of(dir, program);
      }
    }
    throw new IOException("Program " + program + " is not on this machine: install the package " + program + " (./ingot doctor tells all)");
  }
}
