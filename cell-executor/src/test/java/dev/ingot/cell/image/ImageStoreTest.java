package dev.ingot.cell.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.oci.layer.Layer;
import dev.ingot.oci.layer.LayerTarWriter;
import dev.ingot.oci.layer.Owner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ImageStoreTest {
  @TempDir Path dir;
  private final CountDownLatch unpacking = new CountDownLatch(1);
  private final CountDownLatch removed = new CountDownLatch(1);
  private final AtomicInteger unpacked = new AtomicInteger();

  @Test
  void adoptedLayer_isThereWithoutTheRegistry_alsoWhenItsFileWasRemovedMeanwhile() throws Exception {
    var layers = new LayerStore(dir.resolve("layers"), Clock.systemUTC());
    ImageStore images = store(layers);
    Path file = dir.resolve("layer.tar.gz");
    Layer layer = layer(file);
    images.adopt(layer, file);
    Files.delete(file);
    removed.countDown();
    unpacking.await();
    Path there = layers.get(layer.diffId(), target -> {
      throw new IOException("it would have been pulled");
    });
    assertThat(there.resolve("size")).hasContent(Long.toString(layer.descriptor().size()));
    assertThat(unpacked).hasValue(1);
  }

  @Test
  void fileThatIsGone_isNoFailure() throws Exception {
    var layers = new LayerStore(dir.resolve("layers"), Clock.systemUTC());
    Path file = dir.resolve("layer.tar.gz");
    Layer layer = layer(file);
    Files.delete(file);
    store(layers).adopt(layer, file);
    assertThat(layers.get(layer.diffId(), Files::createDirectory)).isDirectory();
    assertThat(unpacked).hasValue(0);
  }

  private ImageStore store(LayerStore layers) throws IOException {
    return new ImageStore(image -> {
      throw new AssertionError("nobody asks the registry");
    }, layers, (in, descriptor, diffId, target) -> {
      unpacking.countDown();
      await(removed);
      Files.createDirectory(target);
      Files.writeString(target.resolve("size"), Long.toString(in.readAllBytes().length));
      unpacked.incrementAndGet();
    }, dir.resolve("images"));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static Layer layer(Path file) throws IOException {
    try (var tar = LayerTarWriter.gzip(file)) {
      tar.file("/hello", 0644, Owner.ROOT, new byte[10_000]);
      return tar.finish();
    }
  }
}
