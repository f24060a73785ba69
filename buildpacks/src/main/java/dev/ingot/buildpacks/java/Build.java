package dev.ingot.buildpacks.java;

import dev.ingot.buildpacks.kit.BuildContext;
import dev.ingot.buildpacks.kit.Buildpack;
import dev.ingot.buildpacks.kit.Files2;
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
  private static final double LOADED_SHARE = 0.35;

  public static void main(String[] args) {
    Buildpack.main(args, new Build());
  }

  @Override
  public void build(BuildContext context) throws IOException {
    var jdk = Jdk.find(context.settings());
    var scratch = Files.createTempDirectory("ingot-java");
    try {
      if (!ExplodedJar.isIn(context.app())) {
        unpack(context, jdk, scratch);
      }
    } finally {
      Files2.delete(scratch);
    }
    context.log().step("Installing Java");
    Jre.install(context, jdk);
    var jar = ExplodedJar.read(context.app());
    var settings = context.layer("java-settings").types(Layer.Type.LAUNCH).clear();
    settings.launchEnvDefault("BPL_JVM_LOADED_CLASS_COUNT", Long.toString(Math.round((jar.classes()) * LOADED_SHARE) + JDK_CLASSES));
    jar.slices().forEach(context.launch()::slice);
    var words = new ArrayList<>(List.of("java"));
    words.addAll(jar.arguments());
    context.launch().process("web", words, List.of());
  }

  /** Leaves nothing but the unpacked jar in the app's directory: sources and intermediate files are not part of the image. */
  private static void unpack(BuildContext context, Jdk jdk, Path scratch) throws IOException {
    var app = context.app();
    Path archive;
    if (Files.isRegularFile(app.resolve("pom.xml"))) {
      new Maven(context, jdk, scratch).run();
      archive = Artifact.built(app, context.settings().get("BP_MAVEN_BUILT_ARTIFACT", ""));
    } else {
      archive = Artifact.pushed(app);
    }
    context.log().info("executable jar: " + app.relativize(archive));
    var kept = scratch.resolve("app.jar");
    Files.copy(archive, kept);
    Files2.empty(app);
    jdk.tool(app, List.of("jar", "--extract", "--file", kept.toString())).capture("unpacking the executable jar");
  }
}
