package dev.ingot.stager.files;

import dev.ingot.stager.sandbox.Sandboxes.Mount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The directories of one staging, on the host and as the build container sees them. */
public record Workspace(Path root) {
  /** App directory in container and image; CF's. */
  public static final String APP = "/home/vcap/app";
  public static final String LAYERS = "/layers";
  public static final String PLATFORM = "/platform";
  public static final String PLANS = "/plans";
  public static final String BINDINGS = PLATFORM + "/bindings";
  public static final String BUILDPACKS = "/cnb/buildpacks";
  public static final String PROJECT = "/cnb/project";
  public static final String GENERATED = "/generated";

  /** Makes the directories; only the app belongs to the build user, so that no buildpack can swap another's layers directory or plan. */
  public static Workspace create(Path root) throws IOException {
    var workspace = new Workspace(root);
    Files.createDirectories(workspace.layers());
    Files.createDirectories(workspace.platformEnv());
    SafeFiles.buildUserDirectory(workspace.app());
    Files.createDirectories(workspace.plans());
    Files.createDirectories(workspace.projectBuildpacks());
    Files.createDirectories(workspace.generated());
    Files.createDirectories(workspace.blobs());
    return workspace;
  }

  public Path app() {
    return home().resolve("app");
  }

  /** Holds the app, and what classic buildpacks have beside it. */
  public Path home() {
    return root.resolve("home");
  }

  public Path layers() {
    return root.resolve("layers");
  }

  public Path platformEnv() {
    return root.resolve("platform/env");
  }

  /** Bound services, a directory each; there only when there are some. */
  public Path bindings() {
    return root.resolve("platform/bindings");
  }

  /** Buildpacks that this app alone brings along, seen at {@link #PROJECT}. */
  public Path projectBuildpacks() {
    return root.resolve("buildpacks");
  }

  /** What image extensions generate, a directory each. */
  public Path generated() {
    return root.resolve("generated");
  }

  public Path plans() {
    return root.resolve("plans");
  }

  /** Finished layer blobs, not seen by the container. */
  public Path blobs() {
    return root.resolve("blobs");
  }

  /** What the container mounts. */
  public List<Mount> mounts(Path buildpacks) {
    var mounts = new ArrayList<>(List.of(new Mount(app(), APP, false)));
    mounts.addAll(mountsBesideApp(buildpacks));
    return mounts;
  }

  /** The same without the app. */
  public List<Mount> mountsBesideApp(Path buildpacks) {
    return List.of(new Mount(layers(), LAYERS, false), new Mount(root.resolve("platform"), PLATFORM, true), new Mount(plans(), PLANS, false),
        new Mount(buildpacks, BUILDPACKS, true), new Mount(projectBuildpacks(), PROJECT, true), new Mount(generated(), GENERATED, false));
  }
}
