package dev.ingot.e2e;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Finds an instance's process on this machine, as an operator would: by the name of its cgroup. */
final class Containers {
  private Containers() {}

  /** Pid of the first process of an instance, as the host sees it. */
  static int pid(TestPlatform platform, String instanceGuid) throws IOException {
    Path group = groups(6).stream().filter(path -> path.getFileName().toString().contains(instanceGuid)).findFirst()
        .orElseThrow(() -> new AssertionError("no cgroup of instance " + instanceGuid));
    return Integer.parseInt(Files.readAllLines(group.resolve("cgroup.procs")).getFirst());
  }

  /** All cgroups of this machine down to a depth; one that goes away meanwhile may be among them or not. */
  static List<Path> groups(int depth) throws IOException {
    List<Path> groups = new ArrayList<>();
    Files.walkFileTree(Path.of("/sys/fs/cgroup"), Set.of(), depth, new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
        groups.add(directory);
        return FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        if (attributes.isDirectory()) {
          groups.add(file);
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
    return groups;
  }
}
