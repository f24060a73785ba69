package dev.ingot.cell.it;

import dev.ingot.cell.sys.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Everything a cell may leave in the kernel, so far as it bears the test's prefix. */
record MachineState(List<String> mounts, List<String> namespaces, List<String> links, List<String> tables, List<String> loops, List<String> cgroups,
    List<String> processes) {
  static MachineState now() throws IOException, InterruptedException {
    return new MachineState(
        Files.readAllLines(Path.of("/proc/self/mounts")).stream().filter(l -> l.contains("/cell/") || l.contains("/netns/" + TestCell.PREFIX)).toList(),
        lines(Command.run("ip", "netns", "list")), lines(Command.run("ip", "-br", "link")).stream().map(l -> l.split("[ @]")[0]).toList(),
        lines(Command.run("nft", "list", "tables")), lines(Command.run("losetup", "-a")).stream().filter(l -> l.contains("/cell/")).toList(),
        cgroupsNow(), processesNow());
  }

  private static List<String> lines(String text) {
    return text.lines().filter(l -> l.contains(TestCell.PREFIX) || l.contains("/cell/")).sorted().toList();
  }

  private static List<String> cgroupsNow() throws IOException {
    try (Stream<Path> tree = Files.walk(Path.of("/sys/fs/cgroup"), 3)) {
      return tree.filter(p -> p.getFileName().toString().equals(TestCell.PREFIX)).map(Path::toString).sorted().toList();
    }
  }

  private static List<String> processesNow() {
    return ProcessHandle.allProcesses().map(p -> p.info().commandLine().orElse("")).filter(c -> c.contains("/conmon ") && c.contains("/cell/"))
        .sorted().toList();
  }
}
