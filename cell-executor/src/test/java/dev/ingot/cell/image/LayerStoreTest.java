package dev.ingot.cell.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.oci.image.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayerStoreTest {
  private static final Digest ONE = Digest.sha256(new byte[] {1});
  private static final Digest TWO = Digest.sha256(new byte[] {2});
  @TempDir Path dir;
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private int filled;

  @Test
  void layer_isMadeOnce() throws IOException {
    LayerStore store = store();
    Path first = store.get(ONE, this::make);
    assertThat(store.get(ONE, this::make)).isEqualTo(first);
    assertThat(filled).isEqualTo(1);
    assertThat(first.resolve("file")).hasSize(1000);
  }

  @Test
  void failedLayer_leavesNothing() throws IOException {
    LayerStore store = store();
    assertThatThrownBy(() -> store.get(ONE, path -> {
      make(path);
      throw new IOException("broken");
    })).hasMessage("broken");
    try (var left = Files.list(dir)) {
      assertThat(left.filter(Files::isDirectory)).isEmpty();
    }
    assertThat(store.get(ONE, this::make)).isDirectory();
  }

  @Test
  void collection_takesOldOnesNobodyUses() throws IOException {
    LayerStore store = store();
    store.hold("instance", List.of(LayerStore.key(ONE)));
    Path used = store.get(ONE, this::make);
    Path unused = store.get(TWO, this::make);
    now = now.plus(Duration.ofDays(8));
    store().collect(Duration.ofDays(30), 1 << 20);
    assertThat(unused).isDirectory();
    store.collect(Duration.ofDays(7), 1 << 20);
    assertThat(used).isDirectory();
    assertThat(unused).doesNotExist();
    store.release("instance");
    store.collect(Duration.ofDays(7), 1 << 20);
    assertThat(used).doesNotExist();
  }

  @Test
  void collection_takesTheLongestUnusedWhenSpaceIsShort() throws IOException {
    LayerStore store = store();
    Path old = store.get(ONE, this::make);
    now = now.plusSeconds(1);
    Path young = store.get(TWO, this::make);
    store.collect(Duration.ofDays(1), 1500);
    assertThat(old).doesNotExist();
    assertThat(young).isDirectory();
  }

  private LayerStore store() throws IOException {
    return new LayerStore(dir, new Clock() {
      @Override
      public Instant instant() {
        return now;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }

      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }
    });
  }

  private void make(Path path) throws IOException {
    filled++;
    Files.createDirectory(path);
    Files.write(path.resolve("file"), new byte[1000]);
  }
}
