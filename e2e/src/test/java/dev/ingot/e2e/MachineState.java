package dev.ingot.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Everything a platform could leave behind in the kernel: compared before `up` and after `down`. */
record MachineState(Set<String> mounts, Set<String> namespaces, Set<String> links, Set<String> tables, Set<String> cgroups, Set<String> loops,
    Set<String> processes) {
  private static final Pattern PREFIX = Pattern.compile("\\bi[gr][0-9a-f]{3,5}[a-t](v[0-9]+|-[0-9]+|0)?\\b");

  static MachineState now() throws IOException {
    return new MachineState(
        lines(Files.readString(Path.of("/proc/self/mountinfo"))).map(line -> line.split(" ")[4]).collect(Collectors.toCollection(TreeSet::new)),
        list(Path.of("/run/netns")), list(Path.of("/sys/class/net")),
        lines(Commands.run("nft", "list", "tables").output()).collect(Collectors.toCollection(TreeSet::new)),
        controlGroups(), lines(Commands.run("losetup", "-n", "-O", "BACK-FILE").output()).collect(Collectors.toCollection(TreeSet::new)),
        ProcessHandle.allProcesses().map(process -> process.info().commandLine().orElse("")).filter(line -> line.contains("ingot") && !line.contains("/e2e/"))
            .filter(line -> line.contains("conmon") || line.contains("dev.ingot.") || line.contains("postgres") || line.contains("runc"))
            .filter(line -> !line.contains("surefire") && !line.contains("maven")).collect(Collectors.toCollection(TreeSet::new)));
  }

  /**
   * What is there now and was not at `before`, in words; empty when nothing is left.
   *
   * @param home INGOT_HOME under test: what another platform on this machine makes meanwhile (a developer's own) does not count
   */
  List<String> beyond(MachineState before, Path home) {
    List<String> left = new ArrayList<>();
    add(left, "mount", mounts, before.mounts);
    add(left, "network namespace", namespaces, before.namespaces);
    add(left, "interface", links, before.links);
    add(left, "nft table", tables, before.tables);
    add(left, "cgroup", cgroups, before.cgroups);
    add(left, "loop device", loops, before.loops);
    add(left, "process", processes, before.processes);
    left.removeIf(item -> ofAnotherPlatform(item, home));
    return left;
  }

  /** Names begin with `ig` and a number made of INGOT_HOME; paths contain INGOT_HOME. */
  private static boolean ofAnotherPlatform(String item, Path home) {
    String ours = Integer.toHexString(home.hashCode() & 0xfffff);
    boolean named = PREFIX.matcher(item).find() && !item.contains("ig" + ours) && !item.contains("ir" + ours);
    boolean placed = item.contains("/") && !item.contains(home.toString()) && (item.contains("ingot") || item.contains("docker") || item.contains("/cell-"));
    return named || placed || item.contains("docker0") || item.contains("ip docker");
  }

  private static void add(List<String> left, String kind, Set<String> now, Set<String> then) {
    now.stream().filter(name -> !then.contains(name)).forEach(name -> left.add(kind + " " + name));
  }

  private static Set<String> controlGroups() throws IOException {
    return Containers.groups(4).stream().map(Path::toString).collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> list(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return new TreeSet<>();
    }
    try (Stream<Path> names = Files.list(directory)) {
      return names.map(path -> path.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static Stream<String> lines(String text) {
    return text.lines().filter(line -> !line.isBlank());
  }
}
