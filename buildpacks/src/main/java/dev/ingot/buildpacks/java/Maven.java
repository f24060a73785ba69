package dev.ingot.buildpacks.java;

import dev.ingot.buildpacks.kit.BuildContext;
import dev.ingot.buildpacks.kit.BuildFailure;
import dev.ingot.buildpacks.kit.Command;
import dev.ingot.buildpacks.kit.Layer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/** Runs the project's Maven wrapper, else a Maven out of the Maven repository (layer {@code maven}); artifacts stay in the layer {@code m2}. */
final class Maven {
  private final BuildContext context;
  private final Jdk jdk;
  private final Path scratch;
  private final MavenRepository repository;

  Maven(BuildContext context, Jdk jdk, Path scratch) throws IOException {
    this.context = context;
    this.jdk = jdk;
    this.scratch = scratch;
    this.repository = MavenRepository.find(context.settings());
  }

  /** Builds the project in the app's directory. @throws BuildFailure when Maven fails; its log says why */
  void run() throws IOException {
    var settings = context.settings();
    var words = new ArrayList<>(launcher());
    var artifacts = context.layer("m2").types(Layer.Type.CACHE).keep();
    words.add("-Dmaven.repo.local=" + artifacts.dir().resolve("repository"));
    words.addAll(repository.arguments(scratch));
    var arguments = new ArrayList<String>(List.of(settings.get("BP_MAVEN_BUILD_ARGUMENTS", "-B -ntp -DskipTests package").split("\\s+")));
    settings.get("BP_MAVEN_ADDITIONAL_BUILD_ARGUMENTS").ifPresent(more -> arguments.addAll(List.of(more.split("\\s+"))));
    settings.get("BP_MAVEN_ACTIVE_PROFILES").ifPresent(profiles -> arguments.add("-P" + profiles.replaceAll("\\s+", "")));
    settings.get("BP_MAVEN_POM_FILE").ifPresent(file -> arguments.addAll(List.of("--file", file)));
    words.addAll(arguments);
    context.log().step("mvn " + String.join(" ", arguments));
    var env = new HashMap<String, String>();
    env.put("JAVA_HOME", jdk.home().toString());
    env.put("MAVEN_OPTS", (settings.get("MAVEN_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC") + " " + String.join(" ", Network.options(settings, scratch))).strip());
    env.put("MAVEN_USER_HOME", artifacts.dir().resolve("home").toString());
    repository.address().ifPresent(address -> env.put("MVNW_REPOURL", address.replaceFirst("/$", "")));
    Command.of(context.app(), words).env(env).remedy("Maven's own messages above say why.").run("building with Maven");
  }

  private List<String> launcher() throws IOException {
    if (Files.isRegularFile(context.app().resolve("mvnw"))) {
      context.log().info("Maven by the project's wrapper");
      return List.of("sh", "./mvnw");
    }
    var version = context.settings().get("BP_MAVEN_VERSION", String.valueOf(context.descriptorMetadata().get("maven")));
    if (!version.matches("[0-9A-Za-z.-]{1,40}")) {
      throw new BuildFailure("BP_MAVEN_VERSION=" + version + " is not a version such as 3.9.16.");
    }
    var layer = context.layer("maven").types(Layer.Type.CACHE);
    if (!layer.has(version)) {
      new MavenFiles(repository, scratch).unpack("org/apache/maven/apache-maven/" + version + "/apache-maven-" + version + "-bin.tar.gz", layer.clear().dir(), "Maven " + version,
          "Set BP_MAVEN_VERSION to one that is there, or add a Maven wrapper to the project.");
      layer.metadata("key", version);
    }
    context.log().info("Maven " + version);
    return List.of(layer.dir().resolve("bin/mvn").toString());
  }
}
