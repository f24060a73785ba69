package dev.ingot.controller.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.oci.image.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GarbageCollectorTest {
  private static final String TYPE = "application/vnd.oci.image.manifest.v1+json";

  @TempDir Path folder;
  private final SteppingClock clock = new SteppingClock();
  private Registry registry;

  @BeforeEach
  void open() {
    registry = new Registry(folder, new Limits(1000, 10_000, 10, 10, Duration.ofHours(1), Duration.ofHours(1), 0), clock);
  }

  @Test
  void blob_waiting_for_its_manifest_survives_the_grace_time_only() throws IOException {
    Digest blob = push("a", "waiting");
    clock.step(Duration.ofMinutes(59));
    assertThat(registry.collectGarbage()).isZero();
    assertThat(registry.blob("a", blob)).as("asked for: young again").isPresent();
    clock.step(Duration.ofMinutes(59));
    assertThat(registry.collectGarbage()).isZero();
    clock.step(Duration.ofMinutes(2));
    registry.collectGarbage();
    assertThat(registry.blob("a", blob)).isEmpty();
  }

  @Test
  void what_a_manifest_names_stays_until_the_manifest_is_deleted() throws IOException {
    Digest layer = push("a", "layer");
    byte[] bytes = manifest(layer);
    Digest manifest = Digest.sha256(bytes);
    registry.putManifest("a", manifest, TYPE, bytes, List.of());
    clock.step(Duration.ofDays(30));
    registry.collectGarbage();
    assertThat(registry.manifest("a", manifest.toString())).isPresent();
    assertThat(registry.blob("a", layer)).isPresent();

    assertThat(registry.deleteManifest("a", manifest.toString())).isTrue();
    clock.step(Duration.ofHours(2));
    long freed = registry.collectGarbage();
    assertThat(freed).isEqualTo(bytes.length + "layer".length());
    assertThat(registry.blob("a", layer)).isEmpty();
  }

  @Test
  void blob_of_two_repositories_stays_for_the_one_that_uses_it() throws IOException {
    Digest layer = push("a", "shared");
    registry.mount("b/c", layer, "a");
    byte[] bytes = manifest(layer);
    registry.putManifest("b/c", Digest.sha256(bytes), TYPE, bytes, List.of("t"));
    registry.deleteRepository("a");
    clock.step(Duration.ofHours(2));
    registry.collectGarbage();
    assertThat(registry.blob("a", layer)).isEmpty();
    assertThat(registry.blob("b/c", layer)).isPresent();
    registry.deleteRepository("b/c");
    clock.step(Duration.ofHours(2));
    assertThat(registry.collectGarbage()).isPositive();
    assertThat(registry.repositories()).isEmpty();
  }

  @Test
  void resting_upload_expires() throws IOException {
    String id = registry.openUpload("a");
    registry.append("a", id, 0L, 3, new ByteArrayInputStream(new byte[3]));
    clock.step(Duration.ofMinutes(50));
    registry.collectGarbage();
    assertThat(registry.uploadSize("a", id)).isEqualTo(3);
    clock.step(Duration.ofMinutes(20));
    registry.collectGarbage();
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> registry.uploadSize("a", id)).isInstanceOf(RegistryException.class);
  }

  @Test
  void whatWasAcknowledged_survivesACollectorThatNeverRests() throws Exception {
    // Uploads that go on do not rest; the clock of this test runs too fast to tell.
    registry = new Registry(folder, new Limits(1000, 10_000, 10, 10, Duration.ofDays(10_000), Duration.ofHours(1), 0), clock);
    var running = new java.util.concurrent.atomic.AtomicBoolean(true);
    Thread collector = Thread.ofVirtual().start(() -> {
      while (running.get()) {
        // All that lies about unnamed is too old at once.
        clock.step(Duration.ofHours(2));
        try {
          registry.collectGarbage();
        } catch (IOException e) {
          throw new java.io.UncheckedIOException(e);
        }
      }
    });
    var kept = new java.util.concurrent.ConcurrentHashMap<Digest, List<Digest>>();
    try (var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
      List<java.util.concurrent.Future<?>> pushes = new java.util.ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        int number = thread;
        pushes.add(threads.submit(() -> {
          for (int i = 0; i < 10; i++) {
            pushUntilTaken("own " + number + " " + i, "shared " + i % 3, kept);
          }
          return null;
        }));
      }
      for (var push : pushes) {
        push.get();
      }
    } finally {
      running.set(false);
      collector.join();
    }
    clock.step(Duration.ofHours(2));
    registry.collectGarbage();
    assertThat(kept).hasSize(40);
    for (var image : kept.entrySet()) {
      assertThat(registry.manifest("a", image.getKey().toString())).isPresent();
      for (Digest blob : image.getValue()) {
        assertThat(Digest.of(blob.algorithm(), java.nio.file.Files.readAllBytes(registry.blob("a", blob).orElseThrow()))).isEqualTo(blob);
      }
    }
  }

  /** As a client does: what the registry says it lost is sent again. */
  private void pushUntilTaken(String own, String shared, java.util.Map<Digest, List<Digest>> kept) throws IOException {
    while (true) {
      List<Digest> layers = List.of(push("a", own), push("a", shared));
      byte[] bytes = ("{\"schemaVersion\":2,\"layers\":[{\"digest\":\"" + layers.getFirst() + "\"},{\"digest\":\"" + layers.getLast() + "\"}]}").getBytes(StandardCharsets.UTF_8);
      Digest manifest = Digest.sha256(bytes);
      try {
        registry.putManifest("a", manifest, TYPE, bytes, List.of());
        kept.put(manifest, layers);
        return;
      } catch (RegistryException e) {
        assertThat(e.error()).isEqualTo(RegistryError.MANIFEST_BLOB_UNKNOWN);
      }
    }
  }

  private Digest push(String repository, String content) throws IOException {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    Digest digest = Digest.sha256(bytes);
    registry.finishUpload(repository, registry.openUpload(repository), null, bytes.length, new ByteArrayInputStream(bytes), digest);
    return digest;
  }

  private static byte[] manifest(Digest layer) {
    return ("{\"schemaVersion\":2,\"layers\":[{\"digest\":\"" + layer + "\"}]}").getBytes(StandardCharsets.UTF_8);
  }

  private static final class SteppingClock extends Clock {
    private volatile Instant now = Instant.now();

    void step(Duration by) {
      now = now.plus(by);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }
  }
}
