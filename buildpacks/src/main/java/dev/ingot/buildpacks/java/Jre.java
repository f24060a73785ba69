package dev.ingot.buildpacks.java;

import dev.ingot.buildpacks.kit.BuildContext;
import dev.ingot.buildpacks.kit.BuildFailure;
import dev.ingot.buildpacks.kit.Digests;
import dev.ingot.buildpacks.kit.Files2;
import dev.ingot.buildpacks.kit.Layer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The Java runtime of the image, made by jlink, in the layer {@code jre}; kept while JDK and modules stay the same. */
final class Jre {
  /** All of Java SE, and what servers use beyond it: diagnosis, more ciphers and charsets, DNS, zip file systems. */
  private static final String MODULES = "java.se,jdk.accessibility,jdk.charsets,jdk.crypto.cryptoki,jdk.crypto.ec,jdk.dynalink,jdk.httpserver,jdk.incubator.vector,jdk.jcmd,jdk.jdwp.agent,jdk.jfr,"
      + "jdk.localedata,jdk.management,jdk.management.agent,jdk.management.jfr,jdk.naming.dns,jdk.net,jdk.nio.mapmode,jdk.security.auth,jdk.security.jgss,jdk.unsupported,"
      + "jdk.xml.dom,jdk.zipfs";
  /** What an app may need without jdeps seeing it: loaded by name, or by whoever looks into a running JVM. */
  private static final String UNSEEN = "java.management,java.naming,jdk.charsets,jdk.crypto.ec,jdk.jcmd,jdk.jdwp.agent,jdk.jfr,jdk.localedata,jdk.management,jdk.management.agent,jdk.naming.dns,jdk.net,"
      + "jdk.unsupported,jdk.zipfs";
  /** 1980-01-01T00:00:01Z, as the exporter writes it. */
  static final FileTime IMAGE_TIME = FileTime.from(Instant.ofEpochSecond(315_532_801));
  private static final String RECIPE = "3";

  private Jre() {}

  /** @throws BuildFailure when a module of {@code BP_JVM_MODULES} is unknown */
  static Layer install(BuildContext context, Jdk jdk) throws IOException {
    var named = context.settings().get("BP_JVM_MODULES", MODULES).replaceAll("\\s+", "");
    var modules = named.equals("auto") ? needed(context, jdk) : named;
    if (!modules.matches("[A-Za-z0-9_.,]+")) {
      throw new BuildFailure("BP_JVM_MODULES=" + modules + " is not a list of module names with commas between them.");
    }
    var layer = context.layer("jre").types(Layer.Type.LAUNCH, Layer.Type.CACHE);
    var key = Digests.key(RECIPE, jdk.release(), modules);
    if (layer.has(key)) {
      context.log().info("Java runtime " + jdk.version() + " (from the cache)");
      return layer;
    }
    context.log().info("Java runtime " + jdk.version() + ", made by jlink");
    layer.clear();
    var image = layer.dir().resolve("jre");
    jdk.tool(context.app(), List.of("jlink", "--add-modules", modules, "--compress", "zip-6", "--strip-java-debug-attributes", "--no-header-files", "--no-man-pages",
        "--generate-cds-archive", "--output", image.toString())).limit(Duration.ofMinutes(10)).capture("making a Java runtime with jlink");
    // Only for heaps over 32 GB: not worth 15 MB in every image.
    Files.deleteIfExists(image.resolve("lib/server/classes_nocoops.jsa"));
    for (var part : Files2.list(image)) {
      Files2.move(part, layer.dir().resolve(part.getFileName()));
    }
    Files2.delete(image);
    link(layer);
    // Archives of classes hold the time of this file, and files of an image have this one.
    Files.setLastModifiedTime(layer.dir().resolve("lib/modules"), IMAGE_TIME);
    layer.metadata("key", key);
    layer.launchEnvDefault("JAVA_HOME", layer.dir().toString());
    return layer;
  }

  /** Modules that the app's classes name, found by jdeps, and those it cannot see. */
  private static String needed(BuildContext context, Jdk jdk) throws IOException {
    var words = new ArrayList<>(List.of("jdeps", "--print-module-deps", "--ignore-missing-deps", "--recursive", "--multi-release", jdk.version().replaceFirst("\\..*", "")));
    List<Path> jars;
    try (var files = Files.walk(context.app())) {
      jars = files.filter(file -> file.toString().endsWith(".jar") && Files.isRegularFile(file)).sorted().toList();
    }
    var classes = List.of("BOOT-INF/classes", "WEB-INF/classes", "").stream().map(context.app()::resolve).filter(Files::isDirectory).findFirst().orElse(context.app());
    words.addAll(List.of("--class-path", String.join(":", jars.stream().map(Path::toString).toList()), classes.toString()));
    jars.forEach(jar -> words.add(jar.toString()));
    var found = jdk.tool(context.app(), words).limit(Duration.ofMinutes(5)).capture("asking jdeps for the modules the app needs").lines().filter(line -> line.matches("[a-z][A-Za-z0-9_.,]+")).toList();
    if (found.isEmpty()) {
      throw new BuildFailure("jdeps does not tell which modules the app needs. Leave BP_JVM_MODULES=auto out, or list the modules.");
    }
    context.log().info("modules of the app: " + found.getLast());
    return found.getLast() + "," + UNSEEN;
  }

  /** The tree must not point out of itself: jlink copies some files' links as they are. */
  private static void link(Layer layer) throws IOException {
    var cacerts = layer.dir().resolve("lib/security/cacerts");
    if (!Files.isRegularFile(cacerts)) {
      throw new BuildFailure("The Java runtime has no certificates: lib/security/cacerts of the platform's JDK does not lead to a file inside the build container. "
          + "Mount the file that the link points to as well.");
    }
    if (Files.isSymbolicLink(cacerts)) {
      var target = cacerts.toRealPath();
      Files.delete(cacerts);
      Files.copy(target, cacerts);
    }
  }

  static String script(String name) throws IOException {
    try (var in = Jre.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new BuildFailure("The buildpack's own file " + name + " is missing: it is installed incompletely.");
      }
      return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    }
  }
}
