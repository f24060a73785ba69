package dev.ingot.oci.layer;

import dev.ingot.oci.image.Descriptor;
import dev.ingot.oci.image.Digest;
import dev.ingot.oci.image.MediaTypes;
import io.airlift.compress.v3.MalformedInputException;
import io.airlift.compress.v3.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Unpacks one layer into a directory for overlayfs: whiteouts become character devices 0:0, opaque directories get
 * `trusted.overlay.opaque=y`. Reads hostile input: nothing is written outside the directory, limits hold while streaming, and the
 * directory appears under its name only after digest, size and diff ID are verified. Source: OCI image-spec, layer.md;
 * buildpacks-and-images.md §6. Several layers may be unpacked at once, each into its own directory.
 */
public final class LayerUnpacker {
  private final Privileged privileged;
  private final Limits limits;

  public LayerUnpacker(Privileged privileged, Limits limits) {
    this.privileged = privileged;
    this.limits = limits;
  }

  /**
   * Unpacks and publishes.
   *
   * @param blob the layer as transferred; read to its end, not closed
   * @param descriptor what the manifest says: media type, digest, size
   * @param diffId what the config says
   * @param target must not exist; its parent must, be writable by us only, and be on the same file system
   * @throws LayerException when the content breaks a rule or does not match; `target` was not made and nothing is left beside it
   */
  public Unpacked unpack(InputStream blob, Descriptor descriptor, Digest diffId, Path target) throws IOException {
    if (!MediaTypes.isReadableLayer(descriptor.mediaType())) {
      throw new LayerException("layer " + descriptor.digest() + " has the type " + descriptor.mediaType() + ", which cannot be unpacked; use gzip, zstd or plain tar");
    }
    Path work = target.resolveSibling(".unpacking-" + UUID.randomUUID());
    Files.createDirectory(work);
    boolean done = false;
    try {
      Files.setAttribute(work, "unix:mode", 0755);
      Unpacked unpacked = fill(blob, descriptor, diffId, work, parts -> true);
      Files.move(work, target, StandardCopyOption.ATOMIC_MOVE);
      done = true;
      return unpacked;
    } catch (ZipException | java.io.EOFException | MalformedInputException e) {
      throw new LayerException("layer " + descriptor.digest() + " is damaged: " + e.getMessage(), e);
    } finally {
      if (!done) {
        Trees.delete(work);
      }
    }
  }

  /**
   * Applies what a layer has below one directory onto a tree that other layers may have filled before. The tree belongs to who calls:
   * owners, times of directories and attributes are not taken over.
   *
   * @param below parts of a directory's name, e.g. `cnb`, `buildpacks`
   * @throws LayerException as {@link #unpack}; also for whiteouts and FIFOs below that directory. The tree must be thrown away then
   */
  public static void unpackPart(InputStream blob, Descriptor descriptor, Digest diffId, List<String> below, Path tree, Limits limits) throws IOException {
    if (!MediaTypes.isReadableLayer(descriptor.mediaType())) {
      throw new LayerException("layer " + descriptor.digest() + " has the type " + descriptor.mediaType() + ", which cannot be unpacked");
    }
    try {
      new LayerUnpacker(new PlainTree(), limits).fill(blob, descriptor, diffId, tree,
          parts -> parts.size() > below.size() && parts.subList(0, below.size()).equals(below));
    } catch (ZipException | java.io.EOFException | MalformedInputException e) {
      throw new LayerException("layer " + descriptor.digest() + " is damaged: " + e.getMessage(), e);
    }
  }

  private Unpacked fill(InputStream blob, Descriptor descriptor, Digest diffId, Path work, Predicate<List<String>> wanted) throws IOException {
    var outer = new MeteredInput(blob, descriptor.digest().algorithm(), descriptor.size());
    InputStream plain = plain(outer, descriptor.mediaType());
    var inner = new MeteredInput(plain, diffId.algorithm(), limits.bytes());
    inner.ratio(outer, limits.ratio());
    var reader = new BufferedInputStream(inner, 64 * 1024);
    Unpacked unpacked = new EntryApplier(work, privileged, limits, wanted).apply(new TarReader(reader));
    // bytes after the end of the archive still belong to both digests
    reader.transferTo(java.io.OutputStream.nullOutputStream());
    outer.transferTo(java.io.OutputStream.nullOutputStream());
    if (outer.count() != descriptor.size()) {
      throw new LayerException("layer " + descriptor.digest() + " has " + outer.count() + " bytes, the manifest says " + descriptor.size());
    }
    mustBe(descriptor.digest(), outer.digest(), "digest");
    mustBe(diffId, inner.digest(), "diff ID");
    return new Unpacked(unpacked.entries(), inner.count(), unpacked.devicesSkipped());
  }

  static InputStream plain(InputStream packed, String mediaType) throws IOException {
    if (MediaTypes.isZstdLayer(mediaType)) {
      return new ZstdInputStream(packed);
    }
    return MediaTypes.isGzipLayer(mediaType) ? new GZIPInputStream(packed, 64 * 1024) : packed;
  }

  private static void mustBe(Digest expected, Digest actual, String what) throws LayerException {
    if (!expected.equals(actual)) {
      throw new LayerException("the layer's " + what + " is " + actual + ", expected " + expected + "; it was changed on the way or the image is wrong");
    }
  }

  /**
   * What was unpacked.
   *
   * @param bytes of the tar
   * @param devicesSkipped device nodes left out: containers get their own /dev
   */
  public record Unpacked(long entries, long bytes, long devicesSkipped) {}
}
