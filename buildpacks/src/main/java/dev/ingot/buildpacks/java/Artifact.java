package dev.ingot.buildpacks.java;

import dev.ingot.buildpacks.kit.BuildFailure;
import dev.ingot.buildpacks.kit.Files2;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the one archive to run: an executable jar, a war, or the zip of Gradle's plugin {@code application}. */
final class Artifact {
  private Artifact() {}

  /**
   * The archive that a build tool made.
   *
   * @param tool {@code MAVEN} or {@code GRADLE}, as in the names of settings
   * @param output directory that the tool writes archives to, as {@code target} or {@code build/libs}, in each module
   * @param zips the same for zips of applications with their libraries, which are taken when no jar runs alone; empty: there are none
   * @param pattern of {@code BP_<tool>_BUILT_ARTIFACT}, a path in the app, may end in {@code *.jar}; empty: each output directory is searched
   * @param module of {@code BP_<tool>_BUILT_MODULE}: the directory whose output counts alone; empty: all do
   * @throws BuildFailure when there is none or more than one
   */
  static Path built(Path app, String tool, String output, String zips, String pattern, String module) throws IOException {
    if (!pattern.isEmpty()) {
      return one(matching(app, pattern, tool), "BP_" + tool + "_BUILT_ARTIFACT=" + pattern, tool);
    }
    var root = app.resolve(module).normalize();
    if (!root.startsWith(app) || !Files.isDirectory(root)) {
      throw new BuildFailure("BP_" + tool + "_BUILT_MODULE=" + module + " is not a directory of the project. Name the module's directory.");
    }
    var candidates = new ArrayList<Path>(within(root, output, module).filter(Artifact::isRunnable).toList());
    if (!zips.isEmpty()) {
      var applications = within(root, zips, module).filter(file -> !ApplicationDirectory.libraries(file).isEmpty()).toList();
      candidates.removeIf(jar -> applications.stream().map(ApplicationDirectory::libraries).anyMatch(libraries -> libraries.size() > 1 && libraries.contains(jar.getFileName().toString())));
      if (candidates.isEmpty()) {
        candidates.addAll(applications);
      }
    }
    return one(candidates, module.isEmpty() ? output + " directories" : output + " directory of " + module, tool);
  }

  private static Stream<Path> within(Path root, String output, String module) throws IOException {
    return archives(root).filter(file -> module.isEmpty() ? file.getParent().endsWith(output) : file.getParent().equals(root.resolve(output)));
  }

  /** Names of the jars that the project's modules were packed into. */
  static Set<String> own(Path app, String output) throws IOException {
    return within(app, output, "").map(file -> file.getFileName().toString()).collect(Collectors.toUnmodifiableSet());
  }

  static boolean isZip(Path file) {
    return file.toString().endsWith(".zip");
  }

  private static List<Path> matching(Path app, String pattern, String tool) throws IOException {
    try {
      var matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
      return archives(app).filter(file -> (!isZip(file) || pattern.endsWith(".zip")) && matcher.matches(app.relativize(file))).toList();
    } catch (PatternSyntaxException bad) {
      throw new BuildFailure("BP_" + tool + "_BUILT_ARTIFACT=" + pattern + " is not a pattern of file names: " + bad.getDescription() + ".", bad);
    }
  }

  /** The jar or war in the app's root. */
  static Path pushed(Path app) throws IOException {
    var found = new ArrayList<Path>();
    for (var file : Files2.list(app)) {
      if (isRunnable(file)) {
        found.add(file);
      }
    }
    return one(found, "app's directory", "MAVEN");
  }

  private static Stream<Path> archives(Path root) throws IOException {
    try (var files = Files.walk(root, 9)) {
      return files.filter(Artifact::isArchive).sorted().toList().stream();
    }
  }

  private static boolean isArchive(Path file) {
    var name = file.getFileName().toString();
    return (name.endsWith(".jar") || name.endsWith(".war") || name.endsWith(".zip")) && Files.isRegularFile(file);
  }

  private static boolean isRunnable(Path file) {
    if (!isArchive(file) || isZip(file)) {
      return false;
    }
    try (var jar = new JarFile(file.toFile(), false)) {
      var manifest = jar.getManifest();
      return (manifest != null && manifest.getMainAttributes().getValue("Main-Class") != null)
          || (file.toString().endsWith(".war") && jar.stream().anyMatch(entry -> entry.getName().startsWith("WEB-INF/")));
    } catch (IOException notAnArchive) {
      return false;
    }
  }

  private static Path one(List<Path> found, String where, String tool) {
    if (found.isEmpty()) {
      throw new BuildFailure("No executable jar and no war in the " + where + ": no jar has a Main-Class in its manifest. Use the plugin of Spring Boot, "
          + (tool.equals("GRADLE") ? "or Gradle's plugin application, " : "") + "or set the main class in the jar's manifest, or name the file by BP_" + tool + "_BUILT_ARTIFACT.");
    }
    if (found.size() > 1) {
      throw new BuildFailure("More than one executable jar, war or application in the " + where + ": " + found + ". Name the right one by BP_" + tool + "_BUILT_ARTIFACT, or its module by BP_" + tool + "_BUILT_MODULE.");
    }
    return found.getFirst();
  }
}
