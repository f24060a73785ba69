package dev.ingot.bench.start;

import dev.ingot.bench.BenchFailure;
import dev.ingot.bench.measure.Rounds;
import dev.ingot.bench.platform.Installation;
import dev.ingot.bench.shell.Commands;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** `runc run` of what the cell runs: its config.json, the same layers under an overlay, a network namespace made before. */
final class RuncPeer implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String NAME = "ingot-bench";

  private final Path bundle;
  private final Path state;

  private RuncPeer(Path bundle, Path state) {
    this.bundle = bundle;
    this.state = state;
  }

  /** From a running instance of a cell on this machine. */
  static RuncPeer of(Installation installation, String instance, Path scratch) throws IOException {
    Path directory = instanceDirectory(installation.home(), instance);
    RuncPeer peer = new RuncPeer(Files.createDirectories(scratch.resolve("bundle")), Files.createDirectories(scratch.resolve("runc")));
    for (String name : List.of("rootfs", "upper", "work")) {
      Files.createDirectories(peer.bundle.resolve(name));
    }
    try {
      Commands.run("ip", "netns", "add", NAME).mustSucceed("ip netns add " + NAME);
      String options = "lowerdir=" + lowerDirectories(directory.resolve("rootfs")) + ",upperdir=" + peer.bundle.resolve("upper") + ",workdir=" + peer.bundle.resolve("work");
      Commands.run("mount", "-t", "overlay", "overlay", "-o", "nosuid,nodev," + options, peer.bundle.resolve("rootfs").toString()).mustSucceed("mounting the overlay");
      Files.writeString(peer.bundle.resolve("config.json"), JSON.writeValueAsString(config(directory, peer.bundle)));
      return peer;
    } catch (RuntimeException | IOException e) {
      peer.close();
      throw e;
    }
  }

  private static Path instanceDirectory(Path home, String instance) throws IOException {
    try (Stream<Path> cells = Files.list(home)) {
      for (Path cell : cells.filter(p -> p.getFileName().toString().startsWith("cell-")).toList()) {
        Path directory = cell.resolve("instances").resolve(instance);
        if (Files.exists(directory.resolve("config.json"))) {
          return directory;
        }
      }
    }
    throw new BenchFailure("no cell below " + home + " has a bundle of instance " + instance);
  }

  private static String lowerDirectories(Path rootfs) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/mountinfo"))) {
      if (line.split(" ")[4].equals(rootfs.toString())) {
        return Arrays.stream(line.substring(line.indexOf(" - ")).split("[ ,]")).filter(option -> option.startsWith("lowerdir="))
            .findFirst().orElseThrow().substring("lowerdir=".length());
      }
    }
    throw new BenchFailure(rootfs + " is not mounted: the instance has just ended?");
  }

  /** The cell's own, with this peer's root, namespace and cgroup. */
  private static ObjectNode config(Path directory, Path bundle) throws IOException {
    ObjectNode config = (ObjectNode) JSON.readTree(Files.readString(directory.resolve("config.json")));
    ((ObjectNode) config.path("root")).put("path", bundle.resolve("rootfs").toString());
    ObjectNode linux = (ObjectNode) config.path("linux");
    linux.put("cgroupsPath", "/" + NAME);
    for (JsonNode namespace : linux.path("namespaces")) {
      if (namespace.path("type").asString().equals("network")) {
        ((ObjectNode) namespace).put("path", "/run/netns/" + NAME);
      }
    }
    return config;
  }

  /** Milliseconds of one `runc run -d`: it returns when the process is exec'd. The container is removed afterwards. */
  double run() throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder("runc", "--root", state.toString(), "run", "-d", "--bundle", bundle.toString(), NAME)
        .redirectInput(new File("/dev/null")).redirectOutput(new File("/dev/null")).redirectError(bundle.resolve("errors").toFile());
    long start = System.nanoTime();
    Process process = builder.start();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new BenchFailure("runc run did not return within 30 s");
    }
    double took = Rounds.since(start);
    if (process.exitValue() != 0) {
      throw new BenchFailure("runc run failed: " + Files.readString(bundle.resolve("errors")));
    }
    remove();
    return took;
  }

  private void remove() {
    Commands.run("runc", "--root", state.toString(), "delete", "-f", NAME);
  }

  @Override
  public void close() {
    remove();
    Commands.run("umount", bundle.resolve("rootfs").toString());
    Commands.run("ip", "netns", "delete", NAME);
  }
}
