package dev.ingot.stager.export;

import dev.ingot.oci.image.Digest;
import dev.ingot.oci.layer.Owner;
import dev.ingot.stager.files.SafeFiles;
import dev.ingot.stager.files.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The app directory as one layer, or as slices and one layer for the rest. Source: buildpacks-and-images.md §1.12. */
final class AppLayers {
  private static final Owner VCAP = new Owner(2000, 2000);

  private final Path app;
  private final List<List<String>> slices;

  AppLayers(Path app, List<List<String>> slices) {
    this.app = app;
    this.slices = slices;
  }

  List<Digest> add(LayerStore layers) throws IOException {
    var diffIds = new ArrayList<Digest>();
    Set<Path> taken = new HashSet<>();
    int number = 0;
    for (List<String> patterns : slices) {
      Set<Path> slice = new HashSet<>();
      collect(app, patterns, false, taken, slice);
      if (!slice.isEmpty()) {
        taken.addAll(slice);
        var withParents = withParents(slice);
        diffIds.add(layers.add("Application Slice: " + ++number, tar -> write(tar, withParents::contains)));
      }
    }
    String name = number == 0 ? "Application Layer" : "Application Slice: " + (number + 1);
    diffIds.add(layers.add(name, tar -> write(tar, path -> SafeFiles.isDirectory(path) || !taken.contains(path))));
    return diffIds;
  }

  private void write(dev.ingot.oci.layer.LayerTarWriter tar, java.util.function.Predicate<Path> wanted) throws IOException {
    tar.directory("/home", 0755, Owner.ROOT);
    tar.directory("/home/vcap", 0755, VCAP);
    tar.tree(app, Workspace.APP, VCAP, wanted);
  }

  private void collect(Path directory, List<String> patterns, boolean whole, Set<Path> taken, Set<Path> slice) throws IOException {
    for (Path child : SafeFiles.children(directory)) {
      boolean mine = whole || matches(patterns, app.relativize(child).toString());
      if (SafeFiles.isDirectory(child)) {
        if (mine) {
          slice.add(child);
        }
        collect(child, patterns, mine, taken, slice);
      } else if (mine && !taken.contains(child)) {
        slice.add(child);
      }
    }
  }

  private static boolean matches(List<String> patterns, String relative) {
    return patterns.stream().anyMatch(pattern -> {
      String p = pattern.startsWith(Workspace.APP + "/") ? pattern.substring(Workspace.APP.length() + 1) : pattern.startsWith("./") ? pattern.substring(2) : pattern;
      return GoGlob.matches(p.endsWith("/") ? p.substring(0, p.length() - 1) : p, relative);
    });
  }

  private Set<Path> withParents(Set<Path> paths) {
    var all = new HashSet<>(paths);
    for (Path path : paths) {
      for (Path at = path.getParent(); at != null && at.startsWith(app); at = at.getParent()) {
        all.add(at);
      }
    }
    return all;
  }
}
