package dev.ingot.buildpacks.staticsite;

import dev.ingot.buildpacks.kit.BuildContext;
import dev.ingot.buildpacks.kit.BuildFailure;
import dev.ingot.buildpacks.kit.Files2;
import dev.ingot.buildpacks.kit.Freshness;
import dev.ingot.buildpacks.kit.Layer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** nginx and the libraries it needs beyond libc, in the layer {@code nginx}: bin/nginx, lib/, mime.types. */
final class Nginx {
  private static final List<String> PACKAGES = List.of("nginx", "nginx-common", "libpcre2-8-0", "libssl3", "zlib1g");
  private static final String KEY = "1";

  private Nginx() {}

  /** Installs the distribution's version, or keeps the one that is there, when it was looked up today or the mirror is away. */
  static Layer install(BuildContext context, Freshness freshness, Path scratch) throws IOException {
    var layer = context.layer("nginx").types(Layer.Type.LAUNCH, Layer.Type.CACHE);
    boolean usable = layer.has(KEY) && Files.isExecutable(layer.dir().resolve("bin/nginx"));
    if (usable && freshness.isFresh(layer.metadata("checked"))) {
      context.log().info(layer.metadata("version") + " (from the cache)");
      return layer;
    }
    var tree = Files.createDirectories(scratch.resolve("tree"));
    try {
      var versions = new DebianPackages(scratch).unpack(PACKAGES, tree);
      if (!usable || !versions.equals(layer.metadata("packages"))) {
        fill(layer, tree, versions);
      }
      context.log().info(layer.metadata("version"));
      layer.metadata("checked", freshness.stamp());
    } catch (BuildFailure away) {
      if (!usable) {
        throw away;
      }
      context.log().warn("using the cached " + layer.metadata("version") + ", because asking for a newer one failed: " + away.getMessage());
    }
    return layer;
  }

  private static void fill(Layer layer, Path tree, String versions) throws IOException {
    layer.clear();
    Files.createDirectories(layer.dir().resolve("bin"));
    Files.createDirectories(layer.dir().resolve("lib"));
    Files2.move(tree.resolve("usr/sbin/nginx"), layer.dir().resolve("bin/nginx"));
    Files2.move(tree.resolve("etc/nginx/mime.types"), layer.dir().resolve("mime.types"));
    for (var dir : List.of("lib", "usr/lib")) {
      if (Files.isDirectory(tree.resolve(dir))) {
        libraries(tree.resolve(dir), layer.dir().resolve("lib"));
      }
    }
    var nginx = versions.lines().flatMap(line -> java.util.Arrays.stream(line.split(" "))).filter(word -> word.startsWith("nginx=")).findFirst().orElse("nginx");
    layer.metadata("key", KEY).metadata("packages", versions).metadata("version", nginx.replace('=', ' '));
  }

  /** Takes the shared libraries and their links out of the multi-arch directories. */
  private static void libraries(Path from, Path to) throws IOException {
    List<Path> found;
    try (var files = Files.walk(from)) {
      found = files.filter(file -> file.getFileName().toString().matches("lib.*\\.so(\\..*)?") && !Files.isDirectory(file)).sorted().toList();
    }
    for (var file : found) {
      var target = to.resolve(file.getFileName());
      if (Files.isSymbolicLink(file)) {
        Files.createSymbolicLink(target, Files.readSymbolicLink(file).getFileName());
      } else {
        Files2.move(file, target);
      }
    }
  }
}
