package dev.ingot.cli.upload;

import dev.ingot.api.client.ApiClient;
import dev.ingot.api.packages.ResourceMatches;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/**
 * What of an app goes over the wire.
 *
 * @param matched files the platform has already, as it told
 * @param zip the others with modes and links; null when there are none
 */
record Upload(List<ResourceMatches.Resource> matched, @org.jspecify.annotations.Nullable Path zip, int files, int sentFiles) implements AutoCloseable {
  private static final int PER_REQUEST = 1000;

  /** Asks the platform which files it has and packs the rest into a temporary zip. */
  static Upload prepare(ApiClient api, List<SourceFiles.Entry> entries) throws IOException {
    List<ResourceMatches.Resource> matched = match(api, entries);
    Set<String> known = new HashSet<>();
    matched.forEach(resource -> known.add(String.valueOf(resource.path())));
    List<SourceFiles.Entry> rest = entries.stream().filter(entry -> !known.contains(entry.path())).toList();
    long files = entries.stream().filter(entry -> !entry.directory()).count();
    // Directories come with the files in them; only empty ones would be worth a zip of their own.
    boolean anything = rest.stream().anyMatch(entry -> !entry.directory()) || matched.isEmpty();
    long sent = rest.stream().filter(entry -> !entry.directory()).count();
    return new Upload(matched, anything ? pack(rest) : null, (int) files, (int) sent);
  }

  private static List<ResourceMatches.Resource> match(ApiClient api, List<SourceFiles.Entry> entries) throws IOException {
    List<ResourceMatches.Resource> candidates = new ArrayList<>();
    for (SourceFiles.Entry entry : entries) {
      if (entry.matchable()) {
        candidates.add(new ResourceMatches.Resource(entry.path(), Integer.toOctalString(entry.mode()), new ResourceMatches.Checksum(sha1(entry.file())), entry.size()));
      }
    }
    List<ResourceMatches.Resource> matched = new ArrayList<>();
    for (int from = 0; from < candidates.size(); from += PER_REQUEST) {
      List<ResourceMatches.Resource> some = candidates.subList(from, Math.min(from + PER_REQUEST, candidates.size()));
      ResourceMatches answer = api.post("/v3/resource_matches", new ResourceMatches(List.copyOf(some)), ResourceMatches.class);
      if (answer.resources() != null) {
        matched.addAll(answer.resources());
      }
    }
    return matched;
  }

  private static Path pack(List<SourceFiles.Entry> entries) throws IOException {
    Path zip = Files.createTempFile("ingot-push-", ".zip");
    try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(zip)) {
      for (SourceFiles.Entry entry : entries) {
        add(out, entry);
      }
    }
    return zip;
  }

  private static void add(ZipArchiveOutputStream out, SourceFiles.Entry source) throws IOException {
    ZipArchiveEntry entry = new ZipArchiveEntry(source.path() + (source.directory() ? "/" : ""));
    entry.setTime(Files.getLastModifiedTime(source.file(), java.nio.file.LinkOption.NOFOLLOW_LINKS));
    // Unix file types as zip programs write them: directory, link, regular file.
    entry.setUnixMode((source.directory() ? 0040000 : source.link() ? 0120000 : 0100000) | source.mode());
    out.putArchiveEntry(entry);
    if (source.link()) {
      out.write(Files.readSymbolicLink(source.file()).toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    } else if (!source.directory()) {
      Files.copy(source.file(), out);
    }
    out.closeArchiveEntry();
  }

  private static String sha1(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      byte[] buffer = new byte[64 * 1024];
      for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
        digest.update(buffer, 0, count);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Bytes to send. */
  long size() throws IOException {
    return zip == null ? 0 : Files.size(zip);
  }

  @Override
  public void close() throws IOException {
    if (zip != null) {
      Files.deleteIfExists(zip);
    }
  }
}
