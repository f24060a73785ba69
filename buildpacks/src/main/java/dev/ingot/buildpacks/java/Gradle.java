package dev.ingot.buildpacks.java;

import dev.ingot.buildpacks.kit.BuildContext;
import dev.ingot.buildpacks.kit.Command;
import dev.ingot.buildpacks.kit.Layer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/**
 * Runs Gradle: the distribution that the app or its wrapper names, else the operator's, else Debian's. What Gradle fetches is kept in the layer {@code gradle-home}. The wrapper's own program is
 * not run: it knows neither proxy nor CA bundle of the container.
 */
final class Gradle {
  private final BuildContext context;
  private final Jdk jdk;
  private final Path scratch;

  Gradle(BuildContext context, Jdk jdk, Path scratch) {
    this.context = context;
    this.jdk = jdk;
    this.scratch = scratch;
  }

  static boolean isIn(Path app) {
    return List.of("build.gradle", "build.gradle.kts", "settings.gradle", "settings.gradle.kts").stream().anyMatch(name -> Files.isRegularFile(app.resolve(name)));
  }

  /** Builds the project in the app's directory. @throws dev.ingot.buildpacks.kit.BuildFailure when there is no Gradle or it fails; its log says why */
  void run() throws IOException {
    var settings = context.settings();
    var tool = tool();
    var home = context.layer("gradle-home").types(Layer.Type.CACHE).keep();
    var words = new ArrayList<>(List.of("sh", tool.program().toString(), "--no-daemon", "--console=plain", "--init-script", initScript().toString()));
    var arguments = new ArrayList<>(List.of(settings.get("BP_GRADLE_BUILD_ARGUMENTS", "-x test assemble").split("\\s+")));
    settings.get("BP_GRADLE_ADDITIONAL_BUILD_ARGUMENTS").ifPresent(more -> arguments.addAll(List.of(more.split("\\s+"))));
    words.addAll(arguments);
    context.log().step("gradle " + String.join(" ", arguments));
    var env = new HashMap<String, String>();
    env.put("JAVA_HOME", tool.javaHome().toString());
    env.put("GRADLE_USER_HOME", home.dir().toString());
    env.put("GRADLE_OPTS", (settings.get("GRADLE_OPTS", "-Dorg.gradle.welcome=never -XX:TieredStopAtLevel=1 -XX:+UseSerialGC") + " " + String.join(" ", Network.options(settings, scratch))).strip());
    Command.of(context.app(), words).env(env).limit(Duration.ofMinutes(30)).remedy("Gradle's own messages above say why.").run("building with Gradle");
  }

  private GradleTool tool() throws IOException {
    var named = GradleDistribution.ofSettings(context);
    if (named.isPresent()) {
      return named.get().install(context, jdk, scratch);
    }
    if (context.settings().get("BP_GRADLE_VERSION", "").equals(DebianGradle.NAME)) {
      return DebianGradle.install(context, jdk, "BP_GRADLE_VERSION asks for it");
    }
    var projects = GradleDistribution.ofProject(context);
    return projects.isPresent() ? projects.get().install(context, jdk, scratch)
        : DebianGradle.install(context, jdk, "the project has no wrapper and names no other, and no package registry has a newer one");
  }

  /** Archives without times, and the platform's Maven repository in the place of Central and before the plugin portal. Gradle 4 and 9 must understand it. */
  private Path initScript() throws IOException {
    var repository = MavenRepository.find(context.settings()).address().map(address -> "'" + address.replace("\\", "\\\\").replace("'", "\\'") + "'").orElse("null");
    return Files.writeString(scratch.resolve("platform.gradle"), """
        def platform = %s
        def each = { all, action -> all.respondsTo('configureEach', Closure) ? all.configureEach(action) : all.all(action) }
        def replace = { repositories ->
          if (platform != null) { each(repositories.withType(MavenArtifactRepository)) { if (it.name == 'MavenRepo') { it.url = uri(platform) } } }
        }
        def plugins = { settings ->
          if (platform != null) {
            settings.pluginManagement.repositories { maven { name = 'platform'; url = platform; if (delegate.hasProperty('allowInsecureProtocol')) { allowInsecureProtocol = true } }; gradlePluginPortal() }
          }
          replace(settings.pluginManagement.repositories)
        }
        if (gradle.respondsTo('beforeSettings', Closure)) {
          beforeSettings { settings -> plugins(settings); replace(settings.dependencyResolutionManagement.repositories) }
        } else {
          settingsEvaluated { settings -> plugins(settings) }
        }
        allprojects {
          replace(buildscript.repositories)
          replace(repositories)
          each(tasks.withType(AbstractArchiveTask)) { preserveFileTimestamps = false; reproducibleFileOrder = true }
        }
        """.formatted(repository));
  }
}
