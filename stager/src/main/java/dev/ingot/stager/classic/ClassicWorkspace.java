package dev.ingot.stager.classic;

import dev.ingot.oci.layer.Trees;
import dev.ingot.stager.build.BuiltLayer;
import dev.ingot.stager.buildpack.Buildpack;
import dev.ingot.stager.files.SafeFiles;
import dev.ingot.stager.files.StageException;
import dev.ingot.stager.files.Workspace;
import dev.ingot.stager.sandbox.Sandboxes.Mount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The directories classic scripts work in: app, deps and profile.d at the paths they have when the app runs, so that paths written down while
 * building are right; caches at `/tmp/cache`, fetched buildpacks at `/tmp/buildpacks`. App, deps and temporary files are on one mount: scripts
 * rename between them, which no kernel does from one mount to another. Afterwards they become layers. Source: buildpacks-and-images.md §3.2, §3.8.
 */
final class ClassicWorkspace {
  /** One mount with app, deps, profile.d and tmp. */
  static final String HOME = "/home/vcap";
  static final String DEPS = "/home/vcap/deps";
  static final String PROFILE = "/home/vcap/profile.d";
  /** `TMPDIR` of the scripts. */
  static final String TEMPORARY = HOME + "/tmp";
  static final String CACHE = "/tmp/cache";
  static final String FETCHED = "/tmp/buildpacks";
  /** Cache of the last buildpack, whichever it is. */
  static final String FINAL = "final";

  /** What all of this is to the rest of the lifecycle: one buildpack whose layers are the caches, the deps and the profile scripts. API 0.8: processes run by a shell. */
  static final Buildpack AS_CNB = new Buildpack("cf/classic", "1", "Classic buildpacks", "", 8, false, List.of(), Path.of("/"));

  private final Workspace workspace;
  private final Path root;

  ClassicWorkspace(Workspace workspace) {
    this.workspace = workspace;
    this.root = workspace.root().resolve("classic");
  }

  /** Makes the directories; to be called before the build container is opened. */
  void create() throws IOException {
    Files.createDirectories(root);
    for (Path directory : List.of(workspace.home(), deps(), profile(), workspace.home().resolve("tmp"), fetched(), layers())) {
      SafeFiles.buildUserDirectory(directory);
    }
  }

  List<Mount> mounts() {
    return List.of(new Mount(workspace.home(), HOME, false), new Mount(fetched(), FETCHED, false), new Mount(layers(), CACHE, false));
  }

  Path app() {
    return workspace.app();
  }

  Path deps() {
    return workspace.home().resolve("deps");
  }

  Path fetched() {
    return root.resolve("buildpacks");
  }

  private Path profile() {
    return workspace.home().resolve("profile.d");
  }

  private Path layers() {
    return workspace.layers().resolve(AS_CNB.dirName());
  }

  /**
   * Fails when a script put something else in the place of a directory this platform works in: it may rename what is on the one mount, and a link
   * there would lead us to the machine's own files. To be called after each script, when nothing of it runs any more.
   */
  void requireIntact(String script) throws StageException {
    for (Path directory : List.of(workspace.home(), app(), deps(), profile())) {
      if (!SafeFiles.isDirectory(directory)) {
        throw new StageException("StagingError", script + " removed or replaced " + HOME + "/" + directory.getFileName() + ", which belongs to the platform",
            "Report this to the buildpack's authors.");
      }
    }
  }

  /** The cache directory of this name, made when nothing was restored; as the container sees it. */
  String cache(String name) throws IOException {
    SafeFiles.buildUserDirectory(layers().resolve(name));
    return CACHE + "/" + name;
  }

  /** Makes `deps/<index>` anew, empty. */
  void index(String index) throws IOException {
    Trees.delete(deps().resolve(index));
    SafeFiles.buildUserDirectory(deps().resolve(index));
  }

  void dropIndex(String index) throws IOException {
    Trees.delete(deps().resolve(index));
  }

  /** Moves what the scripts left to where layers are, after the last of them ended. @param caches in use; others are not kept */
  List<BuiltLayer> layers(List<String> indices, List<String> caches) throws IOException {
    var layers = new ArrayList<BuiltLayer>();
    for (String cache : caches) {
      layers.add(new BuiltLayer(cache, false, false, true, Map.of()));
    }
    for (String index : indices) {
      if (SafeFiles.isDirectory(deps().resolve(index)) && !SafeFiles.children(deps().resolve(index)).isEmpty()) {
        layers.add(placed("deps-" + index, deps().resolve(index), DEPS + "/" + index));
      }
    }
    layers.add(placed("deps", deps(), DEPS));
    layers.add(placed("profile", profile(), PROFILE));
    layers.add(launch());
    return layers;
  }

  private BuiltLayer placed(String name, Path from, String place) throws IOException {
    Path to = layers().resolve(name);
    Trees.delete(to);
    Files.move(from, to);
    return new BuiltLayer(name, true, false, false, Map.of(), place);
  }

  /** What the launcher does for every process and command: CF's variables, and its profile scripts. */
  private BuiltLayer launch() throws IOException {
    Path layer = layers().resolve("launch");
    Trees.delete(layer);
    Files.createDirectories(layer.resolve("env.launch"));
    Files.createDirectories(layer.resolve("profile.d"));
    Files.writeString(layer.resolve("env.launch/HOME.override"), Workspace.APP);
    Files.writeString(layer.resolve("env.launch/DEPS_DIR.override"), DEPS);
    Files.writeString(layer.resolve("env.launch/TMPDIR.override"), TEMPORARY);
    try (var in = ClassicWorkspace.class.getResourceAsStream("profile.sh")) {
      Files.write(layer.resolve("profile.d/classic.sh"), java.util.Objects.requireNonNull(in).readAllBytes());
    }
    return new BuiltLayer("launch", true, false, false, Map.of());
  }
}
