package dev.ingot.stager.sbom;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.Properties;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/**
 * Java archives: what their `META-INF/maven/…/pom.properties` say, and the archives inside of them (Spring Boot, war). Only directories of
 * archives and those small files are read. One without such a file is known by its file name.
 */
final class Jars {
  private static final Pattern COORDINATES = Pattern.compile("META-INF/maven/[^/]+/[^/]+/pom\\.properties");
  private static final Pattern NAME = Pattern.compile("(.+?)-([0-9][\\w.+-]*)\\.[a-z]ar");
  private static final int MAX_ENTRIES = 200_000;
  private static final int MAX_PROPERTIES = 64 << 10;
  private static final int MAX_INNER = 64 << 20;

  private Jars() {}

  /** Reads a jar or war. One that cannot be read is passed over: that is the app's business. */
  static void read(Path file, String source, Consumer<Component> found) {
    try (SeekableByteChannel channel = Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
      read(channel, String.valueOf(file.getFileName()), source, true, found);
    } catch (IOException | IllegalArgumentException e) {
      byName(String.valueOf(file.getFileName()), source, found);
    }
  }

  private static void read(SeekableByteChannel channel, String name, String source, boolean outer, Consumer<Component> found) throws IOException {
    boolean told = false;
    try (ZipFile zip = ZipFile.builder().setSeekableByteChannel(channel).setIgnoreLocalFileHeader(true).get()) {
      int count = 0;
      for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
        if (++count > MAX_ENTRIES) {
          break;
        }
        if (COORDINATES.matcher(entry.getName()).matches()) {
          told |= coordinates(zip, entry, source, found);
        } else if (outer && (entry.getName().startsWith("BOOT-INF/lib/") || entry.getName().startsWith("WEB-INF/lib/")) && entry.getName().endsWith(".jar")) {
          inner(zip, entry, source, found);
        }
      }
    }
    if (!told) {
      byName(name, source, found);
    }
  }

  private static void inner(ZipFile zip, ZipArchiveEntry entry, String source, Consumer<Component> found) {
    String name = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
    try (InputStream in = zip.getInputStream(entry)) {
      byte[] bytes = in.readNBytes(MAX_INNER + 1);
      if (bytes.length <= MAX_INNER) {
        read(new SeekableInMemoryByteChannel(bytes), name, source + "!/" + entry.getName(), false, found);
        return;
      }
    } catch (IOException | IllegalArgumentException e) {
      // told by its name below
    }
    byName(name, source + "!/" + entry.getName(), found);
  }

  private static boolean coordinates(ZipFile zip, ZipArchiveEntry entry, String source, Consumer<Component> found) throws IOException {
    var properties = new Properties();
    try (InputStream in = zip.getInputStream(entry)) {
      properties.load(new java.io.ByteArrayInputStream(in.readNBytes(MAX_PROPERTIES)));
    }
    String group = properties.getProperty("groupId", "");
    String artifact = properties.getProperty("artifactId", "");
    if (group.isEmpty() || artifact.isEmpty()) {
      return false;
    }
    found.accept(Component.of("maven", group, artifact, properties.getProperty("version", ""), source));
    return true;
  }

  private static void byName(String name, String source, Consumer<Component> found) {
    var parts = NAME.matcher(name);
    if (parts.matches()) {
      found.accept(Component.of("generic", "", parts.group(1), parts.group(2), source));
    }
  }
}
