package dev.ingot.cell.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.api.cell.v1.Image;
import dev.ingot.oci.image.Descriptor;
import dev.ingot.oci.image.Digest;
import dev.ingot.oci.image.ImageConfig;
import dev.ingot.oci.image.Manifest;
import dev.ingot.oci.image.MediaTypes;
import dev.ingot.oci.layer.Layer;
import dev.ingot.oci.layer.LayerTarWriter;
import dev.ingot.oci.layer.Owner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
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

  @Test
  void imageThatWasHereBefore_isHeldWithoutItsRegistry() throws Exception {
    Path file = dir.resolve("layer.tar.gz");
    Layer layer = layer(file);
    ImageConfig config = ImageConfig.empty("amd64", "linux").withLayer(layer.diffId(), "test");
    byte[] configBytes = config.toBytes();
    Manifest manifest = new Manifest(new Descriptor(MediaTypes.CONFIG, Digest.sha256(configBytes), configBytes.length), List.of(layer.descriptor()));
    Digest digest = Digest.sha256(manifest.toBytes());
    new DescribedImages(dir.resolve("images")).put(digest, new DescribedImages.Described(manifest, config));
    var layers = new LayerStore(dir.resolve("layers"), Clock.systemUTC());
    layers.get(layer.diffId(), Files::createDirectory);
    Image image = Image.newBuilder().setRepository("team/apps/a").setDigest(digest.value()).setRegistry("https://gone.example").build();

    LocalImage held = store(layers).hold("instance", image);

    assertThat(held.layers()).hasSize(1);
    assertThat(held.config().diffIds()).containsExactly(layer.diffId());
    Files.writeString(dir.resolve("images").resolve(digest.hex() + ".manifest"), "{");
    assertThatThrownBy(() -> store(layers).hold("instance", image)).as("a damaged document is asked for again").isInstanceOf(AssertionError.class);
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
