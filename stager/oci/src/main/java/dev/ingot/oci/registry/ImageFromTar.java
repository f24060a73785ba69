package dev.ingot.oci.registry;

import dev.ingot.oci.image.Descriptor;
import dev.ingot.oci.image.Digest;
import dev.ingot.oci.image.ImageConfig;
import dev.ingot.oci.image.Manifest;
import dev.ingot.oci.image.MediaTypes;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Makes an image out of root file system archives (tar or tar.gz) and stores it in a registry. */
public final class ImageFromTar {
  private ImageFromTar() {}

  /**
   * Stores an image of one layer under a tag.
   *
   * @param tar a tar, or a tar.gz whose bytes are used as they are
   * @param config how to run it; its layers must be empty, the one of `tar` is added
   * @return the digest of the manifest
   */
  public static Digest push(RegistryClient registry, String repository, String tag, Path tar, ImageConfig config) throws IOException {
    return push(registry, repository, tag, List.of(), config, List.of(tar));
  }

  /**
   * Stores an image that has more layers on top of others.
   *
   * @param base layers the repository already has, lowest first, in step with `config`'s diff IDs
   * @param extra archives for the layers above them
   */
  public static Digest push(RegistryClient registry, String repository, String tag, List<Descriptor> base, ImageConfig config, List<Path> extra)
      throws IOException {
    if (base.size() != config.diffIds().size()) {
      throw new IllegalArgumentException(base.size() + " base layers, but the config names " + config.diffIds().size() + " diff IDs");
    }
    var layers = new ArrayList<>(base);
    for (Path tar : extra) {
      var layer = pushLayer(registry, repository, tar);
      layers.add(layer.descriptor);
      config = config.withLayer(layer.diffId, "Root file system " + tar.getFileName());
    }
    byte[] configBytes = config.toBytes();
    var configDigest = registry.putBlob(repository, configBytes);
    var manifest = new Manifest(new Descriptor(MediaTypes.CONFIG, configDigest, configBytes.length), layers);
    return registry.putManifest(repository, tag, MediaTypes.MANIFEST, manifest.toBytes());
  }

  private static Layer pushLayer(RegistryClient registry, String repository, Path tar) throws IOException {
    if (isGzip(tar)) {
      Digest diffId;
      try (InputStream in = new GZIPInputStream(Files.newInputStream(tar), 64 * 1024)) {
        diffId = copyHashed(in, OutputStream.nullOutputStream());
      }
      return send(registry, repository, tar, diffId);
    }
    Path packed = Files.createTempFile(tar.toAbsolutePath().getParent(), tar.getFileName() + ".", ".gz");
    try {
      Digest diffId;
      try (InputStream in = Files.newInputStream(tar); OutputStream out = gzip(Files.newOutputStream(packed))) {
        diffId = copyHashed(in, out);
      }
      return send(registry, repository, packed, diffId);
    } finally {
      Files.deleteIfExists(packed);
    }
  }

  private static Layer send(RegistryClient registry, String repository, Path file, Digest diffId) throws IOException {
    var digest = Digest.sha256(file);
    if (!registry.hasBlob(repository, digest)) {
      registry.putBlob(repository, digest, file);
    }
    return new Layer(new Descriptor(MediaTypes.LAYER_GZIP, digest, Files.size(file)), diffId);
  }

  private static boolean isGzip(Path file) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      return in.read() == 0x1f && in.read() == 0x8b;
    }
  }

  private static Digest copyHashed(InputStream in, OutputStream out) throws IOException {
    var hasher = Digest.hasher("sha256");
    byte[] buffer = new byte[64 * 1024];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      hasher.update(buffer, 0, n);
      out.write(buffer, 0, n);
    }
    return Digest.of(hasher, "sha256");
  }

  private static OutputStream gzip(OutputStream out) throws IOException {
    return new GZIPOutputStream(out, 64 * 1024) {
      {
        // a root file system is compressed on every fresh installation: speed counts more than size
        def.setLevel(Deflater.BEST_SPEED);
      }
    };
  }

  private record Layer(Descriptor descriptor, Digest diffId) {}
}
