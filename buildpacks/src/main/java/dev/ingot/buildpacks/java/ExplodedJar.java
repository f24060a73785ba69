package dev.ingot.buildpacks.java;

import dev.ingot.buildpacks.kit.BuildFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An executable jar unpacked in the app's directory: what starts it, and how it is cut into layers. */
final class ExplodedJar {
  private final Path app;
  private final Attributes manifest;

  private ExplodedJar(Path app, Attributes manifest) {
    this.app = app;
    this.manifest = manifest;
  }

  static boolean isIn(Path app) {
    return Files.isRegularFile(app.resolve("META-INF/MANIFEST.MF"));
  }

  static boolean hasMain(Path app) throws IOException {
    return isIn(app) && manifest(app).getValue("Main-Class") != null;
  }

  /** @throws BuildFailure when its manifest is damaged or names no main class */
  static ExplodedJar read(Path app) throws IOException {
    var manifest = manifest(app);
    if (manifest.getValue("Main-Class") == null) {
      throw new BuildFailure("META-INF/MANIFEST.MF has no Main-Class, so nothing says how to start. Push an executable jar.");
    }
    return new ExplodedJar(app, manifest);
  }

  private static Attributes manifest(Path app) throws IOException {
    try (var in = Files.newInputStream(app.resolve("META-INF/MANIFEST.MF"))) {
      return new Manifest(in).getMainAttributes();
    }
  }

  /** The arguments of {@code java}: class path and main class, relative to the app's directory. */
  List<String> arguments() throws IOException {
    var start = manifest.getValue("Start-Class");
    var classes = manifest.getValue("Spring-Boot-Classes");
    var index = manifest.getValue("Spring-Boot-Classpath-Index");
    if (start != null && classes != null && index != null && Files.isRegularFile(app.resolve(index)) && !Files.isDirectory(app.resolve("WEB-INF"))) {
      var entries = new ArrayList<>(List.of(classes));
      entries.addAll(list(app.resolve(index)));
      return List.of("-cp", String.join(":", entries), start);
    }
    var path = new ArrayList<>(List.of("."));
    var more = manifest.getValue("Class-Path");
    if (more != null) {
      path.addAll(Stream.of(more.strip().split("\\s+")).filter(entry -> !entry.isEmpty()).toList());
    }
    return List.of("-cp", String.join(":", path), manifest.getValue("Main-Class"));
  }

  /** A YAML list of quoted strings, as Spring Boot writes {@code classpath.idx}. */
  private static List<String> list(Path file) throws IOException {
    return Files.readAllLines(file).stream().map(String::strip).filter(line -> line.startsWith("- ")).map(line -> unquote(line.substring(2).strip())).toList();
  }

  private static String unquote(String text) {
    return text.length() > 1 && text.startsWith("\"") && text.endsWith("\"") ? text.substring(1, text.length() - 1) : text;
  }

  /** Parts of the app's directory that change less often than the rest, most stable first; each becomes a layer of the image. */
  List<List<String>> slices() throws IOException {
    var index = manifest.getValue("Spring-Boot-Layers-Index");
    if (index != null && Files.isRegularFile(app.resolve(index))) {
      return layers(Files.readAllLines(app.resolve(index)));
    }
    var libraries = manifest.getValue("Spring-Boot-Lib");
    return libraries == null ? List.of() : List.of(List.of(stripSlash(libraries)), List.of("org/springframework/boot/loader"));
  }

  /** {@code layers.idx}: a list of layers, each with a list of files and directories; the last one, the app's own, is what remains. */
  static List<List<String>> layers(List<String> lines) {
    var layers = new ArrayList<List<String>>();
    @Nullable List<String> current = null;
    for (var line : lines) {
      if (line.startsWith("- ")) {
        current = new ArrayList<>();
        layers.add(current);
      } else if (current != null && line.strip().startsWith("- ")) {
        current.add(escape(stripSlash(unquote(line.strip().substring(2).strip()))));
      }
    }
    return layers.isEmpty() ? layers : layers.subList(0, layers.size() - 1).stream().filter(layer -> !layer.isEmpty()).toList();
  }

  private static String stripSlash(String path) {
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  /** The path as a pattern that matches nothing else. */
  static String escape(String path) {
    return path.replaceAll("([\\\\*?\\[])", "\\\\$1");
  }

  /** Classes the app may load, counted in its directories and guessed from the size of its libraries. */
  static long classes(Path app) throws IOException {
    try (var files = Files.walk(app)) {
      return files.filter(Files::isRegularFile).mapToLong(ExplodedJar::classesOf).sum();
    }
  }

  private static long classesOf(Path file) {
    var name = file.toString();
    if (name.endsWith(".class")) {
      return 1;
    }
    if (!name.endsWith(".jar")) {
      return 0;
    }
    try (var zip = new java.util.zip.ZipFile(file.toFile())) {
      return zip.stream().filter(entry -> entry.getName().endsWith(".class")).count();
    } catch (IOException notAnArchive) {
      return 0;
    }
  }
}
