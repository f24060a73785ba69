package dev.ingot.buildpacks.java;

import dev.ingot.buildpacks.kit.BuildFailure;
import dev.ingot.buildpacks.kit.Files2;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** Finds the one executable jar or war. */
final class Artifact {
  private Artifact() {}

  /**
   * The archive that Maven made.
   *
   * @param pattern of {@code BP_MAVEN_BUILT_ARTIFACT}, a path in the app, may end in {@code *.jar}; empty: each {@code target} directory is searched
   * @throws BuildFailure when there is none or more than one
   */
  static Path built(Path app, String pattern) throws IOException {
    if (!pattern.isEmpty()) {
      var matcher = app.getFileSystem().getPathMatcher("glob:" + pattern);
      return one(walk(app).filter(file -> matcher.matches(app.relativize(file))).toList(), "BP_MAVEN_BUILT_ARTIFACT=" + pattern);
    }
    var candidates = new ArrayList<Path>();
    for (var file : walk(app).filter(file -> "target".equals(String.valueOf(file.getParent().getFileName()))).toList()) {
      if (isExecutable(file)) {
        candidates.add(file);
      }
    }
    return one(candidates, "target directories");
  }

  /** The executable jar in the app's root. */
  static Path pushed(Path app) throws IOException {
    var jars = new ArrayList<Path>();
    for (var file : Files2.list(app)) {
      if (isArchive(file) && isExecutable(file)) {
        jars.add(file);
      }
    }
    return one(jars, "app's directory");
  }

  private static Stream<Path> walk(Path app) throws IOException {
    try (var files = Files.walk(app, 8)) {
      return files.filter(Artifact::isArchive).sorted().toList().stream();
    }
  }

  private static boolean isArchive(Path file) {
    var name = file.getFileName().toString();
    return (name.endsWith(".jar") || name.endsWith(".war")) && Files.isRegularFile(file);
  }

  private static boolean isExecutable(Path file) {
    try (var jar = new JarFile(file.toFile(), false)) {
      var manifest = jar.getManifest();
      return manifest != null && manifest.getMainAttributes().getValue("Main-Class") != null;
    } catch (IOException notAnArchive) {
      return false;
    }
  }

  private static Path one(List<Path> found, String where) {
    if (found.isEmpty()) {
      throw new BuildFailure("No executable jar in the " + where + ": none has a Main-Class in its manifest. Use spring-boot-maven-plugin's repackage, "
          + "or set mainClass in the maven-jar-plugin, or name the file by BP_MAVEN_BUILT_ARTIFACT.");
    }
    if (found.size() > 1) {
      throw new BuildFailure("More than one executable jar in the " + where + ": " + found + ". Name the right one by BP_MAVEN_BUILT_ARTIFACT.");
    }
    return found.getFirst();
  }
}
