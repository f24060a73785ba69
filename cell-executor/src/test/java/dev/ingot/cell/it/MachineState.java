package dev.ingot.cell.it;

import dev.ingot.cell.sys.Command;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

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

  /** Others' may go away while we look. */
  private static List<String> cgroupsNow() throws IOException {
    List<String> ours = new ArrayList<>();
    Files.walkFileTree(Path.of("/sys/fs/cgroup"), Set.of(), 3, new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
        return visitFile(directory, attributes);
      }

      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        if (file.getFileName().toString().equals(TestCell.PREFIX)) {
          ours.add(file.toString());
        }
        return FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFileFailed(Path file, IOException gone) {
        return FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult postVisitDirectory(Path directory, IOException gone) {
        return FileVisitResult.CONTINUE;
      }
    });
    return ours.stream().sorted().toList();
  }

  private static List<String> processesNow() {
    return ProcessHandle.allProcesses().map(p -> p.info().commandLine().orElse("")).filter(c -> c.contains("/conmon ") && c.contains("/cell/"))
        .sorted().toList();
  }
}
