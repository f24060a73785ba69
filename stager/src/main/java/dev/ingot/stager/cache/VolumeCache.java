package dev.ingot.stager.cache;

import dev.ingot.oci.image.Descriptor;
import dev.ingot.oci.image.Digest;
import dev.ingot.oci.image.ImageFormatException;
import dev.ingot.oci.image.MediaTypes;
import dev.ingot.oci.image.OciJson;
import dev.ingot.oci.layer.LayerUnpacker;
import dev.ingot.oci.layer.Limits;
import dev.ingot.oci.layer.LinuxPrivileged;
import dev.ingot.oci.layer.Trees;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;

/** The cached layers of one app, as plain tars named by diff ID. Source: buildpacks-and-images.md §1.10. One staging of the app at a time. */
public final class VolumeCache {
  private static final String INDEX = "io.buildpacks.lifecycle.cache.metadata";

  private final Path committed;
  private final Path staging;
  private final Path backup;

  public VolumeCache(Path root) throws IOException {
    Files.createDirectories(root);
    committed = root.resolve("committed");
    staging = root.resolve("staging");
    backup = root.resolve("committed-backup");
    if (!Files.exists(committed) && Files.exists(backup)) {
      Files.move(backup, committed);
    }
    Trees.delete(staging);
  }

  /** What the cache holds; an empty object when nothing or unreadable. */
  public JsonNode index() {
    try {
      return OciJson.object(Files.readAllBytes(committed.resolve(INDEX)), "cache index");
    } catch (IOException | ImageFormatException e) {
      return OciJson.object();
    }
  }

  /** Unpacks a cached layer below `target`, which must not exist, with the paths it has in an image. False = not there or damaged. */
  public boolean extract(Digest diffId, Path target) throws IOException {
    Path blob = blob(committed, diffId);
    if (!Files.isRegularFile(blob)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(blob)) {
      new LayerUnpacker(new LinuxPrivileged(), Limits.DEFAULT).unpack(in, new Descriptor(MediaTypes.LAYER, diffId, Files.size(blob)), diffId, target);
      return true;
    } catch (dev.ingot.oci.layer.LayerException e) {
      return false;
    }
  }

  /** Starts the next content. */
  public void begin() throws IOException {
    Trees.delete(staging);
    Files.createDirectories(staging);
  }

  /** Takes a layer over from the present content without writing it again; false = it is not there. */
  public boolean keep(Digest diffId) throws IOException {
    if (Files.exists(blob(staging, diffId))) {
      return true;
    }
    if (!Files.isRegularFile(blob(committed, diffId))) {
      return false;
    }
    Files.createLink(blob(staging, diffId), blob(committed, diffId));
    return true;
  }

  /** Where a new layer is to be written. */
  public Path newBlob(Digest diffId) {
    return blob(staging, diffId);
  }

  /** Makes the next content the present one. */
  public void commit(JsonNode index) throws IOException {
    Files.write(staging.resolve(INDEX), OciJson.bytes(index));
    Trees.delete(backup);
    if (Files.exists(committed)) {
      Files.move(committed, backup);
    }
    Files.move(staging, committed);
    Trees.delete(backup);
  }

  private static Path blob(Path directory, Digest diffId) {
    return directory.resolve(diffId.value() + ".tar");
  }
}
