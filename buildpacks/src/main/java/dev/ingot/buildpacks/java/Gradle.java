package dev.ingot.buildpacks.java;

import dev.ingot.buildpacks.kit.BuildContext;
import dev.ingot.buildpacks.kit.BuildFailure;
import dev.ingot.buildpacks.kit.Command;
import dev.ingot.buildpacks.kit.Digests;
import dev.ingot.buildpacks.kit.Downloader;
import dev.ingot.buildpacks.kit.Files2;
import dev.ingot.buildpacks.kit.Layer;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Properties;

/**
 * Runs Gradle. No package registry has it, so the distribution is the one that {@code BP_GRADLE_DISTRIBUTION} or the project's wrapper names: a file of the app, or an address. It is
 * kept in the layer {@code gradle}, what Gradle fetches in {@code gradle-home}. The wrapper's own program is not run: it knows neither proxy nor CA bundle of the container.
 */
final class Gradle {
  private static final String WRAPPER = "gradle/wrapper/gradle-wrapper.properties";
  private static final long MAX_ARCHIVE = 512 << 20;
  private final BuildContext context;
  private final Jdk jdk;
  private final Path scratch;

  /** @param place file or address @param checksum SHA-256 in hex, empty for none @param origin where it is named */
  private record Distribution(String place, String checksum, String origin) {}

  Gradle(BuildContext context, Jdk jdk, Path scratch) {
    this.context = context;
    this.jdk = jdk;
    this.scratch = scratch;
  }

  static boolean isIn(Path app) {
    return List.of("build.gradle", "build.gradle.kts", "settings.gradle", "settings.gradle.kts").stream().anyMatch(name -> Files.isRegularFile(app.resolve(name)));
  }

  /** Builds the project in the app's directory. @throws BuildFailure when there is no Gradle or it fails; its log says why */
  void run() throws IOException {
    var settings = context.settings();
    var program = install(distribution());
    var home = context.layer("gradle-home").types(Layer.Type.CACHE).keep();
    var words = new ArrayList<>(List.of("sh", program.toString(), "--no-daemon", "--console=plain"));
    var repository = MavenRepository.find(settings);
    if (repository.address().isPresent()) {
      words.addAll(List.of("--init-script", mirror(repository.address().get()).toString()));
    }
    var arguments = new ArrayList<>(List.of(settings.get("BP_GRADLE_BUILD_ARGUMENTS", "-x test assemble").split("\\s+")));
    settings.get("BP_GRADLE_ADDITIONAL_BUILD_ARGUMENTS").ifPresent(more -> arguments.addAll(List.of(more.split("\\s+"))));
    words.addAll(arguments);
    context.log().step("gradle " + String.join(" ", arguments));
    var env = new HashMap<String, String>();
    env.put("JAVA_HOME", jdk.home().toString());
    env.put("GRADLE_USER_HOME", home.dir().toString());
    env.put("GRADLE_OPTS", (settings.get("GRADLE_OPTS", "-Dorg.gradle.welcome=never") + " " + String.join(" ", Network.options(settings, scratch))).strip());
    Command.of(context.app(), words).env(env).limit(Duration.ofMinutes(30)).remedy("Gradle's own messages above say why.").run("building with Gradle");
  }

  /** Puts the platform's Maven repository in the place of Central, and before the plugin portal. */
  private Path mirror(String address) throws IOException {
    var quoted = "'" + address.replace("\\", "\\\\").replace("'", "\\'") + "'";
    return Files.writeString(scratch.resolve("mirror.gradle"), """
        def platform = %s
        def replace = { repositories -> repositories.withType(MavenArtifactRepository).configureEach { if (it.name == 'MavenRepo') { it.url = uri(platform) } } }
        beforeSettings { settings ->
          settings.pluginManagement.repositories { maven { name = 'platform'; url = platform; allowInsecureProtocol = true }; gradlePluginPortal() }
          replace(settings.pluginManagement.repositories)
          replace(settings.dependencyResolutionManagement.repositories)
        }
        allprojects { replace(buildscript.repositories); replace(repositories) }
        """.formatted(quoted));
  }

  private Distribution distribution() throws IOException {
    var settings = context.settings();
    var named = settings.get("BP_GRADLE_DISTRIBUTION");
    if (named.isPresent()) {
      return new Distribution(named.get(), settings.get("BP_GRADLE_DISTRIBUTION_SHA256", ""), "BP_GRADLE_DISTRIBUTION");
    }
    var mirror = settings.get("INGOT_GRADLE_DISTRIBUTIONS").map(address -> address.endsWith("/") ? address : address + "/");
    var text = context.appText(WRAPPER);
    if (text == null) {
      var version = settings.get("BP_GRADLE_VERSION", String.valueOf(context.descriptorMetadata().get("gradle")));
      return mirror.map(address -> new Distribution(address + "gradle-" + version + "-bin.zip", "", "INGOT_GRADLE_DISTRIBUTIONS"))
          .orElseThrow(() -> new BuildFailure("No Gradle is known: the project has no " + WRAPPER + ", and no package registry has Gradle. " + remedy()));
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
    return new Distribution(place, properties.getProperty("distributionSha256Sum", "").strip().toLowerCase(Locale.ROOT), WRAPPER);
  }

  private static boolean isAddress(String place) {
    return place.matches("(?i)[a-z][a-z0-9+.-]+:.*");
  }

  private static String remedy() {
    return "Push a distribution with the app and name it by BP_GRADLE_DISTRIBUTION=gradle/gradle-9.2.1-bin.zip (or distributionUrl=gradle-9.2.1-bin.zip beside the wrapper), "
        + "set BP_GRADLE_DISTRIBUTION to an address that builds can reach, ask the operator for INGOT_GRADLE_DISTRIBUTIONS, or build the jar yourself and push that.";
  }

  /** The program {@code bin/gradle}. */
  private Path install(Distribution distribution) throws IOException {
    boolean isAddress = isAddress(distribution.place);
    var file = isAddress ? scratch.resolve("gradle.zip") : pushed(distribution);
    var layer = context.layer("gradle").types(Layer.Type.CACHE);
    var key = Digests.key(distribution.place, distribution.checksum, isAddress ? "" : HexFormat.of().formatHex(Digests.file(file, "SHA-256")));
    if (!layer.has(key)) {
      if (isAddress) {
        fetch(distribution, file);
      }
      var checksum = HexFormat.of().formatHex(Digests.file(file, "SHA-256"));
      if (!distribution.checksum.isEmpty() && !distribution.checksum.equals(checksum)) {
        throw new BuildFailure("The Gradle distribution " + distribution.place + " is not what " + distribution.origin + " promises: its SHA-256 is " + checksum + ", not " + distribution.checksum + ".");
      }
      jdk.tool(layer.clear().dir(), List.of("jar", "--extract", "--file", file.toString())).capture("unpacking Gradle");
      layer.metadata("key", key);
    }
    var tops = Files2.list(layer.dir()).stream().filter(dir -> Files.isRegularFile(dir.resolve("bin/gradle"))).toList();
    if (tops.size() != 1) {
      layer.clear();
      throw new BuildFailure("The archive " + distribution.place + " (" + distribution.origin + ") is not a Gradle distribution: it has no <directory>/bin/gradle. " + remedy());
    }
    context.log().info(tops.getFirst().getFileName() + " (" + distribution.origin + ")");
    return tops.getFirst().resolve("bin/gradle");
  }

  private Path pushed(Distribution distribution) throws IOException {
    var file = context.app().resolve(distribution.place).normalize();
    if (!file.startsWith(context.app()) || !Files.isRegularFile(file) || !file.toRealPath().startsWith(context.app().toRealPath())) {
      throw new BuildFailure("The Gradle distribution " + distribution.place + " (" + distribution.origin + ") is not a file of the app. " + remedy());
    }
    return file;
  }

  private void fetch(Distribution distribution, Path to) throws IOException {
    if (!distribution.place.matches("https?://\\S+")) {
      throw new BuildFailure("The Gradle distribution " + distribution.place + " (" + distribution.origin + ") is neither a file of the app nor an http or https address. " + remedy());
    }
    context.log().info("fetching " + distribution.place);
    try {
      if (new Downloader(scratch).fetch(distribution.place, to, MAX_ARCHIVE)) {
        return;
      }
    } catch (BuildFailure unreachable) {
      throw new BuildFailure(unreachable.getMessage() + " " + remedy(), unreachable);
    }
    throw new BuildFailure("There is no Gradle distribution at " + distribution.place + " (" + distribution.origin + "). " + remedy());
  }
}
