package dev.ingot.controller.droplet.archive;

import dev.ingot.controller.image.Images;
import dev.ingot.oci.image.Descriptor;
import dev.ingot.oci.image.Digest;
import dev.ingot.oci.image.ImageConfig;
import dev.ingot.oci.image.ImageFormatException;
import dev.ingot.oci.image.Index;
import dev.ingot.oci.image.Manifest;
import dev.ingot.oci.image.OciJson;
import dev.ingot.oci.registry.RegistryException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Puts an archive's image into a repository. Blobs are checked against their digests on the way; what an archive that is refused left in the
 * registry has no name there and is thrown away by its next collection.
 */
public final class DropletReader {
  private static final Pattern BLOB = Pattern.compile("blobs/sha256/[0-9a-f]{64}");
  private static final int MAX_ENTRIES = 5000;

  private final Images images;
  private final String repository;
  private final long maxBytes;
  private byte @Nullable [] index;
  private byte @Nullable [] page;

  /** @param maxBytes of all files in the archive */
  public DropletReader(Images images, String repository, long maxBytes) {
    this.images = images;
    this.repository = repository;
    this.maxBytes = maxBytes;
  }

  /** What was read. @param sizeBytes of config and layers */
  public record Image(Digest digest, long sizeBytes, DropletPage page) {}

  /** @throws DropletArchiveException when it is not a droplet */
  public Image read(Path archive) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(archive))) {
      unpack(in);
      return image();
    } catch (ImageFormatException e) {
      throw new DropletArchiveException(e.getMessage(), e);
    }
  }

  private void unpack(InputStream in) throws IOException {
    in.mark(2);
    boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
    in.reset();
    long bytes = 0;
    int entries = 0;
    try (var tar = new TarArchiveInputStream(gzip ? new GzipCompressorInputStream(in, true) : in)) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        bytes += entry.getSize();
        if (++entries > MAX_ENTRIES || bytes > maxBytes) {
          throw new DropletArchiveException("it has more than " + MAX_ENTRIES + " files or " + maxBytes + " bytes");
        }
        entry(entry, tar);
      }
    } catch (RegistryException e) {
      throw e;
    } catch (IOException | IllegalArgumentException e) {
      throw new DropletArchiveException("it is no tar archive that can be read to its end (" + e.getMessage() + ")", e);
    }
  }

  private void entry(TarArchiveEntry entry, TarArchiveInputStream tar) throws IOException {
    String name = entry.getName().startsWith("./") ? entry.getName().substring(2) : entry.getName();
    if (entry.isFile() && name.equals("index.json")) {
      index = small(tar);
    } else if (entry.isFile() && name.equals(DropletPage.NAME)) {
      page = small(tar);
    } else if (entry.isFile() && BLOB.matcher(name).matches()) {
      var digest = Digest.of(name.substring("blobs/".length()).replace('/', ':'));
      if (images.size(repository, digest).isEmpty()) {
        images.put(repository, digest, tar);
      }
    }
  }

  private static byte[] small(InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(OciJson.MAX_BYTES + 1);
    if (bytes.length > OciJson.MAX_BYTES) {
      throw new DropletArchiveException("its index is larger than " + OciJson.MAX_BYTES + " bytes");
    }
    return bytes;
  }

  private Image image() throws IOException {
    if (index == null) {
      throw new DropletArchiveException("it has no index.json. A droplet here is an OCI image layout, as cf download-droplet writes it; "
          + "droplets of other platforms (a tar with app/ in it) cannot run here: push the source instead");
    }
    List<Descriptor> manifests = Index.parse(index, "").manifests();
    if (manifests.size() != 1) {
      throw new DropletArchiveException("it has " + manifests.size() + " images instead of one");
    }
    Descriptor named = manifests.getFirst();
    byte[] bytes = blob(named.digest());
    Manifest manifest = Manifest.parse(bytes, named.mediaType());
    ImageConfig config = ImageConfig.parse(blob(manifest.config().digest()));
    DropletPage said = page == null ? DropletPage.of(config) : DropletPage.parse(page);
    for (Descriptor layer : manifest.layers()) {
      if (images.size(repository, layer.digest()).isEmpty()) {
        throw new DropletArchiveException("it lacks the blob " + layer.digest());
      }
    }
    images.putManifest(repository, manifest.mediaType(), bytes);
    return new Image(named.digest(), manifest.totalSize(), said);
  }

  private byte[] blob(Digest digest) throws IOException {
    if (images.size(repository, digest).isEmpty()) {
      throw new DropletArchiveException("it lacks the blob " + digest);
    }
    byte[] bytes;
    try (InputStream in = images.open(repository, digest)) {
      bytes = small(in);
    }
    if (!Digest.of(digest.algorithm(), bytes).equals(digest)) {
      throw new DropletArchiveException("the registry has another content for the blob " + digest);
    }
    return bytes;
  }
}
