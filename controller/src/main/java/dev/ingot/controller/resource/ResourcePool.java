package dev.ingot.controller.resource;

import dev.ingot.controller.config.IngotProperties;
import dev.ingot.controller.resource.db.ResourceTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** The files under `<state-dir>/resources/<two digits>/<sha1>`, with what the database knows of them. Thread-safe. */
@Component
public class ResourcePool {
  private static final Pattern SHA1 = Pattern.compile("[0-9a-f]{40}");
  private static final int TRIM_STEP = 500;

  private final Path root;
  private final Path temporary;
  private final ResourceTable table;
  private final ResourceProperties properties;

  ResourcePool(IngotProperties ingot, ResourceTable table, ResourceProperties properties) {
    this.root = ingot.stateDir().resolve("resources");
    this.temporary = root.resolve("tmp");
    this.table = table;
    this.properties = properties;
    prepare();
  }

  /** The content's file, or empty when it is not kept. */
  public Optional<Path> find(String sha1) {
    return SHA1.matcher(sha1).matches() ? Optional.of(place(sha1)).filter(Files::isRegularFile) : Optional.empty();
  }

  /** Whether a file of this size is kept. */
  public boolean keeps(long size) {
    return size >= properties.minSize().toBytes() && size <= properties.maxSize().toBytes();
  }

  /** A new empty file on the pool's file system. */
  public Path newTemporary() throws IOException {
    return Files.createTempFile(temporary, "content", "");
  }

  /** Moves a complete file to its place. */
  public void adopt(Path complete, String sha1) throws IOException {
    Path place = place(sha1);
    Files.createDirectories(place.getParent());
    Files.move(complete, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** sha1 → size of those of the asked ones whose content is here. */
  public Map<String, Long> known(List<String> sha1s) {
    Map<String, Long> known = table.known(sha1s.stream().filter(sha1 -> SHA1.matcher(sha1).matches()).distinct().toList());
    known.keySet().removeIf(sha1 -> {
      boolean gone = find(sha1).isEmpty();
      if (gone) {
        table.forget(sha1);
      }
      return gone;
    });
    return known;
  }

  /** Notes that these contents (sha1 → size) were of use, then makes room if there are too many. */
  public void used(Map<String, Long> contents) {
    table.used(contents);
    long excess = table.totalBytes() - properties.budget().toBytes();
    while (excess > 0) {
      List<String> forgotten = table.forgetOldest(TRIM_STEP);
      if (forgotten.isEmpty()) {
        return;
      }
      forgotten.forEach(this::delete);
      excess = table.totalBytes() - properties.budget().toBytes();
    }
  }

  private void delete(String sha1) {
    try {
      Files.deleteIfExists(place(sha1));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete resource " + sha1 + " under " + root, e);
    }
  }

  private Path place(String sha1) {
    return root.resolve(sha1.substring(0, 2)).resolve(sha1);
  }

  private void prepare() {
    try {
      Files.createDirectories(temporary);
      List<Path> leftOver = new ArrayList<>();
      try (Stream<Path> files = Files.list(temporary)) {
        files.forEach(leftOver::add);
      }
      for (Path file : leftOver) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot use " + root + " for resources; see that the controller's user may write there", e);
    }
  }
}
