package dev.ingot.buildpacks.java;

import dev.ingot.buildpacks.kit.BuildContext;
import dev.ingot.buildpacks.kit.BuildFailure;
import dev.ingot.buildpacks.kit.Digests;
import dev.ingot.buildpacks.kit.Files2;
import dev.ingot.buildpacks.kit.Layer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The Java runtime of the image, made by jlink, in the layer {@code jre}; kept while JDK and modules stay the same. */
final class Jre {
  /** All of Java SE, and what servers use beyond it: diagnosis, more ciphers and charsets, DNS, zip file systems. */
  private static final String MODULES = "java.se,jdk.accessibility,jdk.charsets,jdk.crypto.cryptoki,jdk.crypto.ec,jdk.dynalink,jdk.httpserver,jdk.incubator.vector,jdk.jcmd,jdk.jfr,"
      + "jdk.localedata,jdk.management,jdk.management.agent,jdk.management.jfr,jdk.naming.dns,jdk.net,jdk.nio.mapmode,jdk.security.auth,jdk.security.jgss,jdk.unsupported,"
      + "jdk.xml.dom,jdk.zipfs";
  private static final String RECIPE = "2";

  private Jre() {}

  /** @throws BuildFailure when a module of {@code BP_JVM_MODULES} is unknown */
  static Layer install(BuildContext context, Jdk jdk) throws IOException {
    var modules = context.settings().get("BP_JVM_MODULES", MODULES).replaceAll("\\s+", "");
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
    layer.metadata("key", key);
    layer.launchEnvDefault("JAVA_HOME", layer.dir().toString());
    layer.execD("memory", script("memory.sh")).execD("server-port", script("server-port.sh"));
    return layer;
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

  /** The directory of the JRE's own programs. */
  static Path java(Layer layer) {
    return layer.dir().resolve("bin/java");
  }
}
