package dev.ingot.buildpacks.java;

import dev.ingot.buildpacks.kit.BuildContext;
import dev.ingot.buildpacks.kit.BuildFailure;
import dev.ingot.buildpacks.kit.Digests;
import dev.ingot.buildpacks.kit.Downloader;
import dev.ingot.buildpacks.kit.Files2;
import dev.ingot.buildpacks.kit.Layer;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;

/**
 * A zip with Gradle that the app, its wrapper or the operator names. It is kept in the layer {@code gradle}.
 *
 * @param place file of the app, or address
 * @param checksum SHA-256 in hex that it must have; empty for none
 * @param origin where it is named
 */
record GradleDistribution(String place, String checksum, String origin) {
  private static final String WRAPPER = "gradle/wrapper/gradle-wrapper.properties";
  private static final long MAX_ARCHIVE = 512 << 20;

  /** What {@code BP_GRADLE_DISTRIBUTION} names. */
  static Optional<GradleDistribution> ofSettings(BuildContext context) {
    return context.settings().get("BP_GRADLE_DISTRIBUTION").map(named -> new GradleDistribution(named, context.settings().get("BP_GRADLE_DISTRIBUTION_SHA256", ""), "BP_GRADLE_DISTRIBUTION"));
  }

  /**
   * What the project's wrapper names, or for projects without one what the operator offers.
   *
   * @return empty when nobody names one
   * @throws BuildFailure when the wrapper's file is damaged, or a version is asked for and nobody says where it is
   */
  static Optional<GradleDistribution> ofProject(BuildContext context) throws IOException {
    var settings = context.settings();
    var mirror = settings.get("INGOT_GRADLE_DISTRIBUTIONS").map(address -> address.endsWith("/") ? address : address + "/");
    var text = context.appText(WRAPPER);
    if (text == null) {
      var version = settings.get("BP_GRADLE_VERSION", String.valueOf(context.descriptorMetadata().get("gradle")));
      if (mirror.isEmpty() && settings.get("BP_GRADLE_VERSION").isPresent()) {
        throw new BuildFailure("BP_GRADLE_VERSION asks for Gradle " + version + ", but no package registry has it and this platform has no other place for it. " + remedy());
      }
      return mirror.map(address -> new GradleDistribution(address + "gradle-" + version + "-bin.zip", "", "INGOT_GRADLE_DISTRIBUTIONS"));
    }
    var properties = new Properties();
    try {
      properties.load(new StringReader(text));
    } catch (IllegalArgumentException damaged) {
      throw new BuildFailure(WRAPPER + " cannot be read: " + damaged.getMessage() + ". Let `gradle wrapper` write it anew.", damaged);
    }
    var url = properties.getProperty("distributionUrl", "").strip();
    if (url.isEmpty()) {
      throw new BuildFailure(WRAPPER + " has no distributionUrl. Let `gradle wrapper` write it anew.");
    }
    var place = !isAddress(url) ? "gradle/wrapper/" + url : mirror.map(address -> address + url.replaceFirst(".*/", "")).orElse(url);
    return Optional.of(new GradleDistribution(place, properties.getProperty("distributionSha256Sum", "").strip().toLowerCase(Locale.ROOT), WRAPPER));
  }

  private static boolean isAddress(String place) {
    return place.matches("(?i)[a-z][a-z0-9+.-]+:.*");
  }

  private String shown() {
    return Downloader.withoutLogin(place);
  }

  /** Ways to another Gradle. */
  static String remedy() {
    return "Push a distribution with the app and name it by BP_GRADLE_DISTRIBUTION=gradle/gradle-9.2.1-bin.zip (or distributionUrl=gradle-9.2.1-bin.zip beside the wrapper), "
        + "set BP_GRADLE_DISTRIBUTION to an address that builds can reach, ask the operator for INGOT_GRADLE_DISTRIBUTIONS, set BP_GRADLE_VERSION=" + DebianGradle.NAME
        + " where the build files work with the old Gradle that Debian packs, or build the jar yourself and push that.";
  }

  /** Installs it. @throws BuildFailure when it is not there, cannot be reached, or is not what it should be */
  GradleTool install(BuildContext context, Jdk jdk, Path scratch) throws IOException {
    boolean isAddress = isAddress(place);
    var file = isAddress ? scratch.resolve("gradle.zip") : pushed(context);
    var layer = context.layer("gradle").types(Layer.Type.CACHE);
    var key = Digests.key(place, checksum, isAddress ? "" : HexFormat.of().formatHex(Digests.file(file, "SHA-256")));
    if (!layer.has(key)) {
      if (isAddress) {
        fetch(context, scratch, file);
      }
      var actual = HexFormat.of().formatHex(Digests.file(file, "SHA-256"));
      if (!checksum.isEmpty() && !checksum.equals(actual)) {
        throw new BuildFailure("The Gradle distribution " + shown() + " is not what " + origin + " promises: its SHA-256 is " + actual + ", not " + checksum + ".");
      }
      jdk.tool(layer.clear().dir(), java.util.List.of("jar", "--extract", "--file", file.toString())).capture("unpacking Gradle");
      layer.metadata("key", key);
    }
    var tops = Files2.list(layer.dir()).stream().filter(dir -> Files.isRegularFile(dir.resolve("bin/gradle"))).toList();
    if (tops.size() != 1) {
      layer.clear();
      throw new BuildFailure("The archive " + shown() + " (" + origin + ") is not a Gradle distribution: it has no <directory>/bin/gradle. " + remedy());
    }
    context.log().info(tops.getFirst().getFileName() + " (" + origin + ")");
    return new GradleTool(tops.getFirst().resolve("bin/gradle"), jdk.home());
  }

  private Path pushed(BuildContext context) throws IOException {
    var file = context.app().resolve(place).normalize();
    if (!file.startsWith(context.app()) || !Files.isRegularFile(file) || !file.toRealPath().startsWith(context.app().toRealPath())) {
      throw new BuildFailure("The Gradle distribution " + shown() + " (" + origin + ") is not a file of the app. " + remedy());
    }
    return file;
  }

  private void fetch(BuildContext context, Path scratch, Path to) throws IOException {
    if (!place.matches("https?://\\S+")) {
      throw new BuildFailure("The Gradle distribution " + shown() + " (" + origin + ") is neither a file of the app nor an http or https address. " + remedy());
    }
    context.log().info("fetching " + shown());
    try {
      if (new Downloader(scratch).fetch(place, to, MAX_ARCHIVE)) {
        return;
      }
    } catch (BuildFailure unreachable) {
      throw new BuildFailure(unreachable.getMessage() + " " + remedy(), unreachable);
    }
    throw new BuildFailure("There is no Gradle distribution at " + shown() + " (" + origin + "). " + remedy());
  }
}
