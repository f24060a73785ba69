package dev.ingot.stager.sbom;

import dev.ingot.oci.document.Component;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Properties;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Java archives: what their `META-INF/maven/…/pom.properties` say, and the archives inside of them (Spring Boot, war). One without such a
 * file, or packed inside another, is known by its file name.
 */
final class Jars {
  private static final Pattern COORDINATES = Pattern.compile("META-INF/maven/[^/]{1,300}/[^/]{1,300}/pom\\.properties");
  private static final Pattern NAME = Pattern.compile("(.{1,200}?)-([0-9][\\w.+-]{0,100})\\.[a-z]ar");
  private static final int MAX_PROPERTIES = 16 << 10;
  private static final int MAX_INNER = 2_000;

  private final String source;
  private final Consumer<Component> found;
  private int inner;

  private Jars(String source, Consumer<Component> found) {
    this.source = source;
    this.found = found;
  }

  /** Reads a jar or war. One that cannot be read is told by its name: whether it runs is the app's business. */
  static void read(Path file, String source, Consumer<Component> found) {
    String name = String.valueOf(file.getFileName());
    var jars = new Jars(source, found);
    try (FileChannel channel = FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
      jars.read(new ZipDirectory(channel, 0, channel.size()), name, true);
    } catch (IOException | IllegalArgumentException e) {
      jars.byName(name);
    }
  }

  private void read(ZipDirectory archive, String name, boolean outer) throws IOException {
    var told = new boolean[1];
    archive.visit(entry -> {
      String path = entry.name();
      if (path.startsWith("META-INF/maven/") && COORDINATES.matcher(path).matches()) {
        told[0] |= coordinates(archive.head(entry, MAX_PROPERTIES));
      } else if (outer && path.endsWith(".jar") && (path.startsWith("BOOT-INF/lib/") || path.startsWith("WEB-INF/lib/")) && ++inner <= MAX_INNER) {
        inner(archive, entry, path.substring(path.lastIndexOf('/') + 1));
      }
    });
    if (!told[0]) {
      byName(name);
    }
  }

  private void inner(ZipDirectory archive, ZipDirectory.Entry entry, String name) {
    try {
      if (entry.stored()) {
        read(archive.inner(entry), name, false);
        return;
      }
    } catch (IOException e) {
      // told by its name below
    }
    byName(name);
  }

  private boolean coordinates(byte[] text) throws IOException {
    var properties = new Properties();
    properties.load(new ByteArrayInputStream(text));
    String group = properties.getProperty("groupId", "");
    String artifact = properties.getProperty("artifactId", "");
    if (group.isEmpty() || artifact.isEmpty()) {
      return false;
    }
    found.accept(Component.of("maven", group, artifact, properties.getProperty("version", ""), source));
    return true;
  }

  private void byName(String name) {
    var parts = NAME.matcher(name);
    if (parts.matches()) {
      found.accept(Component.of("generic", "", parts.group(1), parts.group(2), source));
    }
  }
}
