package dev.ingot.buildpacks.java;

import dev.ingot.buildpacks.kit.BuildContext;
import dev.ingot.buildpacks.kit.BuildFailure;
import dev.ingot.buildpacks.kit.Command;
import dev.ingot.buildpacks.kit.Files2;
import dev.ingot.buildpacks.kit.Freshness;
import dev.ingot.buildpacks.kit.Layer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Serves a web application (Jakarta Servlet specification, "Directory Structure") that has no main class of its own. Apache Tomcat comes out of the Maven repository, in the layer
 * {@code tomcat}; its settings are in {@code tomcat-base}. All that it writes goes to /tmp.
 */
final class Tomcat {
  private static final String ARTIFACT = "org/apache/tomcat/tomcat";
  private static final List<String> UNUSED = List.of("webapps", "temp", "work", "logs", "BUILDING.txt", "CONTRIBUTING.md", "README.md", "RELEASE-NOTES", "RUNNING.txt");
  /** What Tomcat's own start script gives the JVM. */
  private static final List<String> OPTIONS = List.of("--add-opens=java.base/java.lang=ALL-UNNAMED", "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED", "--add-opens=java.base/java.io=ALL-UNNAMED",
      "--add-opens=java.base/java.util=ALL-UNNAMED", "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED", "--add-opens=java.rmi/sun.rmi.transport=ALL-UNNAMED", "--enable-native-access=ALL-UNNAMED");
  private final BuildContext context;
  private final Freshness freshness;
  private final Path scratch;

  Tomcat(BuildContext context, Freshness freshness, Path scratch) {
    this.context = context;
    this.freshness = freshness;
    this.scratch = scratch;
  }

  /** Whether the directory is an unpacked war. */
  static boolean isWar(Path app) {
    return Files.isDirectory(app.resolve("WEB-INF"));
  }

  /** Installs it and gives the words that start it. @throws BuildFailure when no version fits */
  List<String> install() throws IOException {
    var home = home();
    var base = context.layer("tomcat-base").types(Layer.Type.LAUNCH).clear();
    var conf = Files.createDirectories(base.dir().resolve("conf"));
    Files.createDirectories(base.dir().resolve("webapps"));
    Files.copy(home.dir().resolve("conf/web.xml"), conf.resolve("web.xml"));
    Files.copy(home.dir().resolve("conf/catalina.properties"), conf.resolve("catalina.properties"));
    Files.writeString(conf.resolve("context.xml"), "<Context/>\n");
    Files.writeString(conf.resolve("logging.properties"), Jre.script("tomcat-logging.properties"));
    Files.writeString(conf.resolve("server.xml"), Jre.script("tomcat-server.xml").replace("@PATH@", contextPath()).replace("@APP@", context.app().toString()));
    var words = new ArrayList<>(OPTIONS);
    words.addAll(List.of("-Djava.util.logging.config.file=" + conf.resolve("logging.properties"), "-Djava.util.logging.manager=org.apache.juli.ClassLoaderLogManager",
        "-Dorg.apache.tomcat.util.digester.PROPERTY_SOURCE=org.apache.tomcat.util.digester.EnvironmentPropertySource", "-Dorg.apache.catalina.startup.EXIT_ON_INIT_FAILURE=true",
        "-Dcatalina.home=" + home.dir(), "-Dcatalina.base=" + base.dir(), "-Djava.io.tmpdir=/tmp",
        "-cp", home.dir().resolve("bin/bootstrap.jar") + ":" + home.dir().resolve("bin/tomcat-juli.jar"), "org.apache.catalina.startup.Bootstrap", "start"));
    return words;
  }

  private String contextPath() {
    var path = context.settings().get("BP_TOMCAT_CONTEXT_PATH", "").replaceFirst("^/+", "").replaceFirst("/+$", "");
    if (!path.matches("[A-Za-z0-9._~/-]*")) {
      throw new BuildFailure("BP_TOMCAT_CONTEXT_PATH=" + path + " is not a path of letters, digits, '.', '_', '~', '-' and '/'.");
    }
    return path.isEmpty() ? "" : "/" + path;
  }

  private Layer home() throws IOException {
    var layer = context.layer("tomcat").types(Layer.Type.LAUNCH, Layer.Type.CACHE);
    var line = line();
    boolean usable = layer.has(line);
    if (usable && freshness.isFresh(layer.metadata("checked"))) {
      context.log().info("Tomcat " + layer.metadata("version") + " (from the cache)");
      return layer;
    }
    try {
      var files = new MavenFiles(MavenRepository.find(context.settings()), scratch);
      var version = newest(files.versions(ARTIFACT), line);
      if (!version.equals(layer.metadata("version"))) {
        layer.replace(() -> unpack(files, layer, version));
      }
    } catch (BuildFailure away) {
      if (!usable || layer.metadata("version").isEmpty()) {
        throw away;
      }
      context.log().warn("using the cached Tomcat " + layer.metadata("version") + ", because asking for a newer one failed: " + away.getMessage());
      return layer;
    }
    layer.metadata("key", line).metadata("checked", freshness.stamp());
    context.log().info("Tomcat " + layer.metadata("version"));
    return layer;
  }

  private static void unpack(MavenFiles files, Layer layer, String version) throws IOException {
    files.unpack(ARTIFACT + "/" + version + "/tomcat-" + version + ".tar.gz", layer.dir(), "Tomcat " + version, "Set BP_TOMCAT_VERSION to a version that is there.");
    for (var unused : UNUSED) {
      Files2.delete(layer.dir().resolve(unused));
    }
    // In the archive only the owner may read, and an app does not run as the owner.
    Command.of(layer.dir(), "chmod", "-R", "a+rX", ".").capture("opening Tomcat's files");
    layer.metadata("version", version);
  }

  /** Versions wanted, as {@code 11} or {@code 10.1.*}. */
  private String line() throws IOException {
    var named = context.settings().get("BP_TOMCAT_VERSION");
    if (named.isEmpty()) {
      boolean old = usesJavax(context.app().resolve("WEB-INF"));
      context.log().info(old ? "the classes use javax.servlet, so Tomcat 9 serves them" : "the newest line of Tomcat serves Jakarta Servlet");
      return old ? "9" : "11";
    }
    var line = named.get().replaceFirst("(\\.[*xX])+$", "");
    if (!line.matches("\\d{1,4}(\\.\\d{1,4}){0,2}")) {
      throw new BuildFailure("BP_TOMCAT_VERSION=" + named.get() + " is not a version such as 11, 10.1.* or 9.0.98.");
    }
    return line;
  }

  /** The newest of the versions that begin with the line. @throws BuildFailure when none does */
  static String newest(List<String> versions, String line) {
    return versions.stream().filter(version -> (version + ".").startsWith(line + ".")).max(Comparator.comparing(Tomcat::numbers, Arrays::compare))
        .orElseThrow(() -> new BuildFailure("No Tomcat " + line + " is in the Maven repository. Set BP_TOMCAT_VERSION to a line that is there, such as 11, 10.1 or 9."));
  }

  private static int[] numbers(String version) {
    return Arrays.stream(version.split("\\.")).mapToInt(part -> part.length() > 8 ? 0 : Integer.parseInt(part)).toArray();
  }

  /** Whether the app was compiled for the names that Java EE had until 2019. */
  private static boolean usesJavax(Path webInf) throws IOException {
    var descriptor = webInf.resolve("web.xml");
    if (Files.isRegularFile(descriptor) && Files2.boundedText(descriptor, 8 << 20).matches("(?s).*(java\\.sun\\.com/xml/ns|xmlns\\.jcp\\.org/xml/ns)/j(ava|2)ee.*")) {
      return true;
    }
    var classes = webInf.resolve("classes");
    if (!Files.isDirectory(classes)) {
      return false;
    }
    try (var files = Files.walk(classes)) {
      for (var file : files.filter(file -> file.toString().endsWith(".class")).limit(20_000).toList()) {
        if (Files.size(file) < 1 << 20 && new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains("javax/servlet/")) {
          return true;
        }
      }
    }
    return false;
  }
}
