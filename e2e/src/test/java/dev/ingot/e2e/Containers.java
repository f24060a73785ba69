package dev.ingot.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Finds an instance's process on this machine, as an operator would: by the name of its cgroup. */
final class Containers {
  private Containers() {}

  /** Pid of the first process of an instance, as the host sees it. */
  static int pid(TestPlatform platform, String instanceGuid) throws IOException {
    try (Stream<Path> groups = Files.find(Path.of("/sys/fs/cgroup"), 6, (path, attributes) -> attributes.isDirectory() && path.getFileName().toString().contains(instanceGuid))) {
      Path group = groups.findFirst().orElseThrow(() -> new AssertionError("no cgroup of instance " + instanceGuid));
      return Integer.parseInt(Files.readAllLines(group.resolve("cgroup.procs")).getFirst());
    }
  }
}
