package dev.ingot.stager.prepare;

import dev.ingot.oci.layer.Trees;
import dev.ingot.stager.files.Addresses;
import dev.ingot.stager.files.InnerLinks;
import dev.ingot.stager.files.SafeFiles;
import dev.ingot.stager.files.StageException;
import dev.ingot.stager.files.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Buildpacks that lie in the app and that `project.toml` names by their path, copied out of it before anything is left out: a project
 * that excludes its own buildpack from the image still builds with it, and no other buildpack changes it.
 */
final class BroughtBuildpacks {
  private static final long MAX_BYTES = 2L << 30;
  private static final int MAX_FILES = 100_000;

  private final Path app;
  private final Path place;
  private final long maxBytes;
  private long bytes;
  private int files;

  BroughtBuildpacks(Workspace workspace, long maxBytes) {
    this.app = workspace.app();
    this.place = workspace.projectBuildpacks();
    this.maxBytes = maxBytes;
  }

  /** Path as the project names it → the copy, a directory or file the build container sees read-only. What is not there is left to who needs it. */
  static Map<String, Path> take(Workspace workspace, ProjectDescriptor project) throws IOException, StageException {
    return new BroughtBuildpacks(workspace, MAX_BYTES).take(project);
  }

  Map<String, Path> take(ProjectDescriptor project) throws IOException, StageException {
    var taken = new HashMap<String, Path>();
    var paths = Stream.of(project.group(), project.before(), project.after()).flatMap(java.util.List::stream).filter(one -> one.script() == null)
        .map(ProjectDescriptor.Wanted::uri).filter(BroughtBuildpacks::isPath).distinct().toList();
    for (String path : paths) {
      Optional<Path> found = find(path);
      if (found.isPresent()) {
        Path copy = place.resolve("app-" + taken.size());
        copy(found.get(), copy, path);
        taken.put(path, copy);
      }
    }
    return taken;
  }

  /** Whether it names something inside of the app. */
  static boolean isPath(String uri) {
    return !uri.isEmpty() && (!uri.matches("(?i)[a-z][a-z0-9+.-]*:.*") || uri.startsWith("file:."));
  }

  private Optional<Path> find(String uri) throws IOException {
    try {
      Path asked = app.resolve(uri.startsWith("file:") ? uri.substring("file:".length()) : uri).normalize();
      return asked.startsWith(app) ? new InnerLinks(app, Workspace.APP).follow(asked) : Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** Links stay links; only what runs in the build container follows them. */
  private void copy(Path from, Path to, String shown) throws IOException, StageException {
    if (++files > MAX_FILES) {
      throw tooLarge(shown);
    }
    if (SafeFiles.isDirectory(from)) {
      Files.createDirectory(to);
      Files.setAttribute(to, "unix:mode", 0755);
      for (Path child : SafeFiles.children(from)) {
        copy(child, to.resolve(child.getFileName().toString()), shown);
      }
      return;
    }
    if (SafeFiles.isFile(from)) {
      bytes += Files.size(from);
      if (bytes > maxBytes) {
        throw tooLarge(shown);
      }
    }
    if (SafeFiles.isFile(from) || Files.isSymbolicLink(from)) {
      Files.copy(from, to, LinkOption.NOFOLLOW_LINKS, StandardCopyOption.COPY_ATTRIBUTES);
    }
  }

  private StageException tooLarge(String shown) throws IOException {
    Trees.delete(place);
    return new StageException("StagingError", "the buildpacks in the app that project.toml names are larger than " + (maxBytes >> 20) + " MiB or " + MAX_FILES
        + " files together, with " + Addresses.shown(shown), "Leave out of their directories what is not theirs.");
  }
}
