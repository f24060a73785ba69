package dev.ingot.stager.prepare;

import dev.ingot.oci.image.Digest;
import dev.ingot.oci.layer.Trees;
import dev.ingot.stager.build.BuildEnvironment;
import dev.ingot.stager.files.Addresses;
import dev.ingot.stager.files.SafeFiles;
import dev.ingot.stager.files.StageException;
import dev.ingot.stager.files.Workspace;
import dev.ingot.stager.log.LogSink;
import dev.ingot.stager.sandbox.Sandbox;
import dev.ingot.stager.sandbox.SandboxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Fetches what `project.toml` names by address, in the build container: from where apps reach, never from where the platform's own processes do. The
 * same address is fetched once a build.
 */
public final class FetchedBuildpacks {
  private static final String PLACE = "fetched";
  private static final long MAX_BYTES = 2L << 30;
  /** `ulimit -f` counts in these: it bounds what a server sends that does not say how much it is. */
  private static final int BLOCK = 512;

  private final Workspace workspace;
  private final BuildEnvironment environment;
  private final LogSink log;
  private final long maxBytes;

  public FetchedBuildpacks(Workspace workspace, BuildEnvironment environment, LogSink log) {
    this(workspace, environment, log, MAX_BYTES);
  }

  FetchedBuildpacks(Workspace workspace, BuildEnvironment environment, LogSink log, long maxBytes) {
    this.maxBytes = maxBytes;
    this.workspace = workspace;
    this.environment = environment;
    this.log = log;
  }

  /** Whether it is an address, and not a path or another way to name a buildpack. */
  static boolean isAddress(String uri) {
    return uri.matches("(?i)https?://.*");
  }

  /** Addresses that count for this build. @param named the user named buildpacks: they win over the project's group */
  public static List<String> addresses(ProjectDescriptor project, boolean named) {
    Stream<ProjectDescriptor.Wanted> group = named ? Stream.empty() : project.group().stream();
    return Stream.of(group, project.before().stream(), project.after().stream()).flatMap(all -> all).filter(one -> one.script() == null).map(ProjectDescriptor.Wanted::uri)
        .filter(FetchedBuildpacks::isAddress).distinct().toList();
  }

  /**
   * Files by their address.
   *
   * @param limit for all together
   * @throws StageException for one that cannot be had, with the address and why; without user and password of the address
   */
  public Map<String, Path> fetch(List<String> addresses, Sandbox sandbox, Duration limit) throws StageException, IOException, InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    Map<String, Path> files = new HashMap<>();
    Path place = workspace.generated().resolve(PLACE);
    SafeFiles.buildUserDirectory(place);
    for (String address : addresses) {
      String name = "fetched-" + files.size();
      log.line(false, "Downloading buildpack " + Addresses.shown(address));
      download(address, Workspace.GENERATED + "/" + PLACE + "/" + name, sandbox, Duration.ofNanos(Math.max(1_000_000, deadline - System.nanoTime())));
      Path written = place.resolve(name);
      if (!SafeFiles.isFile(written) || Files.size(written) > maxBytes) {
        throw refused(address, "the download left no file of at most " + (maxBytes >> 20) + " MiB", 0, List.of());
      }
      // Buildpacks may write to the one place, and see nothing of the other.
      Path file = Files.move(written, workspace.blobs().resolve(name));
      log.line(false, "Downloaded buildpack " + Addresses.shown(address) + " (" + Files.size(file) + " bytes, " + Digest.sha256(file).value() + ")");
      files.put(address, file);
    }
    Trees.delete(place);
    return files;
  }

  private void download(String address, String target, Sandbox sandbox, Duration limit) throws StageException, InterruptedException {
    var env = new LinkedHashMap<>(environment.base());
    env.putAll(environment.user());
    List<String> command = List.of("/bin/sh", "-c", "ulimit -f " + maxBytes / BLOCK + " && exec curl --fail --silent --show-error --globoff --location --proto =http,https --proto-redir =http,https "
        + "--connect-timeout 30 --max-filesize " + maxBytes + " --output \"$0\" --url \"$1\"", target, address);
    List<String> lines = new ArrayList<>();
    try {
      Sandbox.Exit exit = sandbox.run(command, env, Workspace.APP, limit, (line, error) -> {
        if (lines.size() == 40) {
          lines.removeFirst();
        }
        lines.add(Addresses.shown(line, address));
      });
      if (exit.timedOut() || exit.status() != 0) {
        String why = exit.timedOut() ? "it was not finished in the time allowed" : lines.isEmpty() ? "curl ended with exit code " + exit.status() : lines.getLast();
        throw refused(address, why, exit.status(), List.copyOf(lines));
      }
    } catch (SandboxException e) {
      throw new StageException("StagingError", "the build container failed: " + e.getMessage(), "Try again; if it stays, the cell's log tells more.");
    }
  }

  private static StageException refused(String address, String why, int status, List<String> lines) {
    return new StageException("StagingError", Addresses.shown(address), "project.toml asks for the buildpack " + Addresses.shown(address) + ", which cannot be fetched: " + why, status, lines,
        "See that the address is right and that build containers reach it, or let an operator upload the buildpack: cf create-buildpack");
  }
}
