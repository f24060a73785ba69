package dev.ingot.buildpacks.apt;

import dev.ingot.buildpacks.kit.BuildContext;
import dev.ingot.buildpacks.kit.Buildpack;
import dev.ingot.buildpacks.kit.Files2;
import dev.ingot.buildpacks.kit.Freshness;
import dev.ingot.buildpacks.kit.Layer;
import dev.ingot.buildpacks.kit.debian.DebianLayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** The entry of {@code bin/build}. */
public final class Build implements Buildpack {
  public static void main(String[] args) {
    Buildpack.main(args, new Build());
  }

  @Override
  public void build(BuildContext context) throws IOException {
    var wishes = Wishes.of(context);
    if (wishes.packages().isEmpty()) {
      context.log().warn("no Debian package is asked for");
      return;
    }
    context.log().step("Unpacking Debian packages");
    var layer = DebianLayer.of("apt", wishes.packages()).finishing("2", Build::languages).install(context, Freshness.daily(), Layer.Type.BUILD, Layer.Type.LAUNCH, Layer.Type.CACHE);
    context.log().info(layer.metadata("packages").split(" ").length + " packages; programs are on PATH, libraries on LD_LIBRARY_PATH, and APT_ROOT is their directory");
  }

  /** Where the packages' modules lie for the languages that Debian packs them for. */
  private static void languages(Layer layer) throws IOException {
    var dir = layer.dir();
    layer.envDefault("APT_ROOT", dir.toString());
    var paths = new LinkedHashMap<String, List<Path>>();
    paths.put("PYTHONPATH", List.of(dir.resolve("usr/lib/python3/dist-packages")));
    paths.put("PERL5LIB", matching(dir, "usr/share/perl5", "usr/lib/*/perl5/*", "usr/lib/*/perl-base"));
    paths.put("RUBYLIB", matching(dir, "usr/lib/ruby/vendor_ruby", "usr/lib/*/ruby/vendor_ruby/*"));
    paths.put("GEM_PATH", matching(dir, "usr/share/rubygems-integration/*", "usr/lib/*/rubygems-integration/*"));
    for (var path : paths.entrySet()) {
      var there = path.getValue().stream().filter(Files::isDirectory).map(Path::toString).toList();
      if (!there.isEmpty()) {
        layer.envPrepend(path.getKey(), String.join(":", there));
      }
    }
    if (Files.isDirectory(dir.resolve("usr/share/fonts"))) {
      layer.envDefault("XDG_DATA_DIRS", dir.resolve("usr/share") + ":/usr/local/share:/usr/share");
    }
  }

  /** Directories by a path in which {@code *} is any one name. */
  private static List<Path> matching(Path dir, String... patterns) throws IOException {
    var found = new ArrayList<Path>();
    for (var pattern : patterns) {
      var open = List.of(dir);
      for (var word : pattern.split("/")) {
        var next = new ArrayList<Path>();
        for (var parent : open) {
          if (!word.equals("*")) {
            next.add(parent.resolve(word));
          } else if (Files.isDirectory(parent)) {
            next.addAll(Files2.list(parent));
          }
        }
        open = next;
      }
      found.addAll(open);
    }
    return found;
  }
}
