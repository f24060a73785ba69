package dev.ingot.buildpacks.java;

import dev.ingot.buildpacks.kit.BuildFailure;
import dev.ingot.buildpacks.kit.Command;
import dev.ingot.buildpacks.kit.Digests;
import dev.ingot.buildpacks.kit.Downloader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Files of a Maven repository, held against the digests beside them. */
final class MavenFiles {
  private static final long MAX_ARCHIVE = 64 << 20;
  private static final long MAX_METADATA = 8 << 20;
  private static final Pattern VERSION = Pattern.compile("<version>\\s*(\\d+(?:\\.\\d+){1,3})\\s*</version>");
  /** Best first. */
  private static final Map<String, String> DIGESTS = new java.util.TreeMap<>(Map.of(".sha512", "SHA-512", ".sha256", "SHA-256", ".sha1", "SHA-1")).descendingMap();
  private final String base;
  private final Downloader downloader;
  private final Path scratch;

  /** @param scratch an existing private directory */
  MavenFiles(MavenRepository repository, Path scratch) {
    var address = repository.requiredAddress();
    this.base = address.endsWith("/") ? address : address + "/";
    this.downloader = new Downloader(scratch);
    this.scratch = scratch;
  }

  /** Released versions of an artifact, in no order. @param path of the artifact, as {@code org/apache/tomcat/tomcat} */
  List<String> versions(String path) throws IOException {
    var text = downloader.text(base + path + "/maven-metadata.xml", MAX_METADATA).orElseThrow(() -> new BuildFailure("The Maven repository " + base + " has no " + path + ". Let the mirror offer it."));
    return VERSION.matcher(text).results().map(found -> found.group(1)).distinct().toList();
  }

  /**
   * Unpacks a {@code tar.gz}, without its one top directory.
   *
   * @param what name and version for the error, as {@code Maven 3.9.16}
   * @param remedy what to do when it is not there
   * @throws BuildFailure when it is not there or is damaged
   */
  void unpack(String path, Path to, String what, String remedy) throws IOException {
    var url = base + path;
    var promised = digest(url);
    var archive = scratch.resolve("archive.tar.gz");
    if (promised.isEmpty() || !downloader.fetch(url, archive, MAX_ARCHIVE)) {
      throw new BuildFailure(what + " is not in " + base + ". " + remedy);
    }
    if (!HexFormat.of().formatHex(Digests.file(archive, promised.get().getKey())).equals(promised.get().getValue())) {
      throw new BuildFailure("The archive " + url + " is not what its digest promises. Try again; if it stays so, the mirror is damaged.");
    }
    Command.of(to, "tar", "--extract", "--gzip", "--no-same-owner", "--strip-components=1", "--file", archive.toString()).capture("unpacking " + what);
    java.nio.file.Files.delete(archive);
  }

  private Optional<Map.Entry<String, String>> digest(String url) throws IOException {
    for (var kind : DIGESTS.entrySet()) {
      var text = downloader.text(url + kind.getKey(), 1024);
      if (text.isPresent()) {
        return Optional.of(Map.entry(kind.getValue(), text.get().strip().split("\\s+")[0].toLowerCase(Locale.ROOT)));
      }
    }
    return Optional.empty();
  }
}
