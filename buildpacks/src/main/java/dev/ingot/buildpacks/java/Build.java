package dev.ingot.buildpacks.java;

import dev.ingot.buildpacks.kit.BuildContext;
import dev.ingot.buildpacks.kit.BuildFailure;
import dev.ingot.buildpacks.kit.Buildpack;
import dev.ingot.buildpacks.kit.Files2;
import dev.ingot.buildpacks.kit.Freshness;
import dev.ingot.buildpacks.kit.Layer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The entry of {@code bin/build}. */
public final class Build implements Buildpack {
  /** Of the JDK's own 30,000 classes a server loads about this many. */
  private static final long JDK_CLASSES = 8000;
  /** Tomcat's, which are not in the app. */
  private static final long TOMCAT_CLASSES = 2000;
  private static final double LOADED_SHARE = 0.35;

  public static void main(String[] args) {
    Buildpack.main(args, new Build());
  }

  @Override
  public void build(BuildContext context) throws IOException {
    var jdk = Jdk.find();
    var wanted = context.settings().get("BP_JVM_VERSION", "");
    boolean platforms = wanted.isEmpty() || jdk.is(wanted);
    if (!platforms && AotCache.isWanted(context)) {
      throw new BuildFailure("An AOT cache (BP_JVM_AOTCACHE_ENABLED) needs the platform's Java " + jdk.version() + ", not Java " + wanted + ". Unset one of the two settings.");
    }
    var other = platforms ? null : DebianJre.install(context, jdk, wanted);
    var scratch = Files.createTempDirectory("ingot-java");
    try {
      if (!ExplodedJar.isIn(context.app()) && !Tomcat.isWar(context.app())) {
        unpack(context, jdk, scratch);
      }
      context.log().step("Installing Java");
      var jre = other == null ? Jre.install(context, jdk) : other;
      if (Tomcat.isWar(context.app()) && !ExplodedJar.hasMain(context.app())) {
        start(context, new Tomcat(context, Freshness.daily(), scratch).install(), TOMCAT_CLASSES);
        context.launch().slice(List.of("WEB-INF/lib"));
        return;
      }
      var jar = ExplodedJar.read(context.app());
      var slices = jar.slices();
      var arguments = jar.arguments();
      if (AotCache.isWanted(context)) {
        arguments = new AotCache(context, jdk, jre).train(arguments);
      }
      start(context, arguments, 0);
      slices.forEach(context.launch()::slice);
    } finally {
      Files2.delete(scratch);
    }
  }

  private static void start(BuildContext context, List<String> arguments, long serverClasses) throws IOException {
    var settings = context.layer("java-settings").types(Layer.Type.LAUNCH).clear();
    var loaded = Math.round((ExplodedJar.classes(context.app()) + serverClasses) * LOADED_SHARE) + JDK_CLASSES;
    settings.launchEnvDefault("BPL_JVM_LOADED_CLASS_COUNT", Long.toString(loaded));
    for (var name : List.of("ca-certificates", "jvm-options", "memory", "server-port")) {
      settings.execD(name, Jre.script(name + ".sh"));
    }
    var words = new ArrayList<>(List.of("java"));
    words.addAll(arguments);
    context.launch().process("web", words, List.of());
  }

  /** Leaves nothing but the unpacked archive in the app's directory: sources and intermediate files are not part of the image. */
  private static void unpack(BuildContext context, Jdk jdk, Path scratch) throws IOException {
    var app = context.app();
    Path archive;
    if (Files.isRegularFile(app.resolve(context.settings().get("BP_MAVEN_POM_FILE", "pom.xml")))) {
      new Maven(context, jdk, scratch).run();
      archive = built(context, "MAVEN", "target");
    } else if (Gradle.isIn(app)) {
      new Gradle(context, jdk, scratch).run();
      archive = built(context, "GRADLE", "build/libs");
    } else {
      archive = Artifact.pushed(app);
    }
    context.log().info((archive.toString().endsWith(".war") ? "war: " : "executable jar: ") + app.relativize(archive));
    var kept = scratch.resolve("app.jar");
    Files.copy(archive, kept);
    Files2.empty(app);
    jdk.tool(app, List.of("jar", "--extract", "--file", kept.toString())).capture("unpacking the archive");
  }

  private static Path built(BuildContext context, String tool, String output) throws IOException {
    var settings = context.settings();
    return Artifact.built(context.app(), tool, output, settings.get("BP_" + tool + "_BUILT_ARTIFACT", ""), settings.get("BP_" + tool + "_BUILT_MODULE", ""));
  }
}
