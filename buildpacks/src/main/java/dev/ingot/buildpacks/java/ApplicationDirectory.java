package dev.ingot.buildpacks.java;

import dev.ingot.buildpacks.kit.BuildFailure;
import dev.ingot.buildpacks.kit.Files2;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;

/**
 * What Gradle's plugin {@code application} makes (Gradle user guide, "The Application Plugin"): a start script in {@code bin/}, with its twin for Windows, and all jars in {@code lib/}. In the image it
 * is the app's directory.
 *
 * @param script relative to the app's directory
 * @param own names of the jars that hold the project's own classes
 */
record ApplicationDirectory(Path app, String script, Set<String> own) {
  private static final Pattern IN_ZIP = Pattern.compile("([^/]+)/lib/([^/]+\\.jar)");
  private static final Pattern FIRST_OF_CLASS_PATH = Pattern.compile("(?m)^CLASSPATH=\"?\\$APP_HOME/lib/([^:\"\\s]+)");

  /** Debian's Gradle makes scripts that start a JVM to see whether it knows modules: a second one with the same debugger's port and recording, before each start. */
  private static final String PROBE = "if $JAVACMD --add-opens java.base/java.lang=ALL-UNNAMED -version ; then";

  /** Whether the directory is one. */
  static boolean isIn(Path app) throws IOException {
    return scripts(app).size() == 1 && !jars(app).isEmpty();
  }

  /** @param own as far as they are known; the first one of the class path always counts */
  static ApplicationDirectory read(Path app, Set<String> own) throws IOException {
    var scripts = scripts(app);
    if (scripts.size() != 1) {
      throw new BuildFailure((scripts.isEmpty() ? "There is no start script with a twin for Windows" : "There are several start scripts, " + scripts + ",") + " in the bin directory of the application that Gradle made. "
          + "Let the plugin application make exactly one.");
    }
    var all = new java.util.TreeSet<>(own);
    var text = Files2.boundedText(app.resolve(scripts.getFirst()), 1 << 20);
    var first = FIRST_OF_CLASS_PATH.matcher(text);
    if (first.find()) {
      all.add(first.group(1));
    }
    if (text.contains(PROBE)) {
      Files.writeString(app.resolve(scripts.getFirst()), text.replace(PROBE, "if true ; then"));
    }
    Files2.makeExecutable(app.resolve(scripts.getFirst()));
    return new ApplicationDirectory(app, scripts.getFirst(), all);
  }

  private static List<String> scripts(Path app) throws IOException {
    var bin = app.resolve("bin");
    if (!Files.isDirectory(bin)) {
      return List.of();
    }
    return Files2.list(bin).stream().map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".bat")).map(name -> "bin/" + name.substring(0, name.length() - 4))
        .filter(name -> Files.isRegularFile(app.resolve(name))).toList();
  }

  private static List<String> jars(Path app) throws IOException {
    var lib = app.resolve("lib");
    return Files.isDirectory(lib) ? Files2.list(lib).stream().map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".jar")).toList() : List.of();
  }

  /** Names of the jars in a zip that holds such a directory; empty for other zips. */
  static Set<String> libraries(Path zip) {
    try (var file = new ZipFile(zip.toFile())) {
      return file.stream().map(entry -> IN_ZIP.matcher(entry.getName())).filter(java.util.regex.Matcher::matches).map(match -> match.group(2)).collect(java.util.stream.Collectors.toUnmodifiableSet());
    } catch (IOException notAZip) {
      return Set.of();
    }
  }

  /** What starts the app. */
  List<String> words() {
    return List.of(app.resolve(script).toString());
  }

  /** The libraries: they change less often than the project's own jars. */
  List<String> slice() throws IOException {
    return jars(app).stream().filter(name -> !own.contains(name)).map(name -> "lib/" + ExplodedJar.escape(name)).toList();
  }
}
