package dev.ingot.cell;

import dev.ingot.cell.cgroup.Cgroups;
import dev.ingot.cell.config.CellConfig;
import dev.ingot.cell.instance.Instances;
import dev.ingot.cell.mount.Mounts;
import dev.ingot.cell.network.Networks;
import dev.ingot.cell.runtime.RuntimePaths;
import dev.ingot.cell.sys.Proc;
import dev.ingot.cell.sys.WholeFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * `CellCleanup FILE`: ends every container of this cell, gracefully and all at once, and removes everything the cell has made in the
 * kernel: processes, mounts, loop devices, namespaces, interfaces, firewall table, cgroups. Works from what is there, not from what
 * was written down, so also after a kill -9 of everything. The cell process must not run. Layers and instance records stay; the next
 * start of the cell tells the controller that the instances have stopped.
 */
public final class CellCleanup {
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final CellConfig config;
  private final Cgroups cgroups = new Cgroups();
  private final List<String> left = new ArrayList<>();

  private CellCleanup(CellConfig config) throws IOException {
    this.config = config;
  }

  /** Exit status 0 when nothing is left, 1 when something is, which is then named. */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length != 1) {
      System.err.println("usage: CellCleanup FILE");
      System.exit(2);
    }
    List<String> left = run(CellMain.configured(args[0]));
    if (!left.isEmpty()) {
      System.err.println("Still there after the cleanup:\n  " + String.join("\n  ", left) + "\nRun it again, or reboot the machine.");
      System.exit(1);
    }
  }

  /** Cleans up; answers what is still there, in words. */
  static List<String> run(CellConfig config) throws IOException, InterruptedException {
    CellCleanup cleanup = new CellCleanup(config);
    Instances.noteStopped(config.stateDir().resolve("instances"));
    cleanup.endContainers();
    cleanup.unmount();
    cleanup.network();
    cleanup.cgroups();
    return cleanup.left;
  }

  private String parent() {
    return "/" + config.prefix();
  }

  private void endContainers() throws IOException, InterruptedException {
    Set<Long> pids = cgroups.pids(parent());
    for (long pid : pids) {
      // Only the first process of each container: it passes the signal on if it wants to.
      if (isFirst(pid)) {
        Proc.of(pid).signal(Proc.SIGTERM);
      }
    }
    long deadline = System.nanoTime() + GRACE.toNanos();
    while (!cgroups.pids(parent()).isEmpty() && System.nanoTime() < deadline) {
      Thread.sleep(Duration.ofMillis(20));
    }
    for (int i = 0; i < 100 && cgroups.kill(parent()) > 0; i++) {
      Thread.sleep(Duration.ofMillis(10));
    }
    endMonitors();
    WholeFile.deleteTree(RuntimePaths.root(config.prefix()));
  }

  /** conmon ends by itself when its container has; one that hangs is killed. */
  private void endMonitors() throws IOException, InterruptedException {
    List<Proc> monitors = monitors();
    long deadline = System.nanoTime() + Duration.ofSeconds(2).toNanos();
    while (monitors.stream().anyMatch(Proc::alive) && System.nanoTime() < deadline) {
      Thread.sleep(Duration.ofMillis(20));
    }
    for (Proc monitor : monitors) {
      monitor.signal(Proc.SIGKILL);
    }
  }

  private List<Proc> monitors() throws IOException {
    String exits = config.stateDir().resolve("exits").toString();
    List<Proc> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path entry : entries) {
        try {
          String command = Files.readString(entry.resolve("cmdline"));
          if (command.contains("\0--exit-dir\0" + exits + "\0")) {
            found.add(Proc.of(Long.parseLong(entry.getFileName().toString())));
          }
        } catch (IOException e) {
          // It ended while we looked.
        }
      }
    }
    return found;
  }

  private static boolean isFirst(long pid) {
    try {
      return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream().filter(l -> l.startsWith("NSpid:"))
          .anyMatch(l -> l.endsWith("\t1"));
    } catch (IOException e) {
      return false;
    }
  }

  private void unmount() throws IOException {
    for (Path point : Mounts.below(config.stateDir())) {
      Mounts.unmount(point);
    }
    Mounts.below(config.stateDir()).forEach(point -> left.add("mount " + point));
    WholeFile.deleteTree(config.stateDir().resolve("disks"));
  }

  private void network() throws IOException, InterruptedException {
    Networks networks = new Networks(config.prefix(), config.subnet());
    networks.destroyAllBut(Set.of());
    networks.removeTable();
    left.addAll(networks.remains());
  }

  private void cgroups() throws IOException, InterruptedException {
    for (int i = 0; i < 50 && !cgroups.remove(parent()); i++) {
      Thread.sleep(Duration.ofMillis(20));
    }
    if (!cgroups.remove(parent())) {
      left.add("cgroup " + parent());
    }
  }
}
