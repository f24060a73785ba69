package dev.ingot.cell.it;

import dev.ingot.oci.image.Descriptor;
import dev.ingot.oci.image.Digest;
import dev.ingot.oci.image.ImageConfig;
import dev.ingot.oci.image.Manifest;
import dev.ingot.oci.image.MediaTypes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Images made in the test, as blobs by digest. */
final class TestImage {
  final Map<String, byte[]> blobs = new LinkedHashMap<>();
  final String digest;

  private TestImage(List<byte[]> tars, List<String> entrypoint) {
    ImageConfig config = ImageConfig.empty(ImageConfig.hostArchitecture(), "linux").withEntrypoint(entrypoint)
        .withEnv(Map.of("FROM_IMAGE", "yes", "PORT", "1")).withWorkingDirectory("/home/vcap/app");
    List<Descriptor> layers = new java.util.ArrayList<>();
    for (byte[] tar : tars) {
      blobs.put(Digest.sha256(tar).value(), tar);
      layers.add(new Descriptor(MediaTypes.LAYER, Digest.sha256(tar), tar.length));
      config = config.withLayer(Digest.sha256(tar), "test");
    }
    byte[] configBytes = config.toBytes();
    blobs.put(Digest.sha256(configBytes).value(), configBytes);
    byte[] manifest = new Manifest(new Descriptor(MediaTypes.CONFIG, Digest.sha256(configBytes), configBytes.length), layers).toBytes();
    digest = Digest.sha256(manifest).value();
    blobs.put(digest, manifest);
  }

  /** The Go app of src/test/resources/app in a root file system with nothing else. */
  static TestImage app(Path work) throws IOException, InterruptedException {
    Path binary = work.resolve("app");
    ProcessBuilder builder = new ProcessBuilder("/usr/local/go/bin/go", "build", "-o", binary.toString(), ".")
        .directory(Path.of("src/test/resources/app").toFile()).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("CGO_ENABLED", "0");
    Process go = builder.start();
    go.getOutputStream().close();
    if (go.waitFor() != 0) {
      throw new IOException("go build failed");
    }
    return new TestImage(List.of(tar(t -> {
      dir(t, "home/", 0, 0755);
      dir(t, "home/vcap/", 2000, 0755);
      dir(t, "home/vcap/app/", 2000, 0755);
      dir(t, "home/vcap/tmp/", 2000, 0755);
      dir(t, "tmp/", 0, 01777);
      dir(t, "etc/", 0, 0755);
    }), tar(t -> {
      TarArchiveEntry entry = new TarArchiveEntry("home/vcap/app/app");
      byte[] content = Files.readAllBytes(binary);
      entry.setSize(content.length);
      entry.setMode(0755);
      t.putArchiveEntry(entry);
      t.write(content);
      t.closeArchiveEntry();
    })), List.of("/home/vcap/app/app"));
  }

  /** busybox with a shell: enough of a build image. */
  static TestImage busybox() throws IOException {
    return new TestImage(List.of(tar(t -> {
      for (String name : List.of("bin/", "etc/", "home/")) {
        dir(t, name, 0, 0755);
      }
      dir(t, "tmp/", 0, 01777);
      TarArchiveEntry busybox = new TarArchiveEntry("bin/busybox");
      byte[] content = Files.readAllBytes(Path.of("/usr/bin/busybox"));
      busybox.setSize(content.length);
      busybox.setMode(0755);
      t.putArchiveEntry(busybox);
      t.write(content);
      t.closeArchiveEntry();
      TarArchiveEntry shell = new TarArchiveEntry("bin/sh", (byte) '2');
      shell.setLinkName("busybox");
      t.putArchiveEntry(shell);
      t.closeArchiveEntry();
    })), List.of("/bin/sh"));
  }

  /** A layer that climbs out of its directory. */
  static TestImage hostile() throws IOException {
    return new TestImage(List.of(tar(t -> {
      TarArchiveEntry entry = new TarArchiveEntry("../../../../../../tmp/ingot-escaped");
      entry.setSize(3);
      t.putArchiveEntry(entry);
      t.write(new byte[3]);
      t.closeArchiveEntry();
    })), List.of("/x"));
  }

  interface Content {
    void write(TarArchiveOutputStream tar) throws IOException;
  }

  private static byte[] tar(Content content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      content.write(tar);
    }
    return bytes.toByteArray();
  }

  private static void dir(TarArchiveOutputStream tar, String name, int owner, int mode) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setMode(mode);
    entry.setUserId(owner);
    entry.setGroupId(owner);
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
  }
}
