package dev.ingot.stager.classic;

import dev.ingot.api.cell.v1.StageBuildpack;
import dev.ingot.oci.layer.Trees;
import dev.ingot.stager.buildpack.ToldOrder;
import dev.ingot.stager.files.Addresses;
import dev.ingot.stager.files.SafeFiles;
import dev.ingot.stager.files.StageException;
import dev.ingot.stager.log.LogSink;
import dev.ingot.stager.prepare.PackageUnzipper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/** Brings the classic buildpacks of a build to where they run: uploaded ones are there, those by address are fetched in the build container. */
final class ClassicSources {
  private static final long MAX_ZIP = 2L << 30;
  private static final long MAX_BYTES = 4L << 30;
  /** Larger files of uploaded buildpacks, dependencies mostly, are not copied for each build. */
  private static final long MAX_COPIED = 1 << 20;
  /** Neither asks for a password nor runs helpers that could. */
  private static final List<String> GIT = List.of("/usr/bin/env", "GIT_TERMINAL_PROMPT=0", "GIT_ASKPASS=/bin/true", "git", "-c", "advice.detachedHead=false");

  private final ClassicWorkspace workspace;
  private final Map<String, Path> uploaded;
  private final LogSink log;

  /** @param uploaded digest → directory on the host */
  ClassicSources(ClassicWorkspace workspace, Map<String, Path> uploaded, LogSink log) {
    this.workspace = workspace;
    this.uploaded = uploaded;
    this.log = log;
  }

  /** Fails with `StagingError` when it cannot be had or is no classic buildpack. */
  ClassicBuildpack get(StageBuildpack told, ClassicScripts scripts) throws StageException, IOException, InterruptedException {
    ClassicBuildpack found = told.getUrl().isEmpty() ? uploaded(told) : fetched(told, scripts);
    if (!found.has("compile") && !found.has("supply") && !found.has("finalize")) {
      boolean cnb = found.has("build") && SafeFiles.isFile(found.directory().resolve("buildpack.toml"));
      throw new StageException("StagingError", found.key(), "buildpack '" + found.key() + "' has none of bin/compile, bin/supply and bin/finalize"
          + (cnb ? "; it is a Cloud Native Buildpack" : ""), 0, List.of(),
          cnb ? "Make a zip of it and have an operator add it: cf create-buildpack" : "Give the address of a buildpack's repository or zip.");
    }
    return found;
  }

  /**
   * The same with directories that the build may write to, as scripts do beside themselves; those that were fetched have them. Uploaded ones are
   * shared by all builds, so small files are copied, and large ones stay where they are behind a link.
   */
  ClassicBuildpack writable(ClassicBuildpack buildpack) throws IOException {
    if (buildpack.directory().startsWith(workspace.fetched())) {
      return buildpack;
    }
    String name = XxHash64.hex(buildpack.container());
    Path copy = workspace.fetched().resolve(name);
    if (!SafeFiles.isDirectory(copy)) {
      copy(buildpack.directory(), copy, buildpack.container());
    }
    return new ClassicBuildpack(buildpack.key(), copy, ClassicWorkspace.FETCHED + "/" + name, buildpack.stack());
  }

  private static void copy(Path from, Path to, String container) throws IOException {
    SafeFiles.buildUserDirectory(to);
    for (Path child : SafeFiles.children(from)) {
      String name = child.getFileName().toString();
      if (SafeFiles.isDirectory(child)) {
        copy(child, to.resolve(name), container + "/" + name);
      } else if (SafeFiles.isFile(child) && Files.size(child) > MAX_COPIED) {
        Files.createSymbolicLink(to.resolve(name), Path.of(container + "/" + name));
      } else if (SafeFiles.isFile(child) || Files.isSymbolicLink(child)) {
        Files.copy(child, to.resolve(name), LinkOption.NOFOLLOW_LINKS, StandardCopyOption.COPY_ATTRIBUTES);
        SafeFiles.giveToBuildUser(to.resolve(name));
      }
    }
  }

  private ClassicBuildpack uploaded(StageBuildpack told) throws StageException, IOException {
    Path directory = uploaded.get(told.getDigest());
    if (directory == null) {
      throw new StageException("StagingError", told.getName(), "the bits of buildpack '" + told.getName() + "' are not on this cell", 0, List.of(),
          "Push again; if it stays, upload the buildpack anew.");
    }
    return ClassicBuildpack.in(told.getName(), directory, ToldOrder.container(directory), told.getStack());
  }

  private ClassicBuildpack fetched(StageBuildpack told, ClassicScripts scripts) throws StageException, IOException, InterruptedException {
    String url = told.getUrl();
    String shown = Addresses.shown(url);
    String name = XxHash64.hex(url);
    Path directory = workspace.fetched().resolve(name);
    String container = ClassicWorkspace.FETCHED + "/" + name;
    log.line(false, "Downloading buildpack " + shown);
    if (!SafeFiles.isDirectory(directory)) {
      if (isZip(url)) {
        download(url, shown, directory, container, scripts);
      } else {
        cloned(url, shown, directory, container, scripts);
      }
    }
    return ClassicBuildpack.in(shown, directory, container, told.getStack());
  }

  private static void cloned(String url, String shown, Path directory, String container, ClassicScripts scripts) throws StageException, IOException, InterruptedException {
    int hash = url.indexOf('#');
    String repository = hash < 0 ? url : url.substring(0, hash);
    String branch = hash < 0 ? "" : url.substring(hash + 1);
    if (repository.startsWith("-") || branch.startsWith("-") || repository.contains("::")) {
      throw new StageException("StagingError", shown, "'" + shown + "' is no address of a git repository", 0, List.of(), "Give it as https://host/path.git#branch");
    }
    var shallow = new java.util.ArrayList<>(GIT);
    shallow.addAll(List.of("clone", "--quiet", "--depth", "1", "--recursive"));
    if (!branch.isEmpty()) {
      shallow.addAll(List.of("--branch", branch));
    }
    shallow.addAll(List.of("--", repository, container));
    var answer = scripts.ask("", shallow);
    if (answer.exit().status() == 0) {
      return;
    }
    // a commit instead of a branch, or a server that cannot give a part: what cannot be reached is not asked twice
    if (answer.errors().stream().noneMatch(line -> line.contains("shallow") || line.contains("Remote branch"))) {
      throw failed(url, shown, "git clone", answer);
    }
    Trees.delete(directory);
    var whole = new java.util.ArrayList<>(GIT);
    whole.addAll(List.of("clone", "--quiet", "--recursive", "--", repository, container));
    answer = scripts.ask("", whole);
    if (answer.exit().status() == 0 && !branch.isEmpty()) {
      var checkout = new java.util.ArrayList<>(GIT);
      checkout.addAll(List.of("-C", container, "checkout", "--quiet", "--recurse-submodules", branch));
      answer = scripts.ask("", checkout);
    }
    if (answer.exit().status() != 0) {
      throw failed(url, shown, "git clone", answer);
    }
  }

  private static void download(String url, String shown, Path directory, String container, ClassicScripts scripts) throws StageException, IOException, InterruptedException {
    var answer = scripts.ask("", List.of("curl", "--fail", "--silent", "--show-error", "--location", "--proto", "=http,https", "--proto-redir", "=http,https",
        "--connect-timeout", "30", "--max-filesize", Long.toString(MAX_ZIP), "--output", container + ".zip", "--url", url));
    if (answer.exit().status() != 0) {
      throw failed(url, shown, "the download", answer);
    }
    Path zip = directory.resolveSibling(directory.getFileName() + ".zip");
    if (!SafeFiles.isFile(zip) || Files.size(zip) > MAX_ZIP) {
      throw new StageException("StagingError", shown, "buildpack " + shown + " is larger than " + (MAX_ZIP >> 20) + " MiB", 0, List.of(), "Make it smaller.");
    }
    SafeFiles.buildUserDirectory(directory);
    try {
      new PackageUnzipper(directory, MAX_BYTES).unzip(zip);
    } catch (StageException e) {
      throw new StageException("StagingError", shown, "buildpack " + shown + ": " + e.getMessage(), 0, List.of(), "Make the buildpack's archive again.");
    }
    Files.delete(zip);
  }

  private static StageException failed(String url, String shown, String what, ClassicScripts.Answer answer) {
    List<String> lines = answer.errors().stream().map(line -> Addresses.shown(line, url)).toList();
    String why = answer.exit().timedOut() ? "it was not finished in the time allowed" : lines.isEmpty() ? "exit status " + answer.exit().status() : lines.getLast();
    return new StageException("StagingError", shown, "buildpack " + shown + " cannot be fetched: " + what + " failed: " + why, answer.exit().status(), lines,
        "See that the address is right and that this machine reaches it, or let an operator upload the buildpack: cf create-buildpack");
  }

  private static boolean isZip(String url) {
    try {
      String path = URI.create(url).getPath();
      return url.matches("https?://.*") && path != null && path.endsWith(".zip");
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
