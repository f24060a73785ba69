package dev.ingot.buildpacks.nodejs;

import dev.ingot.buildpacks.kit.BuildContext;
import dev.ingot.buildpacks.kit.BuildFailure;
import dev.ingot.buildpacks.kit.Files2;
import dev.ingot.buildpacks.kit.Freshness;
import dev.ingot.buildpacks.kit.Json;
import dev.ingot.buildpacks.kit.Layer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** yarn or pnpm as a command, in the layer {@code package-manager}: out of the npm registry, or the program that the app brings along. npm is part of {@link NodeRuntime}. */
final class ManagerTool {
  private final BuildContext context;
  private final NpmPackages packages;
  private final Freshness freshness;

  ManagerTool(BuildContext context, NpmPackages packages, Freshness freshness) {
    this.context = context;
    this.packages = packages;
    this.freshness = freshness;
  }

  /**
   * Installs it, or keeps what is there when it still fits.
   *
   * @param atLaunch the start command uses it, so it must be in the image
   * @return the layer, with the tool's version as metadata {@code version}; null for npm
   * @throws BuildFailure when no version fits the range and the Node.js
   */
  @org.jspecify.annotations.Nullable Layer install(PackageManager manager, SemVer node, boolean atLaunch) throws IOException {
    if (manager.kind() == PackageManager.Kind.NPM) {
      return null;
    }
    var layer = context.layer("package-manager");
    layer.types(atLaunch ? new Layer.Type[] {Layer.Type.BUILD, Layer.Type.CACHE, Layer.Type.LAUNCH} : new Layer.Type[] {Layer.Type.BUILD, Layer.Type.CACHE});
    if (manager.own().isPresent()) {
      var program = manager.own().get();
      layer.clear().metadata("version", "own " + program.getFileName());
      command(layer, manager.kind().command(), program);
      context.log().info(manager.kind().command() + " is the app's own " + context.app().relativize(program));
      return layer;
    }
    var request = manager.kind() + " " + manager.range() + " on " + node;
    boolean usable = layer.has(request);
    if (usable && freshness.isFresh(layer.metadata("checked"))) {
      context.log().info(manager.kind().command() + " " + layer.metadata("version") + " (from the cache)");
      return layer;
    }
    try {
      fetch(layer, manager, node);
    } catch (BuildFailure away) {
      if (!usable || layer.metadata("version").isEmpty()) {
        throw away;
      }
      context.log().warn("using the cached " + manager.kind().command() + " " + layer.metadata("version") + ", because asking for newer ones failed: " + away.getMessage());
      return layer;
    }
    layer.metadata("key", request).metadata("checked", freshness.stamp());
    return layer;
  }

  private void fetch(Layer layer, PackageManager manager, SemVer node) throws IOException {
    var name = manager.kind().command();
    var fitting = NpmPackages.newest(packages.matching(manager.kind().npmPackage(), SemVerRange.parse(manager.range(), manager.origin()), Optional.of(node)));
    if (fitting.isEmpty()) {
      throw new BuildFailure("No " + name + " matches " + manager.range() + " (" + manager.origin() + ") and runs on Node.js " + node + ". Set packageManager in package.json to one that does.");
    }
    if (layer.metadata("version").equals(fitting.getFirst().version().toString())) {
      return;
    }
    layer.replace(() -> unpack(layer, manager, fitting));
  }

  private void unpack(Layer layer, PackageManager manager, List<NpmRegistry.Version> fitting) throws IOException {
    var name = manager.kind().command();
    var version = packages.unpackFirst(fitting, layer.dir().resolve("package"), name).version();
    var bins = Json.object(Json.object(Files2.boundedText(layer.dir().resolve("package/package.json"), 1 << 20), "package.json of " + name), "bin");
    for (var bin : bins.entrySet()) {
      if (bin.getKey().matches("[a-z]+") && bin.getValue() instanceof String path) {
        command(layer, bin.getKey(), layer.dir().resolve("package").resolve(path).normalize());
      }
    }
    if (!Files.isRegularFile(layer.dir().resolve("bin").resolve(name))) {
      throw new BuildFailure("The package " + manager.kind().npmPackage() + " " + version + " has no command " + name + ". Set packageManager in package.json to another version.");
    }
    layer.metadata("version", version.toString());
    context.log().info(name + " " + version + " for " + manager.range() + " (" + manager.origin() + ")");
  }

  private static void command(Layer layer, String name, Path program) throws IOException {
    layer.script("bin", name, "#!/bin/sh\nexec node '" + program.toString().replace("'", "'\\''") + "' \"$@\"\n");
  }

  /** Variables that tell the tool where modules come from and where it may keep what it fetched. @param cache the layer for that */
  static Map<String, String> environment(BuildContext context, PackageManager manager, NpmConfig npm, Path cache) {
    var env = new java.util.HashMap<String, String>();
    env.put("CI", "true");
    switch (manager.kind()) {
      case NPM -> env.put("npm_config_cache", cache.toString());
      case YARN_CLASSIC -> env.put("YARN_CACHE_FOLDER", cache.resolve("yarn").toString());
      case YARN -> env.putAll(Map.of("YARN_GLOBAL_FOLDER", cache.resolve("berry").toString(), "YARN_ENABLE_TELEMETRY", "0", "YARN_ENABLE_PROGRESS_BARS", "0", "YARN_ENABLE_HARDENED_MODE", "0"));
      // Hard links into the store would make the layers of the image depend on what else is in there.
      case PNPM -> config(env, Map.of("store_dir", cache.resolve("pnpm").toString(), "package_import_method", "copy", "update_notifier", "false"));
    }
    if (npm.fromPlatform()) {
      switch (manager.kind()) {
        case NPM, YARN_CLASSIC -> env.put("npm_config_registry", npm.registry());
        case PNPM -> config(env, Map.of("registry", npm.registry()));
        case YARN -> {
          env.put("YARN_NPM_REGISTRY_SERVER", npm.registry().replaceFirst("/$", ""));
          if (npm.registry().startsWith("http:")) {
            env.put("YARN_UNSAFE_HTTP_WHITELIST", java.net.URI.create(npm.registry()).getHost());
          }
          npm.authorization().filter(value -> value.startsWith("Bearer ")).ifPresent(value -> env.put("YARN_NPM_AUTH_TOKEN", value.substring(7)));
        }
      }
    }
    if (manager.kind() == PackageManager.Kind.YARN) {
      for (var scheme : new String[] {"http", "https"}) {
        context.settings().get(scheme + "_proxy").or(() -> context.settings().get(scheme.toUpperCase(java.util.Locale.ROOT) + "_PROXY"))
            .ifPresent(proxy -> env.put("YARN_" + scheme.toUpperCase(java.util.Locale.ROOT) + "_PROXY", proxy));
      }
    }
    // Node.js knows no other variable for the container's CA bundle.
    context.settings().get("SSL_CERT_FILE").filter(bundle -> context.settings().get("NODE_EXTRA_CA_CERTS").isEmpty()).ifPresent(bundle -> env.put("NODE_EXTRA_CA_CERTS", bundle));
    return env;
  }

  /** Newer versions of pnpm read their own prefix only. */
  private static void config(Map<String, String> env, Map<String, String> values) {
    values.forEach((name, value) -> {
      env.put("npm_config_" + name, value);
      env.put("pnpm_config_" + name, value);
    });
  }
}
