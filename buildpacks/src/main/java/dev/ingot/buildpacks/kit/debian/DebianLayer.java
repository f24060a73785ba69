package dev.ingot.buildpacks.kit.debian;

import dev.ingot.buildpacks.kit.BuildContext;
import dev.ingot.buildpacks.kit.BuildFailure;
import dev.ingot.buildpacks.kit.Digests;
import dev.ingot.buildpacks.kit.Files2;
import dev.ingot.buildpacks.kit.Freshness;
import dev.ingot.buildpacks.kit.Layer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A layer of unpacked packages. Looked up once a day; kept as it is while the versions are the same, and also when the mirror is away.
 *
 * @param name of the layer
 * @param packages Debian's names
 * @param depth whether dependencies come too
 * @param without packages that are left out although others say they need them
 * @param finishing work on the fresh tree, such as precompiling
 * @param recipe changes when {@code finishing} does, so that older layers are made anew
 */
public record DebianLayer(String name, List<String> packages, DebianPackages.Depth depth, Set<String> without, Finishing finishing, String recipe) {
  /** Work on a fresh tree. */
  @FunctionalInterface
  public interface Finishing {
    void finish(Layer layer) throws IOException;
  }

  /** Packages with all they need and no finishing. */
  public static DebianLayer of(String name, List<String> packages) {
    return new DebianLayer(name, packages, DebianPackages.Depth.WITH_DEPENDENCIES, Set.of(), layer -> { }, "");
  }

  public DebianLayer without(String... names) {
    return new DebianLayer(name, packages, depth, Set.of(names), finishing, recipe);
  }

  /** The packages alone. */
  public DebianLayer named() {
    return new DebianLayer(name, packages, DebianPackages.Depth.NAMED, without, finishing, recipe);
  }

  public DebianLayer finishing(String recipe, Finishing finishing) {
    return new DebianLayer(name, packages, depth, without, finishing, recipe);
  }

  /**
   * Makes or keeps the layer. Its metadata {@code packages} lists {@code name=version} words.
   *
   * @throws BuildFailure when the mirror or a package is not there and no earlier content can be used
   */
  public Layer install(BuildContext context, Freshness freshness, Layer.Type... types) throws IOException {
    var layer = context.layer(name).types(types);
    var key = Digests.key("1", recipe, depth.name(), String.join(" ", packages), String.join(" ", new java.util.TreeSet<>(without)));
    boolean usable = layer.has(key);
    if (usable && freshness.isFresh(layer.metadata("checked"))) {
      context.log().info(summary(layer) + " (from the cache)");
      return layer;
    }
    var scratch = Files.createTempDirectory("ingot-debian");
    try {
      var debian = new DebianPackages(scratch, without);
      var planned = debian.plan(packages, depth);
      if (!usable || !String.join(" ", planned).equals(layer.metadata("packages"))) {
        layer.replace(() -> {
          debian.unpack(planned, layer.dir());
          paths(layer);
          finishing.finish(layer);
          layer.metadata("key", key).metadata("packages", String.join(" ", planned));
        });
      }
      layer.metadata("checked", freshness.stamp());
      context.log().info(summary(layer));
    } catch (BuildFailure away) {
      if (!usable) {
        throw away;
      }
      context.log().warn("using the cached " + summary(layer) + ", because asking for newer ones failed: " + away.getMessage());
    } finally {
      Files2.delete(scratch);
    }
    return layer;
  }

  /** The version of one package of the layer, as Debian writes it; empty when it is not there. */
  public static String version(Layer layer, String packageName) {
    return Stream.of(layer.metadata("packages").split(" ")).filter(word -> word.startsWith(packageName + "=")).map(word -> word.substring(packageName.length() + 1)).findFirst().orElse("");
  }

  private String summary(Layer layer) {
    var words = layer.metadata("packages").split(" ");
    var main = packages.stream().map(name -> name.replaceFirst("[=/:].*", "")).map(name -> name + " " + version(layer, name)).map(String::strip).limit(6).toList();
    int more = words.length - main.size();
    return String.join(", ", main) + (more > 0 ? " and " + more + " more packages" : "");
  }

  /** What the system's own directories would have given. */
  static void paths(Layer layer) throws IOException {
    var dir = layer.dir();
    var libraries = new ArrayList<>(existing(dir, "usr/lib", "lib"));
    libraries.addAll(multiarch(dir, ""));
    var configured = dir.resolve("etc/ld.so.conf.d");
    if (Files.isDirectory(configured)) {
      for (var file : Files2.list(configured)) {
        Files2.boundedText(file, 1 << 16).lines().map(String::strip).filter(line -> line.startsWith("/")).forEach(line -> libraries.addAll(existing(dir, line.substring(1))));
      }
    }
    prepend(layer, "PATH", existing(dir, "usr/local/bin", "usr/sbin", "usr/bin", "sbin", "usr/games"));
    prepend(layer, "LD_LIBRARY_PATH", libraries);
    prepend(layer, "LIBRARY_PATH", libraries);
    var headers = new ArrayList<>(existing(dir, "usr/include"));
    if (!headers.isEmpty()) {
      headers.addAll(children(dir.resolve("usr/include"), "-linux-gnu"));
    }
    prepend(layer, "CPATH", headers);
    var descriptions = new ArrayList<>(existing(dir, "usr/share/pkgconfig", "usr/lib/pkgconfig"));
    descriptions.addAll(multiarch(dir, "pkgconfig"));
    prepend(layer, "PKG_CONFIG_PATH", descriptions);
  }

  private static List<Path> multiarch(Path dir, String below) throws IOException {
    var found = new ArrayList<Path>();
    for (var parent : existing(dir, "usr/lib", "lib")) {
      for (var triplet : children(parent, "-linux-gnu")) {
        if (Files.isDirectory(triplet.resolve(below))) {
          found.add(triplet.resolve(below).normalize());
        }
      }
    }
    return found;
  }

  private static List<Path> children(Path parent, String suffix) throws IOException {
    return Files2.list(parent).stream().filter(child -> child.getFileName().toString().endsWith(suffix) && Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)).toList();
  }

  private static List<Path> existing(Path dir, String... names) {
    return Stream.of(names).map(dir::resolve).filter(Files::isDirectory).toList();
  }

  private static void prepend(Layer layer, String name, List<Path> dirs) throws IOException {
    if (!dirs.isEmpty()) {
      layer.envPrepend(name, String.join(":", dirs.stream().map(Path::toString).distinct().toList()));
    }
  }
}
