package dev.ingot.cell.staging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.ingot.api.cell.v1.DockerSource;
import dev.ingot.api.cell.v1.Stage;
import dev.ingot.api.cell.v1.StageBuildpack;
import dev.ingot.cell.config.CellConfig;
import dev.ingot.cell.config.Subnet;
import dev.ingot.cell.image.Registries;
import dev.ingot.oci.image.Descriptor;
import dev.ingot.oci.image.Digest;
import dev.ingot.oci.image.ImageConfig;
import dev.ingot.oci.image.Manifest;
import dev.ingot.oci.image.MediaTypes;
import dev.ingot.oci.layer.Layer;
import dev.ingot.oci.layer.LayerTarWriter;
import dev.ingot.oci.layer.Owner;
import dev.ingot.oci.registry.RegistryClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadedBuildpacksTest {
  @TempDir Path dir;
  private HttpServer controller;
  private final Map<String, byte[]> zips = new HashMap<>();
  private final AtomicInteger downloads = new AtomicInteger();

  @BeforeEach
  void open() throws IOException {
    Files.writeString(dir.resolve("token"), "secret");
    controller = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    controller.createContext("/", exchange -> {
      downloads.incrementAndGet();
      byte[] zip = zips.get(exchange.getRequestURI().getPath());
      exchange.getResponseHeaders().add("Content-Type", exchange.getRequestURI().getPath().contains("/manifests/") ? MediaTypes.MANIFEST : "application/octet-stream");
      exchange.sendResponseHeaders(zip == null ? 404 : 200, zip == null ? -1 : zip.length);
      if (zip != null) {
        exchange.getResponseBody().write(zip);
      }
      exchange.close();
    });
    controller.setExecutor(Thread::startVirtualThread);
    controller.start();
  }

  @AfterEach
  void close() {
    controller.stop(0);
  }

  private UploadedBuildpacks buildpacks(long second) throws IOException {
    CellConfig config = new CellConfig("c", URI.create("http://127.0.0.1:" + controller.getAddress().getPort()), "127.0.0.1:1", dir.resolve("token"),
        dir, 1, Subnet.parse("10.1.0.0/24"), "p", 1, 1, dir, dir, 0, 1);
    URI origin = URI.create("http://127.0.0.1:" + controller.getAddress().getPort());
    return new UploadedBuildpacks(config, new Registries(new RegistryClient(origin, null)), Clock.fixed(Instant.ofEpochSecond(second), ZoneOffset.UTC));
  }

  private Stage stage(String... entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (int i = 0; i < entries.length; i += 2) {
        zip.putNextEntry(new ZipEntry(entries[i]));
        zip.write(entries[i + 1].getBytes());
      }
    }
    String digest = Digest.sha256(bytes.toByteArray()).value();
    String path = "/internal/buildpacks/" + digest + "/bits";
    zips.put(path, bytes.toByteArray());
    return Stage.newBuilder().addOrder(StageBuildpack.newBuilder().setName("mine").setDigest(digest).setPath(path)).build();
  }

  @Test
  void fetchedOnce_unpacked_andRunnable() throws Exception {
    UploadedBuildpacks buildpacks = buildpacks(1);
    Stage stage = stage("buildpack.toml", "x", "bin/detect", "#!/bin/sh");
    Map<String, Path> held = buildpacks.hold(stage);
    Path directory = held.get(stage.getOrder(0).getDigest());
    assertThat(directory.resolve("bin/detect")).isExecutable();
    buildpacks.release(held);
    assertThat(buildpacks.hold(stage)).isEqualTo(held);
    assertThat(downloads.get()).isEqualTo(1);
  }

  /** An image in the controller's own registry. */
  private Stage image(String content) throws IOException {
    var layer = new ByteArrayOutputStream();
    Layer facts;
    try (var tar = LayerTarWriter.gzip(layer)) {
      tar.file("/cnb/buildpacks/acme_one/1.0.0/buildpack.toml", 0644, Owner.ROOT, content.getBytes());
      facts = tar.finish();
    }
    byte[] config = ImageConfig.empty(ImageConfig.hostArchitecture(), "linux")
        .withLabels(Map.of("io.buildpacks.buildpackage.metadata", "{\"id\":\"acme/one\",\"version\":\"1.0.0\"}")).withLayer(facts.diffId(), "x").toBytes();
    byte[] manifest = new Manifest(new Descriptor(MediaTypes.CONFIG, Digest.sha256(config), config.length), List.of(facts.descriptor())).toBytes();
    zips.put("/v2/stacks/bp/manifests/1", manifest);
    zips.put("/v2/stacks/bp/blobs/" + Digest.sha256(config), config);
    zips.put("/v2/stacks/bp/blobs/" + facts.descriptor().digest(), layer.toByteArray());
    return Stage.newBuilder().addOrder(StageBuildpack.newBuilder().setName("docker://here/stacks/bp:1").setImage(DockerSource.newBuilder().setReference("here.example.com/stacks/bp:1"))).build();
  }

  @Test
  void imageOfARegistry_isLookedUpEachTime_andUnpackedOnce() throws Exception {
    UploadedBuildpacks buildpacks = buildpacks(1);
    Stage first = image("one");
    Map<String, Path> held = buildpacks.hold(first);
    Path directory = held.get("here.example.com/stacks/bp:1");
    assertThat(directory.resolve("acme_one/1.0.0/buildpack.toml")).hasContent("one");
    assertThat(directory.resolve("buildpackage.toml")).exists();
    int before = downloads.get();
    assertThat(buildpacks.hold(first)).isEqualTo(held);
    assertThat(downloads.get()).as("only the manifest").isEqualTo(before + 1);
    assertThat(buildpacks.hold(image("two")).get("here.example.com/stacks/bp:1").resolve("acme_one/1.0.0/buildpack.toml")).as("the tag was moved").hasContent("two");
    zips.clear();
    assertThatThrownBy(() -> buildpacks.hold(first)).isInstanceOf(IOException.class).hasMessageContaining("'docker://here/stacks/bp:1' cannot be had").hasMessageContaining("there is no image");
  }

  /** A registry that takes its time is a matter of the builds that name it. */
  @Test
  void buildThatWaitsForASlowRegistry_holdsUpNobodyElse_andCanBeStopped() throws Exception {
    var asked = new CountDownLatch(1);
    var answer = new CountDownLatch(1);
    controller.createContext("/v2/stacks/bp/manifests/", exchange -> {
      asked.countDown();
      try {
        answer.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      exchange.sendResponseHeaders(404, -1);
      exchange.close();
    });
    UploadedBuildpacks buildpacks = buildpacks(1);
    Stage slow = image("one");
    var ended = new AtomicInteger();
    List<Thread> waiting = List.of(hold(buildpacks, slow, ended), hold(buildpacks, slow, ended));
    try {
      asked.await();
      Stage other = stage("buildpack.toml", "x");
      assertThat(CompletableFuture.supplyAsync(() -> held(buildpacks, other)).get(20, TimeUnit.SECONDS)).hasSize(1);
      waiting.forEach(Thread::interrupt);
      for (Thread one : waiting) {
        assertThat(one.join(Duration.ofSeconds(20))).isTrue();
      }
      assertThat(ended).hasValue(2);
    } finally {
      answer.countDown();
    }
  }

  private static Thread hold(UploadedBuildpacks buildpacks, Stage stage, AtomicInteger ended) {
    return Thread.startVirtualThread(() -> {
      try {
        buildpacks.hold(stage);
      } catch (IOException | InterruptedException e) {
        ended.incrementAndGet();
      }
    });
  }

  private static Map<String, Path> held(UploadedBuildpacks buildpacks, Stage stage) {
    try {
      return buildpacks.hold(stage);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void hostileOrChangedBits_areNotKept() throws IOException {
    UploadedBuildpacks buildpacks = buildpacks(1);
    Stage hostile = stage("../../outside", "x");
    assertThatThrownBy(() -> buildpacks.hold(hostile)).isInstanceOf(IOException.class).hasMessageContaining("'mine'").hasMessageContaining("..");
    Stage changed = stage("buildpack.toml", "x");
    zips.replaceAll((path, zip) -> new byte[] {1});
    assertThatThrownBy(() -> buildpacks.hold(changed)).hasMessageContaining("changed on the way");
    assertThat(dir.resolve("buildpacks")).isEmptyDirectory();
    assertThat(dir.resolveSibling("outside")).doesNotExist();
  }

  @Test
  void beyondTheKept_theLongestUnusedGo_neverOneInUse() throws Exception {
    Stage used = stage("buildpack.toml", "used");
    Map<String, Path> inUse = buildpacks(0).hold(used);
    UploadedBuildpacks buildpacks = null;
    for (int i = 1; i <= UploadedBuildpacks.KEPT + 3; i++) {
      buildpacks = buildpacks(i);
      buildpacks.release(buildpacks.hold(stage("buildpack.toml", "n" + i)));
    }
    try (Stream<Path> left = Files.list(dir.resolve("buildpacks"))) {
      assertThat(left).hasSize(UploadedBuildpacks.KEPT);
    }
    Map<String, Path> held = buildpacks.hold(used);
    for (int i = 0; i < UploadedBuildpacks.KEPT + 3; i++) {
      buildpacks.release(buildpacks.hold(stage("buildpack.toml", "m" + i)));
    }
    assertThat(held).isEqualTo(inUse);
    assertThat(held.values()).allMatch(Files::isDirectory);
  }
}
