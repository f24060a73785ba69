package dev.ingot.cell.cgroup;

import dev.ingot.cell.sys.Proc;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The control groups of this machine, whichever version it has. Paths are as in an OCI configuration: `/prefix/name`. Reading files is
 * ours, making groups is the runtime's.
 */
public final class Cgroups {
  private static final Path ROOT = Path.of("/sys/fs/cgroup");

  /** Controller name → directory of its hierarchy, v1; empty on a pure v2 machine. */
  private final Map<String, Path> v1 = new HashMap<>();

  private final Set<Path> hierarchies = new HashSet<>();
  private final @Nullable Path unified;

  /** Looks at the mount table. */
  public Cgroups() throws IOException {
    Path second = null;
    for (String line : Files.readAllLines(Path.of("/proc/self/mounts"))) {
      String[] f = line.split(" ");
      Path point = Path.of(f[1]);
      if (!point.startsWith(ROOT)) {
        continue;
      }
      if (f[2].equals("cgroup2")) {
        second = point;
        hierarchies.add(point);
      } else if (f[2].equals("cgroup")) {
        hierarchies.add(point);
        for (String option : f[3].split(",")) {
          v1.put(option, point);
        }
      }
    }
    unified = second;
  }

  /** True when memory and CPU are read from v1 hierarchies (also on a hybrid machine). */
  public boolean isV1() {
    return v1.containsKey("memory");
  }

  /** CPU time used since the group was made, ns; 0 when there is no such group. */
  public long cpuNanos(String path) {
    Path accounting = v1.get("cpuacct");
    if (accounting != null) {
      return number(accounting.resolve(relative(path)).resolve("cpuacct.usage"));
    }
    return v2(path).map(dir -> field(dir.resolve("cpu.stat"), "usage_usec") * 1000).orElse(0L);
  }

  /** Memory in use as CF counts it, bytes: what cannot be given back without swapping. */
  public long memoryBytes(String path) {
    Path memory = v1.get("memory");
    if (memory != null) {
      Map<String, Long> s = fields(memory.resolve(relative(path)).resolve("memory.stat"));
      return positive(get(s, "total_rss") + get(s, "total_cache") + get(s, "total_swap") - get(s, "total_inactive_file"));
    }
    return v2(path).map(dir -> {
      Map<String, Long> s = fields(dir.resolve("memory.stat"));
      return positive(get(s, "anon") + get(s, "file") + get(s, "swapcached") - get(s, "inactive_file"));
    }).orElse(0L);
  }

  /** How many processes of the group the kernel killed for memory. */
  public long oomKills(String path) {
    Path memory = v1.get("memory");
    if (memory != null) {
      return field(memory.resolve(relative(path)).resolve("memory.oom_control"), "oom_kill");
    }
    return v2(path).map(dir -> field(dir.resolve("memory.events"), "oom_kill")).orElse(0L);
  }

  /** SIGKILL to every process of the group and of the groups in it. Answers how many were left to kill when it looked. */
  public int kill(String path) throws IOException {
    int killed = 0;
    for (int round = 0; round < 5; round++) {
      Set<Long> pids = pids(path);
      if (pids.isEmpty()) {
        break;
      }
      killed += pids.size();
      Path all = unified == null ? null : unified.resolve(relative(path)).resolve("cgroup.kill");
      if (round == 0 && all != null && Files.exists(all)) {
        Files.writeString(all, "1");
      }
      for (long pid : pids) {
        Proc.of(pid).signal(Proc.SIGKILL);
      }
    }
    return killed;
  }

  /** Every process in the group and the groups in it. */
  public Set<Long> pids(String path) throws IOException {
    Set<Long> pids = new HashSet<>();
    for (Path hierarchy : hierarchies) {
      for (Path dir : tree(hierarchy.resolve(relative(path)))) {
        try {
          Files.readAllLines(dir.resolve("cgroup.procs")).forEach(line -> pids.add(Long.parseLong(line)));
        } catch (IOException e) {
          // The group went away while we looked: nothing in it.
        }
      }
    }
    pids.remove(0L);
    return pids;
  }

  /** Removes the group, and those in it, from every hierarchy. False when a process is still in it. */
  public boolean remove(String path) throws IOException {
    boolean gone = true;
    for (Path hierarchy : hierarchies) {
      List<Path> tree = tree(hierarchy.resolve(relative(path)));
      for (Path dir : tree.reversed()) {
        try {
          Files.deleteIfExists(dir);
        } catch (IOException e) {
          gone &= !Files.exists(dir);
        }
      }
    }
    return gone;
  }

  /** Names of the groups directly in this one. */
  public Set<String> children(String path) throws IOException {
    Set<String> names = new HashSet<>();
    for (Path hierarchy : hierarchies) {
      for (Path dir : directories(hierarchy.resolve(relative(path)))) {
        names.add(dir.getFileName().toString());
      }
    }
    return names;
  }

  private Optional<Path> v2(String path) {
    return Optional.ofNullable(unified).map(root -> root.resolve(relative(path)));
  }

  private static List<Path> tree(Path top) throws IOException {
    List<Path> found = new ArrayList<>();
    if (Files.isDirectory(top)) {
      found.add(top);
      for (Path dir : directories(top)) {
        found.addAll(tree(dir));
      }
    }
    return found;
  }

  private static List<Path> directories(Path dir) throws IOException {
    if (!Files.isDirectory(dir)) {
      return List.of();
    }
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(dir, Files::isDirectory)) {
      entries.forEach(found::add);
    }
    return found;
  }

  private static String relative(String path) {
    return path.substring(1);
  }

  private static long number(Path file) {
    try {
      return Long.parseLong(Files.readString(file).trim());
    } catch (IOException | NumberFormatException e) {
      return 0;
    }
  }

  private static long field(Path file, String name) {
    return get(fields(file), name);
  }

  static Map<String, Long> fields(Path file) {
    Map<String, Long> fields = new HashMap<>();
    try {
      for (String line : Files.readAllLines(file)) {
        String[] f = line.split(" ");
        if (f.length == 2 && f[1].matches("[0-9]{1,18}")) {
          fields.put(f[0], Long.parseLong(f[1]));
        }
      }
    } catch (IOException e) {
      // The group ended: nothing is used any more.
    }
    return fields;
  }

  private static long get(Map<String, Long> fields, String name) {
    return fields.getOrDefault(name, 0L);
  }

  private static long positive(long n) {
    return Math.max(0, n);
  }
}
