package dev.ingot.controller.registry.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.ingot.controller.registry.Limits;
import dev.ingot.oci.image.Digest;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the registry's disk: a kill in the middle of an upload, a disk that is full. */
class RegistryDiskIT {
  @TempDir Path folder;

  @Test
  void killedInTheMiddleOfAnUpload_goesOnWhereTheDiskIs() throws Exception {
    byte[] blob = random(3_000_000);
    Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1", "-cp",
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")), RegistryServer.class.getName(), folder.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String session;
    try {
      int port = Integer.parseInt(process.inputReader().readLine());
      session = HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v2/a/blobs/uploads/"))
          .header("Authorization", RegistryServer.basic("cell")).POST(HttpRequest.BodyPublishers.noBody()).build(), HttpResponse.BodyHandlers.discarding())
          .headers().firstValue("Location").orElseThrow();
      try (Socket socket = new Socket("127.0.0.1", port)) {
        OutputStream out = socket.getOutputStream();
        out.write(("PATCH " + session + " HTTP/1.1\r\nHost: x\r\nAuthorization: " + RegistryServer.basic("cell") + "\r\nContent-Length: 3000000\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII));
        out.write(blob, 0, 1_500_000);
        out.flush();
        Path data = folder.resolve("registry/uploads").resolve(session.substring(session.lastIndexOf('/') + 1)).resolve("data");
        long end = System.nanoTime() + 20_000_000_000L;
        while (Files.size(data) == 0) {
          assertThat(System.nanoTime()).as("bytes arrive").isLessThan(end);
          LockSupport.parkNanos(5_000_000);
        }
        process.destroyForcibly().waitFor();
      }
    } finally {
      process.destroyForcibly();
    }
    try (RegistryServer server = new RegistryServer(folder)) {
      assertThat(server.send("GET", "/v2/a/blobs/" + digest(blob), new byte[0]).statusCode()).as("half a blob is none").isEqualTo(404);
      HttpResponse<byte[]> state = server.send("GET", session, new byte[0]);
      assertThat(state.statusCode()).isEqualTo(204);
      int from = Integer.parseInt(state.headers().firstValue("Range").orElseThrow().substring(2)) + 1;
      assertThat(from).isBetween(2, 1_500_000);
      HttpResponse<byte[]> rest = server.send("PATCH", session, Arrays.copyOfRange(blob, from, blob.length), "Content-Range", from + "-" + (blob.length - 1));
      assertThat(rest.statusCode()).isEqualTo(202);
      assertThat(server.send("PUT", session + "?digest=" + digest(blob), new byte[0]).statusCode()).isEqualTo(201);
      assertThat(server.send("GET", "/v2/a/blobs/" + digest(blob), new byte[0]).body()).isEqualTo(blob);
    }
  }

  @Test
  void reserveOfTheDisk_isNotGivenAway_andPullsGoOn() throws Exception {
    byte[] blob = random(10);
    try (RegistryServer server = new RegistryServer(folder)) {
      assertThat(server.send("POST", "/v2/a/blobs/uploads/?digest=" + digest(blob), blob).statusCode()).isEqualTo(201);
    }
    Limits limits = RegistryServer.LIMITS;
    try (RegistryServer server = new RegistryServer(folder, new Limits(limits.maxBlobBytes(), limits.maxManifestBytes(), limits.maxUploads(),
        limits.maxUploadsOfRepository(), limits.uploadIdle(), limits.grace(), Long.MAX_VALUE))) {
      full(server.send("POST", "/v2/a/blobs/uploads/", new byte[0]), "kept for the platform");
      full(server.send("PUT", "/v2/a/manifests/x", "{\"schemaVersion\":2}".getBytes(StandardCharsets.UTF_8), "Content-Type", "application/x"), "kept for the platform");
      assertThat(server.send("GET", "/v2/a/blobs/" + digest(blob), new byte[0]).body()).isEqualTo(blob);
    }
  }

  @Test
  void diskThatRunsFullWhileABlobComesIn_isSaid_andTheSessionIsAsItWas() throws Exception {
    assumeThat(System.getProperty("user.name")).as("mounting a small disk needs root").isEqualTo("root");
    Files.createDirectory(folder.resolve("registry"));
    run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder.resolve("registry").toString());
    try (RegistryServer server = new RegistryServer(folder)) {
      byte[] small = random(500_000);
      String session = server.send("POST", "/v2/a/blobs/uploads/", new byte[0]).headers().firstValue("Location").orElseThrow();
      assertThat(server.send("PATCH", session, Arrays.copyOf(small, 1000)).statusCode()).isEqualTo(202);
      full(server.send("PATCH", session, random(3_500_000)), "nothing of this request was kept");
      assertThat(server.send("GET", session, new byte[0]).headers().firstValue("Range")).contains("0-999");
      assertThat(server.send("PUT", session + "?digest=" + digest(small), Arrays.copyOfRange(small, 1000, small.length)).statusCode()).isEqualTo(201);
    } finally {
      run("umount", folder.resolve("registry").toString());
    }
  }

  private static void full(HttpResponse<byte[]> answer, String why) {
    assertThat(answer.statusCode()).isEqualTo(507);
    assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("The registry's disk is full").contains(why);
  }

  private static void run(String... command) throws Exception {
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }

  private static Digest digest(byte[] blob) {
    return Digest.sha256(blob);
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }
}
