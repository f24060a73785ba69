package dev.ingot.stager.pipeline;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** Debian's `docker-registry` as a process of its own: somebody else's registry, without the referrers API. */
final class DockerRegistry implements AutoCloseable {
  static final String USER = "ingot";
  static final String PASSWORD = "s3cret-of-ingot";
  private static final String HTPASSWD = USER + ":$2b$04$abcdefghijklmnopqrstuubuAgAsrfgS0VPJyfPchYNta0FiKFIra\n";
  private static final Path PROGRAM = Path.of("/usr/bin/docker-registry");
  private final Process process;
  private final int port;
  private final String scheme;

  /** By http on loopback, with a password. */
  DockerRegistry(Path dir) throws IOException, InterruptedException {
    this(dir, null, "htpasswd: {realm: test, path: " + Files.writeString(Files.createDirectories(dir).resolve("htpasswd"), HTPASSWD) + "}");
  }

  /** @param tls null = http. @param auth YAML: how it asks who we are */
  DockerRegistry(Path dir, TestCertificates.@Nullable Pem tls, String auth) throws IOException, InterruptedException {
    Assumptions.assumeTrue(Files.isExecutable(PROGRAM) || Boolean.getBoolean("ingot.it.required"), "needs the package docker-registry");
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Files.createDirectories(dir);
    scheme = tls == null ? "http" : "https";
    Path config = Files.writeString(dir.resolve("config.yml"), """
        version: 0.1
        log: {level: warn, accesslog: {disabled: true}}
        storage: {filesystem: {rootdirectory: %s}, delete: {enabled: true}}
        http: {addr: '127.0.0.1:%d'%s}
        auth: {%s}
        """.formatted(dir.resolve("data"), port, tls == null ? "" : ", tls: {certificate: %s, key: %s}".formatted(tls.certificate(), tls.key()), auth));
    process = new ProcessBuilder(PROGRAM.toString(), "serve", config.toString()).redirectErrorStream(true).redirectOutput(dir.resolve("log").toFile()).start();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!listens()) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new IOException("docker-registry does not start: " + Files.readString(dir.resolve("log")));
      }
      process.waitFor(20, TimeUnit.MILLISECONDS);
    }
  }

  private boolean listens() {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  URI origin() {
    return URI.create(scheme + "://127.0.0.1:" + port);
  }

  /** Kills it; whoever speaks to it now hears nothing more. */
  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
