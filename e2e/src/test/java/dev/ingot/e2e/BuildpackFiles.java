package dev.ingot.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Makes buildpacks as their authors do. */
final class BuildpackFiles {
  private BuildpackFiles() {}

  /** A file to run. */
  static void script(Path file, String body) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\nset -eu\n" + body + "\n");
    file.toFile().setExecutable(true, false);
  }

  /**
   * A `.cnb` as `pack buildpack package` writes it (an OCI image layout in a tar, uncompressed layers) with a composite and its one part, which takes apps with
   * a `parts.txt`.
   */
  static Path composite(Path work, String id, String part, String build) throws Exception {
    Path root = work.resolve("root");
    Path inside = root.resolve("cnb/buildpacks/" + part.replace('/', '_') + "/1.0.0");
    script(inside.resolve("bin/detect"), "[ -f parts.txt ] || exit 100");
    script(inside.resolve("bin/build"), build);
    Files.writeString(inside.resolve("buildpack.toml"), "api = \"0.10\"\n[buildpack]\nid = \"" + part + "\"\nversion = \"1.0.0\"\n[[targets]]\nos = \"linux\"\n");
    Path whole = Files.createDirectories(root.resolve("cnb/buildpacks/" + id.replace('/', '_') + "/1.0.0"));
    Files.writeString(whole.resolve("buildpack.toml"), "api = \"0.10\"\n[buildpack]\nid = \"" + id + "\"\nversion = \"1.0.0\"\nname = \"All\"\n[[order]]\n[[order.group]]\nid = \"" + part + "\"\nversion = \"1.0.0\"\n");
    Path layout = work.resolve("layout");
    Path layer = work.resolve("layer.tar");
    tar(root, layer, "cnb");
    String layerDigest = blob(layout, Files.readAllBytes(layer));
    String label = "{\\\"id\\\":\\\"" + id + "\\\",\\\"version\\\":\\\"1.0.0\\\"}";
    byte[] config = ("{\"architecture\":\"amd64\",\"os\":\"linux\",\"config\":{\"Labels\":{\"io.buildpacks.buildpackage.metadata\":\"" + label + "\"}},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\""
        + layerDigest + "\"]}}").getBytes();
    byte[] manifest = ("{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"config\":" + descriptor("config.v1+json", blob(layout, config), config.length)
        + ",\"layers\":[" + descriptor("layer.v1.tar", layerDigest, Files.size(layer)) + "]}").getBytes();
    Files.writeString(layout.resolve("index.json"), "{\"schemaVersion\":2,\"manifests\":[" + descriptor("manifest.v1+json", blob(layout, manifest), manifest.length) + "]}");
    Files.writeString(layout.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
    Path cnb = work.resolve("all.cnb");
    tar(layout, cnb, "blobs", "index.json", "oci-layout");
    return cnb;
  }

  private static void tar(Path directory, Path target, String... names) {
    var command = new java.util.ArrayList<>(List.of("tar", "--owner=0", "--group=0", "-cf", target.toString()));
    command.addAll(List.of(names));
    Commands.run(directory, Map.of(), Duration.ofMinutes(1), command).mustSucceed();
  }

  private static String blob(Path layout, byte[] content) throws IOException, NoSuchAlgorithmException {
    String hex = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    Files.write(Files.createDirectories(layout.resolve("blobs/sha256")).resolve(hex), content);
    return "sha256:" + hex;
  }

  private static String descriptor(String type, String digest, long size) {
    return "{\"mediaType\":\"application/vnd.oci.image." + type + "\",\"digest\":\"" + digest + "\",\"size\":" + size + "}";
  }
}
