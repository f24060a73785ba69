package dev.ingot.controller.packages.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Makes one zip of an uploaded archive and of files the platform already has. The archive is not trusted: names, types, links, sizes and
 * checksums are all looked at, nothing is unpacked to a path that comes from it, and no content is held in memory. The same tree gives the
 * same bytes: entries are sorted and carry one fixed time. Thread-safe.
 */
public final class PackageAssembler {
  private final ContentPool pool;
  private final ArchiveLimits limits;

  public PackageAssembler(ContentPool pool, ArchiveLimits limits) {
    this.pool = pool;
    this.limits = limits;
  }

  /**
   * Writes the zip to {@code target}, which must not exist, and keeps the uploaded files' contents in the pool.
   *
   * @param upload null when the platform has every file
   * @throws ArchiveException when the archive is refused; what lies at {@code target} is then to be deleted
   * @throws IOException when the platform's own disk fails
   */
  public AssembledPackage assemble(@Nullable Path upload, List<KnownFile> known, Path target) throws IOException {
    if (upload == null) {
      return write(new TreeMap<>(), null, 0, known, target);
    }
    int entries = CentralDirectory.count(upload, limits.maxEntries());
    if (entries + known.size() > limits.maxEntries()) {
      throw new ArchiveException("the app has more than " + limits.maxEntries() + " files; leave files out with .cfignore");
    }
    try (ZipFile zip = open(upload)) {
      return write(ArchiveIndex.of(zip), zip, Files.size(upload), known, target);
    }
  }

  private AssembledPackage write(Map<String, ArchiveIndex.Entry> entries, @Nullable ZipFile zip, long uploadSize, List<KnownFile> known,
      Path target) throws IOException {
    TreeCheck tree = new TreeCheck();
    UnpackBudget budget = new UnpackBudget(limits, uploadSize);
    TreeMap<String, KnownFile> knownByName = knownByName(known, tree, budget);
    entries.forEach((name, entry) -> entry.addTo(tree));
    tree.finish();
    TreeMap<String, Object> all = new TreeMap<>(entries);
    all.putAll(knownByName);
    if (all.isEmpty()) {
      throw new ArchiveException("the app has no files");
    }
    Map<String, Long> kept = new HashMap<>();
    try (PackageWriter writer = new PackageWriter(target)) {
      for (Object item : all.values()) {
        if (item instanceof KnownFile file) {
          copyKnown(file, writer);
        } else {
          copy(Objects.requireNonNull(zip), (ArchiveIndex.Entry) item, writer, budget, kept);
        }
      }
    }
    return described(target, kept);
  }

  private TreeMap<String, KnownFile> knownByName(List<KnownFile> known, TreeCheck tree, UnpackBudget budget) {
    TreeMap<String, KnownFile> byName = new TreeMap<>();
    for (KnownFile file : known) {
      String name = EntryName.normal(file.path());
      if (name.isEmpty()) {
        throw new ArchiveException("a resource has no path");
      }
      tree.file(name);
      budget.addKnown(file.size());
      byName.put(name, file);
    }
    return byName;
  }

  private Path contentOf(KnownFile file) throws IOException {
    Path content = pool.find(file.sha1()).orElseThrow(() -> unknown(file));
    if (Files.size(content) != file.size()) {
      throw new ArchiveException("resource " + EntryName.shown(file.path()) + " is said to have " + file.size() + " bytes but has "
          + Files.size(content));
    }
    return content;
  }

  private static ArchiveException unknown(KnownFile file) {
    return new ArchiveException("the content of " + EntryName.shown(file.path()) + " (sha1 " + EntryName.shown(file.sha1())
        + ") is not known here any more; push again to upload it");
  }

  private void copyKnown(KnownFile file, PackageWriter writer) throws IOException {
    try {
      writer.file(EntryName.normal(file.path()), file.mode(), contentOf(file));
    } catch (NoSuchFileException e) {
      throw unknown(file); // evicted from the pool a moment ago
    }
  }

  private void copy(ZipFile zip, ArchiveIndex.Entry entry, PackageWriter writer, UnpackBudget budget,
      Map<String, Long> kept) throws IOException {
    switch (entry.kind()) {
      case DIRECTORY -> writer.directory(entry.name(), entry.mode());
      case LINK -> writer.link(entry.name(), Objects.requireNonNull(entry.target()));
      case FILE -> {
        try (InputStream content = zip.getInputStream(entry.source()); FileCopy copy = new FileCopy(entry, pool, budget)) {
          copy.run(content, writer, kept);
        } catch (ZipException | java.io.EOFException e) {
          throw damaged(entry, e);
        }
      }
    }
  }

  static ArchiveException damaged(ArchiveIndex.Entry entry, Exception cause) {
    return new ArchiveException("entry " + EntryName.shown(entry.name()) + " is damaged (" + cause.getMessage() + "); upload it again", cause);
  }

  private static ZipFile open(Path upload) throws IOException {
    try {
      return ZipFile.builder().setPath(upload).setCharset(StandardCharsets.UTF_8).setUseUnicodeExtraFields(true).get();
    } catch (IOException | RuntimeException e) {
      throw new ArchiveException("the upload is not a readable zip archive (" + e.getMessage() + "); upload it again", e);
    }
  }

  private static AssembledPackage described(Path target, Map<String, Long> kept) throws IOException {
    MessageDigest sha256 = digest("SHA-256");
    try (InputStream in = new DigestInputStream(Files.newInputStream(target), sha256)) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
    }
    return new AssembledPackage(HexFormat.of().formatHex(sha256.digest()), Files.size(target), Map.copyOf(kept));
  }

  static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
