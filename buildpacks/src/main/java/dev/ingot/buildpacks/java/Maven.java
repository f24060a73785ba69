package dev.ingot.buildpacks.java;

import dev.ingot.buildpacks.kit.BuildContext;
import dev.ingot.buildpacks.kit.BuildFailure;
import dev.ingot.buildpacks.kit.Command;
import dev.ingot.buildpacks.kit.Digests;
import dev.ingot.buildpacks.kit.Downloader;
import dev.ingot.buildpacks.kit.Layer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** Runs the project's Maven wrapper, else a Maven out of the Maven repository (layer {@code maven}); artifacts stay in the layer {@code m2}. */
final class Maven {
  private static final long MAX_ARCHIVE = 64 << 20;
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
    var words = new ArrayList<>(launcher());
    var artifacts = context.layer("m2").types(Layer.Type.CACHE).keep();
    words.add("-Dmaven.repo.local=" + artifacts.dir().resolve("repository"));
    words.addAll(repository.arguments(scratch));
    var arguments = context.settings().get("BP_MAVEN_BUILD_ARGUMENTS", "-B -ntp -DskipTests package");
    words.addAll(List.of(arguments.split("\\s+")));
    context.log().step("mvn " + arguments);
    var env = new HashMap<String, String>();
    env.put("JAVA_HOME", jdk.home().toString());
    env.put("MAVEN_OPTS", (context.settings().get("MAVEN_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC") + " " + String.join(" ", network())).strip());
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
      install(layer.clear(), version);
      layer.metadata("key", version);
    }
    context.log().info("Maven " + version);
    return List.of(layer.dir().resolve("bin/mvn").toString());
  }

  private void install(Layer layer, String version) throws IOException {
    var base = repository.requiredAddress();
    var url = base + (base.endsWith("/") ? "" : "/") + "org/apache/maven/apache-maven/" + version + "/apache-maven-" + version + "-bin.tar.gz";
    var downloader = new Downloader(scratch);
    var archive = scratch.resolve("maven.tar.gz");
    var promised = downloader.text(url + ".sha512", 1024).map(text -> text.strip().split("\\s+")[0].toLowerCase(Locale.ROOT));
    if (promised.isEmpty() || !downloader.fetch(url, archive, MAX_ARCHIVE)) {
      throw new BuildFailure("Maven " + version + " is not in " + base + ". Set BP_MAVEN_VERSION to one that is there, or add a Maven wrapper to the project.");
    }
    if (!HexFormat.of().formatHex(Digests.file(archive, "SHA-512")).equals(promised.get())) {
      throw new BuildFailure("The archive " + url + " is not what its SHA-512 promises. Try again; if it stays so, the mirror is damaged.");
    }
    Command.of(layer.dir(), "tar", "--extract", "--gzip", "--no-same-owner", "--strip-components=1", "--file", archive.toString()).capture("unpacking Maven");
  }

  /** Java knows neither the proxy variables nor the CA bundle of the container. */
  private List<String> network() throws IOException {
    var options = new ArrayList<String>(Proxy.options(context.settings()));
    var bundle = context.settings().get("SSL_CERT_FILE").map(Path::of).filter(Files::isRegularFile);
    if (bundle.isPresent()) {
      options.addAll(TrustStore.options(bundle.get(), scratch.resolve("trust.p12")));
    }
    return options;
  }
}
