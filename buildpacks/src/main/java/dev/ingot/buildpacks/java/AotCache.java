package dev.ingot.buildpacks.java;

import dev.ingot.buildpacks.kit.BuildContext;
import dev.ingot.buildpacks.kit.BuildFailure;
import dev.ingot.buildpacks.kit.Command;
import dev.ingot.buildpacks.kit.Digests;
import dev.ingot.buildpacks.kit.Files2;
import dev.ingot.buildpacks.kit.Layer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The AOT cache of JDK 25 (JEP 483, 514, 515) for Spring Boot: the app is started once at build until its beans are there ({@code spring.context.exit=onRefresh}), and what the JVM loaded and
 * linked then is kept in the layer {@code aot-cache}. It fits one class path only, jars to the byte and the second, so a change of code trains anew.
 */
final class AotCache {
  /** Why an app has none. */
  static final String NEEDS = "no AOT cache: only Spring Boot's executable jars can be started for training";
  private static final String CLASSES = "BOOT-INF/classes";
  private static final String JAR = "BOOT-INF/classes.jar";
  private final BuildContext context;
  private final Jdk jdk;
  private final Layer jre;

  AotCache(BuildContext context, Jdk jdk, Layer jre) {
    this.context = context;
    this.jdk = jdk;
    this.jre = jre;
  }

  static boolean isWanted(BuildContext context) {
    return context.settings().flag("BP_JVM_AOTCACHE_ENABLED", context.settings().flag("BP_JVM_CDS_ENABLED", false));
  }

  /**
   * Trains and gives the start's new words; the words as they were when this app cannot be trained or the training fails, which costs only speed.
   *
   * @param arguments of {@code java}: {@code -cp}, the class path, the main class
   */
  List<String> train(List<String> arguments) throws IOException {
    var entries = new ArrayList<>(List.of(arguments.get(1).split(":")));
    if (!entries.getFirst().equals(CLASSES + "/")) {
      context.log().warn(NEEDS);
      return arguments;
    }
    // The JVM archives classes of jars only.
    jdk.tool(context.app(), List.of("jar", "--create", "--no-manifest", "--date=1980-01-01T00:00:02Z", "--file", JAR, "-C", CLASSES, ".")).capture("packing the app's classes");
    Files2.delete(context.app().resolve(CLASSES));
    entries.set(0, JAR);
    var words = List.of("-cp", String.join(":", entries), arguments.get(2));
    var layer = context.layer("aot-cache").types(Layer.Type.LAUNCH, Layer.Type.CACHE);
    var file = layer.dir().resolve("app.aot");
    var key = key(entries);
    if (layer.has(key) && Files.isRegularFile(file)) {
      context.log().info("the AOT cache fits still (from the cache)");
    } else if (!record(layer.clear(), file, words)) {
      return words;
    }
    layer.metadata("key", key);
    var all = new ArrayList<>(List.of("-XX:AOTCache=" + file));
    all.addAll(words);
    return all;
  }

  private String key(List<String> entries) throws IOException {
    var parts = new ArrayList<>(List.of("1", jre.metadata("key")));
    for (var entry : entries) {
      var file = context.app().resolve(entry);
      Files.setLastModifiedTime(file, Jre.IMAGE_TIME);
      parts.add(entry);
      parts.add(HexFormat.of().formatHex(Digests.file(file, "SHA-256")));
    }
    return Digests.key(parts.toArray(String[]::new));
  }

  private boolean record(Layer layer, Path file, List<String> words) {
    context.log().step("Training the JVM: the app is started until its beans are there");
    var all = new ArrayList<>(List.of(jre.dir().resolve("bin/java").toString(), "-XX:AOTCacheOutput=" + file, "-Dspring.context.exit=onRefresh"));
    all.addAll(words);
    var env = new HashMap<String, String>(Map.of("JAVA_HOME", jre.dir().toString(), "PORT", "0", "SERVER_PORT", "0"));
    Optional.of(context.settings().get("TRAINING_RUN_JAVA_TOOL_OPTIONS", "")).filter(options -> !options.isEmpty()).ifPresent(options -> env.put("JAVA_TOOL_OPTIONS", options));
    try {
      Command.of(context.app(), all).env(env).limit(Duration.ofMinutes(3)).run("training the JVM");
    } catch (BuildFailure failed) {
      context.log().warn("no AOT cache: " + failed.getMessage() + " The app starts without it. TRAINING_RUN_JAVA_TOOL_OPTIONS can hold other options for the training, such as another Spring profile.");
      layer.types();
      return false;
    }
    return Files.isRegularFile(file);
  }
}
