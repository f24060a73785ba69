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

/** A Java runtime of another line than the platform's, out of the distribution's packages, in the layer {@code jre-debian}; for apps that do not run on a newer one. */
final class DebianJre {
  private DebianJre() {}

  /**
   * Installs it.
   *
   * @param wanted {@code 17} or {@code 17.*}
   * @throws BuildFailure when the distribution does not have it
   */
  static Layer install(BuildContext context, Jdk jdk, String wanted) throws IOException {
    var major = wanted.replaceFirst("^1\\.8.*", "8").replaceFirst("\\..*", "");
    if (!major.matches("\\d{1,2}")) {
      throw new BuildFailure("BP_JVM_VERSION=" + wanted + " is not a version such as 25 or 17.");
    }
    var name = "openjdk-" + major + "-jre-headless";
    try {
      return DebianLayer.of("jre-debian", List.of(name)).without("ca-certificates-java", "ca-certificates", "java-common", "openssl", "perl")
          .finishing("1 " + jdk.release(), layer -> finish(layer, jdk)).install(context, Freshness.daily(), Layer.Type.LAUNCH, Layer.Type.CACHE);
    } catch (BuildFailure missing) {
      throw new BuildFailure("BP_JVM_VERSION asks for Java " + wanted + ", but this platform has Java " + jdk.version() + ", which also runs what older Javas compiled, and the build image's distribution gives none: "
          + missing.getMessage() + " Unset BP_JVM_VERSION, or ask for a version that is there.", missing);
    }
  }

  private static void finish(Layer layer, Jdk jdk) throws IOException {
    var home = home(layer, "bin/java");
    giveCertificates(home, jdk);
    layer.launchEnvDefault("JAVA_HOME", home.toString());
    var bin = Files.createDirectories(layer.dir().resolve("bin"));
    for (var program : Files2.list(home.resolve("bin"))) {
      Files.createSymbolicLink(bin.resolve(program.getFileName()), bin.relativize(program));
    }
  }

  /** The platform's, because the package's own are a link to what its installation would make out of the system's. */
  static void giveCertificates(Path home, Jdk jdk) throws IOException {
    var cacerts = Files.createDirectories(home.resolve("lib/security")).resolve("cacerts");
    Files2.delete(cacerts);
    Files.copy(jdk.home().resolve("lib/security/cacerts").toRealPath(), cacerts);
  }

  /** The one Java in a layer of packages. @param program that it must have, as {@code bin/javac} */
  static Path home(Layer layer, String program) throws IOException {
    var homes = layer.dir().resolve("usr/lib/jvm");
    return (Files.isDirectory(homes) ? Files2.list(homes) : List.<Path>of()).stream()
        .filter(dir -> Files.isDirectory(dir, LinkOption.NOFOLLOW_LINKS) && Files.isExecutable(dir.resolve(program))).findFirst()
        .orElseThrow(() -> new BuildFailure("The distribution's package has no " + program + " below usr/lib/jvm."));
  }
}
