package dev.ingot.e2e;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A Docker Engine: the one that runs already, or our own for the time of the test. */
record DockerEngine(@Nullable Process own) implements AutoCloseable {

  /** Skips the test where there is no Docker, on a laptop. */
  static DockerEngine startIfNeeded() throws Exception {
    Requirements.need(Files.isExecutable(Path.of("/usr/sbin/dockerd")) || Files.isExecutable(Path.of("/usr/bin/dockerd")), "dockerd (apt-get install docker.io)");
    if (Commands.run("docker", "version").status() == 0) {
      return new DockerEngine(null);
    }
    Path log = Files.createTempFile("dockerd-", ".log");
    Process process = new ProcessBuilder("dockerd", "--data-root", "/var/tmp/ingot-e2e-docker").redirectErrorStream(true).redirectOutput(Redirect.to(log.toFile())).start();
    try {
      Eventually.within(Duration.ofSeconds(60), "dockerd is ready (its log: " + log + ")", () -> Commands.run("docker", "version").status() == 0);
    } catch (AssertionError e) {
      process.destroy();
      throw new AssertionError(e.getMessage() + "\n" + Files.readString(log), e);
    }
    return new DockerEngine(process);
  }

  @Override
  public void close() throws IOException, InterruptedException {
    if (own != null) {
      Commands.run("docker", "system", "prune", "-af");
      own.destroy();
      // the next class would take one that is about to end for one that runs
      if (!own.waitFor(Duration.ofSeconds(60))) {
        own.destroyForcibly().waitFor();
      }
    }
  }
}
