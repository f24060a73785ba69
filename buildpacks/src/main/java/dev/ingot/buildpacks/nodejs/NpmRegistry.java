package dev.ingot.buildpacks.nodejs;

import dev.ingot.buildpacks.kit.BuildFailure;
import dev.ingot.buildpacks.kit.Digests;
import dev.ingot.buildpacks.kit.Downloader;
import dev.ingot.buildpacks.kit.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** An npm registry: which versions of a package there are, and their archives, checked against the registry's own digests. */
final class NpmRegistry {
  private static final long MAX_METADATA = 64 << 20;
  private static final long MAX_ARCHIVE = 512 << 20;
  private final String address;
  private final String[] headers;
  private final Downloader downloader;
  private final Map<String, Map<SemVer, Version>> known = new HashMap<>();

  /** One published version. @param node the range of Node.js it runs on, empty for any */
  record Version(SemVer version, String archive, String integrity, String node) {}

  NpmRegistry(NpmConfig config, Downloader downloader) {
    this.address = config.registry();
    this.headers = config.authorization().map(value -> new String[] {"Authorization: " + value}).orElse(new String[0]);
    this.downloader = downloader;
  }

  /** The published versions that have a digest. @throws BuildFailure when the package or the registry is not there */
  Map<SemVer, Version> versions(String name) throws IOException {
    var versions = known.get(name);
    if (versions == null) {
      versions = read(name);
      known.put(name, versions);
    }
    return versions;
  }

  private Map<SemVer, Version> read(String name) throws IOException {
    var withAccept = java.util.Arrays.copyOf(headers, headers.length + 1);
    withAccept[headers.length] = "Accept: application/vnd.npm.install-v1+json, application/json;q=0.8";
    var text = downloader.text(address + name, MAX_METADATA, withAccept).orElseThrow(() -> new BuildFailure("The npm registry " + address
        + " has no package " + name + ", which Node.js is taken from. Let the mirror offer it, or point INGOT_NPM_REGISTRY to a registry that has it."));
    var versions = new HashMap<SemVer, Version>();
    Json.object(Json.object(text, "the registry's answer for " + name), "versions").forEach((number, value) -> {
      if (value instanceof Map<?, ?> entry) {
        version(number, entry).ifPresent(found -> versions.put(found.version, found));
      }
    });
    return versions;
  }

  @SuppressWarnings("unchecked")
  private static Optional<Version> version(String number, Map<?, ?> entry) {
    var json = (Map<String, Object>) entry;
    var dist = Json.object(json, "dist");
    var archive = Json.string(dist, "tarball");
    var integrity = Json.string(dist, "integrity");
    return SemVer.parse(number).filter(version -> !archive.isEmpty() && integrity.contains("sha512-"))
        .map(version -> new Version(version, archive, integrity, Json.string(Json.object(json, "engines"), "node")));
  }

  /**
   * Fetches a version's archive.
   *
   * @return false when the registry lists it without having it (mirrors do that with very new ones)
   * @throws BuildFailure when the bytes do not have the digest that the registry promised; nothing is left
   */
  boolean fetch(Version version, Path to) throws IOException {
    if (!downloader.fetch(version.archive, to, MAX_ARCHIVE, version.archive.startsWith(address) ? headers : new String[0])) {
      return false;
    }
    var digest = Base64.getEncoder().encodeToString(Digests.file(to, "SHA-512"));
    if (!java.util.List.of(version.integrity.split("\\s+")).contains("sha512-" + digest)) {
      Files.delete(to);
      throw new BuildFailure("The archive " + version.archive + " is not what the registry promised (SHA-512 differs). Try again; if it stays so, the mirror is damaged.");
    }
    return true;
  }
}
