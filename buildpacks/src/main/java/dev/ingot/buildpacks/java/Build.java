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
import java.util.Set;

/** The entry of {@code bin/build}. */
public final class Build implements Buildpack {
  /** Of the JDK's own 30,000 classes a server loads about this many. */
  private static final long JDK_CLASSES = 8000;
  /** Tomcat's, which are not in the app. */
  private static final long TOMCAT_CLASSES = 2000;
  private static final double LOADED_SHARE = 0.35;
  /** Not sources: the buildpack for processes and the launcher read them. */
  private static final Set<String> KEPT = Set.of("Procfile", ".profile", ".profile.d");

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
      Set<String> own = Set.of();
      if (!ExplodedJar.isIn(context.app()) && !Tomcat.isWar(context.app()) && !ApplicationDirectory.isIn(context.app())) {
        own = unpack(context, jdk, scratch);
      }
      context.log().step("Installing Java");
      var jre = other == null ? Jre.install(context, jdk) : other;
      if (Tomcat.isWar(context.app()) && !ExplodedJar.hasMain(context.app())) {
        start(context, java(new Tomcat(context, Freshness.daily(), scratch).install()), TOMCAT_CLASSES);
        context.launch().slice(List.of("WEB-INF/lib"));
        return;
      }
      if (!ExplodedJar.isIn(context.app()) && ApplicationDirectory.isIn(context.app())) {
        var application = ApplicationDirectory.read(context.app(), own);
        if (AotCache.isWanted(context)) {
          context.log().warn(AotCache.NEEDS);
        }
        start(context, application.words(), 0);
        context.launch().slice(application.slice());
        return;
      }
      var jar = ExplodedJar.read(context.app());
      var slices = jar.slices();
      var arguments = jar.arguments();
      if (AotCache.isWanted(context)) {
        arguments = new AotCache(context, jdk, jre).train(arguments);
      }
      start(context, java(arguments), 0);
      slices.forEach(context.launch()::slice);
    } finally {
      Files2.delete(scratch);
    }
  }

  private static List<String> java(List<String> arguments) {
    var words = new ArrayList<>(List.of("java"));
    words.addAll(arguments);
    return words;
  }

  private static void start(BuildContext context, List<String> words, long serverClasses) throws IOException {
    var settings = context.layer("java-settings").types(Layer.Type.LAUNCH).clear();
    var loaded = Math.round((ExplodedJar.classes(context.app()) + serverClasses) * LOADED_SHARE) + JDK_CLASSES;
    settings.launchEnvDefault("BPL_JVM_LOADED_CLASS_COUNT", Long.toString(loaded));
    for (var name : List.of("ca-certificates", "jvm-options", "memory", "server-port")) {
      settings.execD(name, Jre.script(name + ".sh"));
    }
    context.launch().process("web", words, List.of());
  }

  /**
   * Leaves nothing but the unpacked archive in the app's directory, and what later buildpacks and the launcher read: sources and intermediate files are not part of the image.
   *
   * @return names of the project's own jars, where the archive holds jars of libraries beside them
   */
  private static Set<String> unpack(BuildContext context, Jdk jdk, Path scratch) throws IOException {
    var app = context.app();
    Path archive;
    if (Files.isRegularFile(app.resolve(context.settings().get("BP_MAVEN_POM_FILE", "pom.xml")))) {
      new Maven(context, jdk, scratch).run();
      archive = built(context, "MAVEN", "target", "");
    } else if (Gradle.isIn(app)) {
      new Gradle(context, jdk, scratch).run();
      archive = built(context, "GRADLE", "build/libs", "build/distributions");
    } else {
      archive = Artifact.pushed(app);
    }
    boolean isApplication = Artifact.isZip(archive);
    context.log().info((isApplication ? "application: " : archive.toString().endsWith(".war") ? "war: " : "executable jar: ") + app.relativize(archive));
    var own = isApplication ? Artifact.own(app, "build/libs") : Set.<String>of();
    var kept = scratch.resolve("archive");
    Files.copy(archive, kept);
    for (var entry : Files2.list(app)) {
      if (!KEPT.contains(entry.getFileName().toString())) {
        Files2.delete(entry);
      }
    }
    var place = isApplication ? Files.createDirectory(scratch.resolve("application")) : app;
    jdk.tool(place, List.of("jar", "--extract", "--file", kept.toString())).capture("unpacking the archive");
    for (var entry : isApplication ? Files2.list(only(place, archive)) : List.<Path>of()) {
      Files2.delete(app.resolve(entry.getFileName()));
      Files2.move(entry, app.resolve(entry.getFileName()));
    }
    return own;
  }

  private static Path only(Path dir, Path archive) throws IOException {
    var tops = Files2.list(dir);
    if (tops.size() != 1 || !ApplicationDirectory.isIn(tops.getFirst())) {
      throw new BuildFailure("The archive " + archive.getFileName() + " is not an application as Gradle's plugin application makes it: one directory with a start script in bin and jars in lib.");
    }
    return tops.getFirst();
  }

  private static Path built(BuildContext context, String tool, String output, String zips) throws IOException {
    var settings = context.settings();
    return Artifact.built(context.app(), tool, output, zips, settings.get("BP_" + tool + "_BUILT_ARTIFACT", ""), settings.get("BP_" + tool + "_BUILT_MODULE", ""));
  }
}
