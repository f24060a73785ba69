package dev.ingot.buildpacks.nodejs;

import dev.ingot.buildpacks.kit.BuildContext;
import dev.ingot.buildpacks.kit.BuildFailure;
import dev.ingot.buildpacks.kit.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Tools out of the npm registry: finds versions that fit and unpacks them. */
final class NpmPackages {
  private static final int TRIES = 5;
  private final BuildContext context;
  private final NpmRegistry registry;
  private final Path scratch;

  NpmPackages(BuildContext context, NpmRegistry registry, Path scratch) {
    this.context = context;
    this.registry = registry;
    this.scratch = scratch;
  }

  /** Versions in the range that run on this Node.js, in no order. @param node empty for packages that are Node.js itself */
  List<NpmRegistry.Version> matching(String name, SemVerRange range, Optional<SemVer> node) throws IOException {
    return registry.versions(name).values().stream().filter(version -> range.matches(version.version()))
        .filter(version -> node.isEmpty() || version.node().isEmpty() || SemVerRange.parse(version.node(), "engines of " + name).matches(node.get())).toList();
  }

  /** The newest few, newest first. */
  static List<NpmRegistry.Version> newest(List<NpmRegistry.Version> versions) {
    return versions.stream().sorted(Comparator.comparing(NpmRegistry.Version::version).reversed()).limit(TRIES).toList();
  }

  /**
   * Unpacks the first one whose archive is there.
   *
   * @param to an existing or missing directory
   * @throws BuildFailure when none is
   */
  NpmRegistry.Version unpackFirst(List<NpmRegistry.Version> candidates, Path to, String what) throws IOException {
    var archive = scratch.resolve("package.tgz");
    for (var candidate : candidates) {
      if (registry.fetch(candidate, archive)) {
        Files.createDirectories(to);
        Command.of(to, "tar", "--extract", "--gzip", "--no-same-owner", "--strip-components=1", "--file", archive.toString()).capture("unpacking " + what);
        Files.delete(archive);
        return candidate;
      }
      context.log().warn(what + " " + candidate.version() + " is listed by the registry, yet its archive is missing; trying the one before");
    }
    throw new BuildFailure("None of the " + candidates.size() + " newest versions of " + what + " that fit can be fetched. Ask for an older one, or check the mirror.");
  }
}
