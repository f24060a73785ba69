package dev.ingot.buildpacks.java;

import dev.ingot.buildpacks.kit.BuildContext;
import dev.ingot.buildpacks.kit.BuildFailure;
import dev.ingot.buildpacks.kit.Files2;
import dev.ingot.buildpacks.kit.Freshness;
import dev.ingot.buildpacks.kit.Layer;
import dev.ingot.buildpacks.kit.debian.DebianLayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The Gradle that the build image's distribution packs (Debian 12: 4.4.1, mended for its JDK 17), with that JDK, in the layer {@code gradle-debian}, which is not part of the image. It is old, but
 * the only one that comes out of a package registry.
 */
final class DebianGradle {
  /** The value of {@code BP_GRADLE_VERSION} that asks for it. */
  static final String NAME = "debian";

  /** What only a desktop needs, and what only scripts of packages need. */
  private static final String[] NEEDLESS = {"ca-certificates-java", "ca-certificates", "java-common", "openssl", "perl", "libcups2", "libasound2", "libnss3", "libpcsclite1", "libjs-jquery"};

  private DebianGradle() {}

  /**
   * Installs it.
   *
   * @param why for the log
   * @throws BuildFailure when the distribution has none, or the project is written for a newer one
   */
  static GradleTool install(BuildContext context, Jdk jdk, String why) throws IOException {
    var kotlin = kotlin(context.app());
    if (kotlin.isPresent()) {
      throw new BuildFailure("The project's " + kotlin.get() + " is written in Kotlin, which the distribution's Gradle, the one to take here (" + why + "), does not read. " + GradleDistribution.remedy()
          + " Or write build.gradle in Groovy.");
    }
    Layer layer;
    try {
      layer = DebianLayer.of("gradle-debian", List.of("gradle", "default-jdk-headless")).without(NEEDLESS)
          .finishing("1 " + jdk.release(), made -> finish(made, jdk)).install(context, Freshness.daily(), Layer.Type.CACHE);
    } catch (BuildFailure missing) {
      throw new BuildFailure("The build image's distribution gives no Gradle (" + why + "): " + missing.getMessage() + " " + GradleDistribution.remedy(), missing);
    }
    var home = home(layer);
    context.log().info("Gradle " + DebianLayer.version(layer, "gradle").replaceFirst("-.*", "") + " of the distribution with its JDK " + Jdk.of(home).version() + ": " + why);
    return new GradleTool(layer.dir().resolve("usr/share/gradle/bin/gradle"), home);
  }

  private static void finish(Layer layer, Jdk jdk) throws IOException {
    DebianJre.giveCertificates(home(layer), jdk);
    var paths = new ClassPaths(layer.dir());
    for (var file : Files2.list(layer.dir().resolve("usr/share/java"))) {
      if (file.getFileName().toString().matches("gradle-.*\\.jar") && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        paths.relocate(file);
      }
    }
  }

  private static Path home(Layer layer) throws IOException {
    return DebianJre.home(layer, "bin/javac");
  }

  /** The first build file in Kotlin's language, relative to the app. */
  private static Optional<Path> kotlin(Path app) throws IOException {
    try (var files = Files.walk(app, 6)) {
      return files.filter(file -> file.getFileName().toString().endsWith(".gradle.kts") && Files.isRegularFile(file)).map(app::relativize).sorted().findFirst();
    }
  }
}
