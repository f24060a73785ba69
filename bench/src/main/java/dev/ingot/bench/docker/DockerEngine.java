package dev.ingot.bench.docker;

import dev.ingot.bench.BenchFailure;
import dev.ingot.bench.platform.AppUnderTest;
import dev.ingot.bench.platform.Installation;
import dev.ingot.bench.shell.Commands;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A Docker Engine of our own, on its own socket, logged in at the platform's registry. It leaves the machine's firewall alone
 * (`--iptables=false`): containers publish no ports, so nothing is missing and it is spared the work.
 */
public final class DockerEngine implements AutoCloseable {
  private static final String BRIDGE = "ingotbench0";
  private static final String ADDRESS = "172.31.250.1/24";

  private final Path scratch;
  private final Process daemon;
  private final Map<String, String> environment;

  private DockerEngine(Path scratch, Process daemon, Map<String, String> environment) {
    this.scratch = scratch;
    this.daemon = daemon;
    this.environment = environment;
  }

  /** Starts it with an empty store. @throws BenchFailure when there is no dockerd or it does not start */
  public static DockerEngine start(Path scratch, Installation installation) throws IOException {
    Path socket = scratch.resolve("docker.sock");
    Path log = scratch.resolve("dockerd.log");
    Process daemon;
    bridge();
    try {
      daemon = new ProcessBuilder("dockerd", "--data-root", scratch.resolve("docker").toString(), "--exec-root", scratch.resolve("docker-run").toString(),
          "--pidfile", scratch.resolve("dockerd.pid").toString(), "-H", "unix://" + socket, "--bridge", BRIDGE, "--iptables=false", "--ip-masq=false")
          .redirectErrorStream(true).redirectOutput(Redirect.to(log.toFile())).start();
    } catch (IOException e) {
      Commands.run("ip", "link", "delete", BRIDGE);
      throw new BenchFailure("there is no dockerd to compare with: install it (apt-get install docker.io)", e);
    }
    Path config = Files.createDirectories(scratch.resolve("docker-config"));
    DockerEngine engine = new DockerEngine(scratch, daemon, Map.of("DOCKER_HOST", "unix://" + socket, "DOCKER_CONFIG", config.toString(), "DOCKER_BUILDKIT", "0"));
    try {
      AppUnderTest.await("dockerd to be ready (its log: " + log + ")", 200, () -> !daemon.isAlive() || engine.tryDocker("version").status() == 0);
      if (!daemon.isAlive()) {
        throw new BenchFailure("dockerd did not start: " + Files.readString(log).lines().reduce((a, b) -> b).orElse(""));
      }
      Path password = Files.writeString(scratch.resolve("password"), installation.password());
      Commands.run(scratch, engine.environment, Duration.ofMinutes(1), List.of("sh", "-c",
          "docker login " + installation.authority() + " -u admin --password-stdin < " + password)).mustSucceed("docker login at our registry");
      return engine;
    } catch (RuntimeException e) {
      engine.close();
      throw e;
    }
  }

  /** A bridge of our own: Docker's usual one would stay behind, or be another daemon's. */
  private static void bridge() {
    Commands.run("ip", "link", "delete", BRIDGE);
    Commands.run("ip", "link", "add", BRIDGE, "type", "bridge").mustSucceed("making the bridge " + BRIDGE);
    Commands.run("ip", "address", "add", ADDRESS, "dev", BRIDGE).mustSucceed("giving " + BRIDGE + " the address " + ADDRESS);
    Commands.run("ip", "link", "set", BRIDGE, "up").mustSucceed("setting " + BRIDGE + " up");
  }

  /** Runs `docker …`; fails when it fails. */
  public String docker(String... arguments) {
    return tryDocker(arguments).mustSucceed("docker " + arguments[0]).output();
  }

  /** Runs `docker …`. */
  public Commands.Result tryDocker(String... arguments) {
    List<String> command = new ArrayList<>(List.of("docker"));
    command.addAll(List.of(arguments));
    return Commands.run(scratch, environment, Duration.ofMinutes(10), command);
  }

  /** The address of a running container on Docker's bridge. */
  public String address(String container) {
    return docker("inspect", "-f", "{{.NetworkSettings.IPAddress}}", container).strip();
  }

  @Override
  public void close() {
    Commands.Result all = tryDocker("ps", "-aq");
    if (all.status() == 0 && !all.output().isBlank()) {
      all.output().lines().forEach(id -> tryDocker("rm", "-f", id));
    }
    daemon.destroy();
    try {
      if (!daemon.waitFor(30, TimeUnit.SECONDS)) {
        daemon.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    // The daemon leaves the host's namespace mounted here.
    Commands.run("umount", scratch.resolve("docker-run/netns/default").toString());
    Commands.run("ip", "link", "delete", BRIDGE);
  }
}
