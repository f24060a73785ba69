package dev.ingot.stager.prepare;

import dev.ingot.oci.archive.ImageArchive;
import dev.ingot.oci.buildpackage.Buildpackage;
import dev.ingot.oci.image.ImageFormatException;
import dev.ingot.oci.layer.Trees;
import dev.ingot.stager.buildpack.Buildpack;
import dev.ingot.stager.buildpack.BuildpackStore;
import dev.ingot.stager.buildpack.Descriptor;
import dev.ingot.stager.buildpack.Member;
import dev.ingot.stager.files.Addresses;
import dev.ingot.stager.files.SafeFiles;
import dev.ingot.stager.files.StageException;
import dev.ingot.stager.files.Workspace;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The buildpacks `project.toml` asks for: of the platform, in a directory, zip or buildpackage of the app, a zip or buildpackage by address, or written down as a script. */
public final class ProjectBuildpacks {
  private static final long MAX_ARCHIVE_BYTES = 2L << 30;
  private static final List<String> BUILDER_PREFIXES = List.of("urn:cnb:builder:", "from=builder:");

  private final Workspace workspace;
  private final BuildpackStore store;
  private final Map<String, Path> brought;
  private final Map<String, Path> fetched;
  private int made;

  /** @param fetched what the project names by address, where it is now */
  public ProjectBuildpacks(Prepared prepared, BuildpackStore store, Map<String, Path> fetched) {
    this.workspace = prepared.workspace();
    this.brought = prepared.brought();
    this.store = store;
    this.fetched = Map.copyOf(fetched);
  }

  /**
   * The groups to try as the project wants them.
   *
   * @param groups the platform's, or what the user named
   * @param named the user named buildpacks: they win over the project's group, not over its pre and post groups
   * @throws StageException for a buildpack that cannot be had, naming it and why
   */
  public List<List<Member>> applyTo(List<List<Member>> groups, ProjectDescriptor project, boolean named) throws StageException {
    List<List<Member>> chosen = project.group().isEmpty() || named ? groups : List.of(store.withJoiners(members(project.group())));
    var before = members(project.before());
    var after = members(project.after());
    if (before.isEmpty() && after.isEmpty()) {
      return chosen;
    }
    return chosen.stream().map(group -> {
      var whole = new ArrayList<>(before);
      whole.addAll(group);
      whole.addAll(after);
      return List.copyOf(whole);
    }).toList();
  }

  private List<Member> members(List<ProjectDescriptor.Wanted> wanted) throws StageException {
    var members = new ArrayList<Member>();
    for (var one : wanted) {
      try {
        members.add(new Member(buildpack(one), false, one.execEnv()));
      } catch (IOException e) {
        throw refused(one, String.valueOf(e.getMessage()));
      } catch (IllegalArgumentException e) {
        throw refused(one, "it is no address");
      }
    }
    return members;
  }

  private Buildpack buildpack(ProjectDescriptor.Wanted wanted) throws IOException, StageException {
    if (wanted.script() != null) {
      return inline(wanted, wanted.script());
    }
    if (wanted.uri().isEmpty()) {
      return store.find(wanted.shown());
    }
    for (String prefix : BUILDER_PREFIXES) {
      if (wanted.uri().startsWith(prefix)) {
        return store.find(wanted.uri().substring(prefix.length()));
      }
    }
    var found = FetchedBuildpacks.isAddress(wanted.uri()) ? fetched(wanted) : local(wanted);
    if (!wanted.id().isEmpty() && !found.id().equals(wanted.id())) {
      throw refused(wanted, "it is the buildpack " + found.ref());
    }
    return found;
  }

  private Buildpack fetched(ProjectDescriptor.Wanted wanted) throws IOException, StageException {
    Path file = fetched.get(wanted.uri());
    if (file == null) {
      throw new IOException("it was not fetched");
    }
    String path = URI.create(wanted.uri()).getPath();
    return usable(wanted, archive(wanted, file, path == null ? "" : path));
  }

  private Buildpack local(ProjectDescriptor.Wanted wanted) throws IOException, StageException {
    if (wanted.uri().startsWith("docker:")) {
      throw refused(wanted, "images of buildpacks are named when the app is pushed: -b " + wanted.uri());
    }
    if (!BroughtBuildpacks.isPath(wanted.uri())) {
      throw refused(wanted, "only an address with http or https, a path inside of the app or a buildpack of the platform can be named");
    }
    Path file = brought.get(wanted.uri());
    if (file == null) {
      throw refused(wanted, "there is no '" + wanted.uri() + "' in the app");
    }
    return usable(wanted, SafeFiles.isDirectory(file) ? BuildpackStore.read(file, seen(file)) : archive(wanted, file, wanted.uri()));
  }

  private Buildpack archive(ProjectDescriptor.Wanted wanted, Path file, String name) throws IOException, StageException {
    if (name.endsWith(".zip")) {
      Path directory = next();
      new PackageUnzipper(directory, MAX_ARCHIVE_BYTES).unzip(file);
      return BuildpackStore.read(directory, seen(directory));
    }
    if (name.endsWith(".cnb")) {
      return buildpackage(file);
    }
    throw refused(wanted, "'" + name + "' is neither a directory nor a .zip nor a .cnb file");
  }

  private static Buildpack usable(ProjectDescriptor.Wanted wanted, Buildpack found) throws IOException, StageException {
    if (!found.problem().isEmpty()) {
      throw refused(wanted, found.problem());
    }
    runnable(found.directory());
    return found;
  }

  /** All its buildpacks become known, so that a composite finds its parts. */
  private Buildpack buildpackage(Path file) throws IOException {
    Path scratch = Files.createTempDirectory(workspace.root(), "buildpackage");
    Path tree = workspace.projectBuildpacks().resolve(String.valueOf(made++));
    try {
      var entry = Buildpackage.unpack(ImageArchive.open(file, scratch, MAX_ARCHIVE_BYTES), tree);
      store.addTree(tree, seen(tree));
      return store.lookup(entry.id(), entry.version()).orElseThrow(() -> new IOException("it does not hold " + entry.id() + "@" + entry.version()));
    } catch (ImageFormatException e) {
      throw new IOException(e.getMessage(), e);
    } finally {
      Trees.delete(scratch);
    }
  }

  private Buildpack inline(ProjectDescriptor.Wanted wanted, ProjectDescriptor.Script script) throws IOException {
    Path directory = next();
    String version = wanted.version().isEmpty() ? "0.0.0" : wanted.version();
    BuildpackStore.checkName(wanted.id(), version);
    Files.createDirectories(directory.resolve("bin"));
    Files.writeString(directory.resolve("bin/detect"), "#!/bin/sh\nexit 0\n");
    Files.writeString(directory.resolve("bin/build"), "#!" + script.shell() + "\n\n" + script.inline() + "\n");
    runnable(directory);
    var descriptor = Descriptor.component(wanted.id(), version, Integer.parseInt(script.api().substring(2)));
    return new Buildpack(descriptor, directory, seen(directory));
  }

  private Path next() throws IOException {
    return Files.createDirectories(workspace.projectBuildpacks().resolve(String.valueOf(made++)));
  }

  private static String seen(Path directory) {
    return Workspace.PROJECT + "/" + directory.getFileName();
  }

  /** Archives made on other systems know no permissions; what is in bin is to be run. */
  private static void runnable(Path directory) throws IOException {
    for (String name : List.of("detect", "build")) {
      Path file = directory.resolve("bin").resolve(name);
      if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        Files.setAttribute(file, "unix:mode", 0755);
      }
    }
  }

  private static StageException refused(ProjectDescriptor.Wanted wanted, String why) {
    return new StageException("StagingError", "project.toml asks for the buildpack " + Addresses.shown(wanted.shown()) + ", which cannot be used: " + why,
        "Correct project.toml, or name buildpacks with -b.");
  }
}
