package dev.ingot.buildpacks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;

/** Asks the machine's own tools where packages come from, as the platform does for its builds. */
final class Mirrors {
  private static final Pattern CENTRAL = Pattern.compile("<url>\\s*([^<\\s]+)\\s*</url>");

  private Mirrors() {}

  static void addTo(Map<String, String> env) throws IOException {
    env.putIfAbsent("INGOT_NPM_REGISTRY", output("npm", "config", "get", "registry"));
    env.putIfAbsent("GOPROXY", output("go", "env", "GOPROXY"));
    env.putIfAbsent("INGOT_MAVEN_REPOSITORY", maven());
  }

  private static String output(String... command) throws IOException {
    var process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }

  /** The central repository as Maven's own built-in POM names it. */
  private static String maven() throws IOException {
    for (var dir : System.getenv("PATH").split(":")) {
      var mvn = Path.of(dir, "mvn");
      if (Files.isExecutable(mvn)) {
        var library = mvn.toRealPath().getParent().resolveSibling("lib");
        try (var jars = Files.newDirectoryStream(library, "maven-model-builder*.jar")) {
          for (var jar : jars) {
            return central(jar);
          }
        }
      }
    }
    throw new IllegalStateException("no Maven on PATH to ask for its repository");
  }

  private static String central(Path jar) throws IOException {
    try (var zip = new ZipFile(jar.toFile()); var in = zip.getInputStream(zip.getEntry("org/apache/maven/model/pom-4.0.0.xml"))) {
      var match = CENTRAL.matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      if (!match.find()) {
        throw new IllegalStateException("no repository in " + jar);
      }
      return match.group(1);
    }
  }
}
