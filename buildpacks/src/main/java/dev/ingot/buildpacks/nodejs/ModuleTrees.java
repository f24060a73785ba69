package dev.ingot.buildpacks.nodejs;

import dev.ingot.buildpacks.kit.Files2;
import dev.ingot.buildpacks.kit.Layer;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The {@code node_modules} directories of an app: its own, and one for each package of a workspace that has some. They are moved into a layer, where they
 * stand to each other as they stood in the app, and links take their place. Links that lead from them to the app's own packages are made absolute, so they
 * lead there still.
 */
final class ModuleTrees {
  private static final String NAME = "node_modules";
  private static final int DEPTH = 6;
  /** What tools write with the time of the day: it would make each layer another. */
  private static final Set<String> STAMPED = Set.of(".modules.yaml", ".pnpm-workspace-state.json", ".pnpm-workspace-state-v1.json");
  private final Path app;

  ModuleTrees(Path app) {
    this.app = app;
  }

  /** Moves all of them into the layer; the app has none afterwards. */
  void store(Layer layer) throws IOException {
    for (var tree : trees(app)) {
      makeOutwardLinksAbsolute(tree);
      var to = layer.dir().resolve(app.relativize(tree));
      Files.createDirectories(to.getParent());
      Files2.move(tree, to);
    }
    // Without modules there is a directory all the same: the app may look into it.
    Files.createDirectories(layer.dir().resolve(NAME));
    for (var tree : trees(layer.dir())) {
      for (var stamped : STAMPED) {
        Files.deleteIfExists(tree.resolve(stamped));
      }
    }
  }

  /** Copies all of them into the layer, ready for {@link #link}, and leaves the app as it is. */
  void copy(Layer layer) throws IOException {
    for (var tree : trees(app)) {
      makeOutwardLinksAbsolute(tree);
      var to = layer.dir().resolve(app.relativize(tree));
      Files.createDirectories(to.getParent());
      Files2.copy(tree, to);
    }
    Files.createDirectories(layer.dir().resolve(NAME));
  }

  /** Puts links to the layer's trees into the app, in place of what is there. */
  void link(Layer layer) throws IOException {
    delete();
    for (var tree : trees(layer.dir())) {
      var place = app.resolve(layer.dir().relativize(tree));
      if (Files.isDirectory(place.getParent())) {
        Files.createSymbolicLink(place, tree);
        makeCommandsExecutable(tree.resolve(".bin"));
      }
    }
  }

  /** Puts copies of the layer's trees into the app: for tools that do not follow links out of the app. */
  void restore(Layer layer) throws IOException {
    delete();
    for (var tree : trees(layer.dir())) {
      var place = app.resolve(layer.dir().relativize(tree));
      if (Files.isDirectory(place.getParent())) {
        Files2.copy(tree, place);
        makeCommandsExecutable(place.resolve(".bin"));
      }
    }
  }

  /** Removes all of them, or the links in their place. */
  void delete() throws IOException {
    for (var tree : trees(app)) {
      Files2.delete(tree);
    }
  }

  boolean exist() throws IOException {
    return !trees(app).isEmpty();
  }

  /** Directories of the app that have a package.json, the app's own first; those in modules do not count. */
  List<Path> packages() throws IOException {
    var found = new ArrayList<Path>();
    walk(app, new ArrayList<>(), found);
    return found.stream().sorted().toList();
  }

  private static List<Path> trees(Path root) throws IOException {
    var found = new ArrayList<Path>();
    walk(root, found, new ArrayList<>());
    return found.stream().sorted().toList();
  }

  private static void walk(Path root, List<Path> trees, List<Path> packages) throws IOException {
    Files.walkFileTree(root, Set.of(), DEPTH, new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
        if (dir.endsWith(NAME)) {
          trees.add(dir);
          return FileVisitResult.SKIP_SUBTREE;
        }
        return dir.endsWith(".git") || dir.endsWith(".yarn") ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        if (file.endsWith(NAME)) {
          trees.add(file);
        } else if (file.endsWith("package.json") && attributes.isRegularFile()) {
          packages.add(file.getParent());
        }
        return FileVisitResult.CONTINUE;
      }
    });
  }

  private void makeOutwardLinksAbsolute(Path tree) throws IOException {
    if (Files.isSymbolicLink(tree)) {
      return;
    }
    List<Path> links;
    try (var files = Files.walk(tree)) {
      links = files.filter(Files::isSymbolicLink).toList();
    }
    for (var link : links) {
      var target = link.getParent().resolve(Files.readSymbolicLink(link)).normalize();
      if (target.startsWith(app) && Stream.of(app.relativize(target).toString().split("/")).noneMatch(NAME::equals)) {
        Files.delete(link);
        Files.createSymbolicLink(link, target);
      }
    }
  }

  /** Installing makes the app's own commands executable; with modules out of the cache nobody installs. */
  private void makeCommandsExecutable(Path bin) throws IOException {
    if (!Files.isDirectory(bin, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    for (var command : Files2.list(bin)) {
      if (Files.isSymbolicLink(command) && Files.readSymbolicLink(command).startsWith(app) && Files.isRegularFile(command) && command.toRealPath().startsWith(app.toRealPath())) {
        Files2.makeExecutable(command.toRealPath());
      }
    }
  }
}
