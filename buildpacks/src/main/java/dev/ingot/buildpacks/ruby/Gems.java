package dev.ingot.buildpacks.ruby;

import dev.ingot.buildpacks.kit.BuildContext;
import dev.ingot.buildpacks.kit.BuildFailure;
import dev.ingot.buildpacks.kit.Command;
import dev.ingot.buildpacks.kit.Digests;
import dev.ingot.buildpacks.kit.Files2;
import dev.ingot.buildpacks.kit.Layer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The app's gems in the layer {@code gems}: out of {@code vendor/cache} and of what is installed already (Debian's gems by an Aptfile); only what is missing then is fetched. Kept while Gemfile, lock file,
 * vendored gems and Ruby are the same.
 */
final class Gems {
  private static final int MAX_VENDORED = 5000;
  /** Bundler's words, which its exit codes alone do not tell apart. */
  private static final Pattern OUTDATED_LOCK = Pattern.compile("(?i)deployment mode after changing|frozen (mode|is set)|dependencies in your gemfile changed");
  private static final Pattern MISSING_GEM = Pattern.compile("(?i)could not find|cannot find");
  private final BuildContext context;
  private final Interpreter ruby;

  Gems(BuildContext context, Interpreter ruby) {
    this.context = context;
    this.ruby = ruby;
  }

  /** @throws BuildFailure when Bundler cannot satisfy the Gemfile */
  Layer install() throws IOException {
    var layer = context.layer("gems").types(Layer.Type.BUILD, Layer.Type.LAUNCH, Layer.Type.CACHE);
    boolean locked = context.appText("Gemfile.lock") != null;
    var key = key();
    if (locked && layer.has(key)) {
      context.log().info("gems are unchanged (layer gems)");
      return layer;
    }
    if (!locked) {
      context.log().warn("there is no Gemfile.lock, so what is at hand today is used. Run `bundle lock` and push the file too.");
    }
    layer.clear();
    bundle(layer, locked);
    for (var needless : List.of("cache", "doc", "build_info", "wrappers")) {
      Files2.delete(layer.dir().resolve(needless));
    }
    removeLogs(layer);
    settings(locked).forEach((name, value) -> env(layer, name, value));
    env(layer, "GEM_HOME", layer.dir().toString());
    env(layer, "RACK_ENV", "production");
    env(layer, "RAILS_ENV", "production");
    env(layer, "APP_ENV", "production");
    env(layer, "RAILS_LOG_TO_STDOUT", "true");
    env(layer, "RAILS_SERVE_STATIC_FILES", "true");
    return layer.metadata("key", key);
  }

  private static void env(Layer layer, String name, String value) {
    try {
      layer.envDefault(name, value);
    } catch (IOException failed) {
      throw new BuildFailure("Writing the environment of the gems failed: " + failed + ".", failed);
    }
  }

  /** At build and at launch. The version keeps Bundler from fetching the one that made the lock file. */
  private Map<String, String> settings(boolean locked) {
    var without = context.settings().get("BUNDLE_WITHOUT", "development:test");
    return locked ? Map.of("BUNDLER_VERSION", ruby.bundler(), "BUNDLE_WITHOUT", without, "BUNDLE_FROZEN", "true") : Map.of("BUNDLER_VERSION", ruby.bundler(), "BUNDLE_WITHOUT", without);
  }

  Map<String, String> environment(Layer layer, boolean locked) throws IOException {
    var env = ruby.environment(context);
    env.putAll(settings(locked));
    env.putAll(Map.of("GEM_HOME", layer.dir().toString(), "BUNDLE_APP_CONFIG", context.app().resolve(".bundle").toString(), "BUNDLE_SILENCE_ROOT_WARNING", "true", "BUNDLE_JOBS", "2", "BUNDLE_RETRY", "1"));
    return env;
  }

  private void bundle(Layer layer, boolean locked) throws IOException {
    var env = environment(layer, locked);
    boolean vendored = Files.isDirectory(context.app().resolve("vendor/cache"));
    context.log().step("bundle install --local");
    try {
      var output = command(env, "install", "--local").capture("installing gems (bundle install --local)");
      output.lines().filter(line -> line.startsWith("Installing") || line.startsWith("Bundle complete")).forEach(context.log()::info);
      return;
    } catch (BuildFailure failed) {
      if (OUTDATED_LOCK.matcher(failed.getMessage()).find()) {
        throw new BuildFailure(failed.getMessage() + "\nGemfile.lock does not fit the Gemfile, and a build does not change it: run `bundle lock`" + (vendored ? " and `bundle cache --all-platforms`" : "") + " and push again.", failed);
      }
      if (vendored && MISSING_GEM.matcher(failed.getMessage()).find()) {
        throw new BuildFailure(failed.getMessage() + "\nvendor/cache does not hold all gems that are needed: run `bundle cache --all-platforms` and push again.", failed);
      }
      if (vendored) {
        throw new BuildFailure(failed.getMessage() + "\nA gem of vendor/cache cannot be installed. Where its part in C lacks a library, name Debian's package of that in an Aptfile, such as libpq-dev.", failed);
      }
      context.log().info("gems are missing here, so Bundler fetches them");
    }
    context.log().step("bundle install");
    command(env, "install").remedy("Bundler's own message above says why. Where the platform reaches no gem server, push the gems too (`bundle cache` fills vendor/cache), or name Debian's packages of them in an Aptfile, "
        + "such as ruby-sinatra and puma.").run("installing gems (bundle install)");
  }

  private Command command(Map<String, String> env, String... words) {
    var all = new ArrayList<>(List.of("bundle"));
    all.addAll(List.of(words));
    return Command.of(context.app(), all).env(env).path(ruby.bin());
  }

  private String key() throws IOException {
    var parts = new ArrayList<>(List.of("2", ruby.key(), String.valueOf(context.appText("Gemfile")), String.valueOf(context.appText("Gemfile.lock")), context.settings().get("BUNDLE_WITHOUT", ""),
        context.settings().get("GEM_PATH", ""), String.valueOf(context.appText("Aptfile"))));
    var cache = context.app().resolve("vendor/cache");
    if (Files.isDirectory(cache)) {
      var files = Files2.list(cache);
      if (files.size() > MAX_VENDORED) {
        throw new BuildFailure("vendor/cache has " + files.size() + " entries; at most " + MAX_VENDORED + " are read. Run `bundle clean` and `bundle cache` again.");
      }
      for (var file : files) {
        parts.add(file.getFileName() + " " + (Files.isRegularFile(file) ? java.util.HexFormat.of().formatHex(Digests.file(file, "SHA-256")) : "directory"));
      }
    }
    return Digests.key(parts.toArray(String[]::new));
  }

  /** Logs of compilers hold times and would make another layer each time. */
  private static void removeLogs(Layer layer) throws IOException {
    var extensions = layer.dir().resolve("extensions");
    if (Files.isDirectory(extensions)) {
      try (var files = Files.walk(extensions)) {
        for (var file : files.filter(file -> file.getFileName().toString().matches("mkmf\\.log|gem_make\\.out")).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
