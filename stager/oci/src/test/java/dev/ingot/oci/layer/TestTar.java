package dev.ingot.oci.layer;

import dev.ingot.oci.image.Descriptor;
import dev.ingot.oci.image.Digest;
import dev.ingot.oci.image.MediaTypes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Archives made entry by entry, also such as no good tool would write. */
final class TestTar {
  final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  final TarStream tar = new TarStream(bytes);

  TestTar file(String name, String content) throws IOException {
    byte[] data = content.getBytes(StandardCharsets.UTF_8);
    tar.file(name, 0644, 0, 0, data.length, new ByteArrayInputStream(data));
    return this;
  }

  TestTar directory(String name) throws IOException {
    return entry(name, '5', "");
  }

  TestTar entry(String name, char type, String link) throws IOException {
    tar.entry(name, type, 0755, 0, 0, link);
    return this;
  }

  TestTar pax(String records) throws IOException {
    bytes.write(TarHeader.encode("pax", 'x', 0644, 0, 0, records.length(), 0, ""));
    bytes.write(RawName.bytes(records));
    bytes.write(new byte[(TarHeader.BLOCK - records.length() % TarHeader.BLOCK) % TarHeader.BLOCK]);
    return this;
  }

  TestTar raw(byte[] block) throws IOException {
    bytes.write(block);
    return this;
  }

  byte[] done() throws IOException {
    tar.end();
    return bytes.toByteArray();
  }

  /** Unpacks a plain tar below `directory` under the name `layer`. */
  static Path unpack(byte[] tar, Path directory, Limits limits) throws IOException {
    var digest = Digest.sha256(tar);
    Path target = directory.resolve("layer");
    new LayerUnpacker(new LinuxPrivileged(), limits)
        .unpack(new ByteArrayInputStream(tar), new Descriptor(MediaTypes.LAYER, digest, tar.length), digest, target);
    return target;
  }

  static Path unpack(byte[] tar, Path directory) throws IOException {
    return unpack(tar, directory, Limits.DEFAULT);
  }

  static boolean isEmpty(Path directory) throws IOException {
    try (var list = Files.list(directory)) {
      return list.findAny().isEmpty();
    }
  }
}
