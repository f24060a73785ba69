package dev.ingot.buildpacks.nodejs;

import dev.ingot.buildpacks.kit.BuildContext;
import dev.ingot.buildpacks.kit.Command;
import dev.ingot.buildpacks.kit.Digests;
import dev.ingot.buildpacks.kit.Files2;
import dev.ingot.buildpacks.kit.Layer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The app's modules. They live in the launch layer {@code modules}, {@code <app>/node_modules} is a link to it; with a build script a second, cached layer
 * {@code build-modules} holds the development ones too. Both are kept as they are until something that installing depends on changes.
 */
final class NodeModules {
  private static final String DIR = "node_modules";
  private final BuildContext context;
  private final PackageJson app;
  private final Layer node;
  private final NpmConfig npm;
  private final Layer cache;
  private final Path headers;

  NodeModules(BuildContext context, PackageJson app, Layer node, Path headers, NpmConfig npm) throws IOException {
    this.context = context;
    this.app = app;
    this.node = node;
    this.headers = headers;
    this.npm = npm;
    this.cache = context.layer("npm-cache").types(Layer.Type.CACHE).keep();
  }

  /** Installs, builds and leaves production modules where Node.js finds them. */
  void prepare() throws IOException {
    boolean builds = !buildScript().isEmpty();
    if (lockFile().isEmpty()) {
      context.log().warn("there is no package-lock.json, so today's newest modules are used. Run `npm install` and push the lock file too.");
    }
    if (app.linksIntoApp()) {
      install(builds);
      runBuild();
      prune(builds);
      return;
    }
    var key = key(builds);
    var production = context.layer("modules").types(Layer.Type.LAUNCH, Layer.Type.CACHE);
    if (!builds) {
      if (!reusable(production, key)) {
        install(false);
        store(production, key);
      }
      link(production);
      return;
    }
    var development = context.layer("build-modules").types(Layer.Type.CACHE);
    if (!reusable(production, key) || !reusable(development, key)) {
      install(true);
      development.clear().metadata("key", key);
      Files2.copy(modules(), development.dir().resolve(DIR));
      prune(true);
      store(production, key);
    }
    link(development);
    runBuild();
    link(production);
  }

  private boolean reusable(Layer layer, String key) {
    boolean same = !lockFile().isEmpty() && !app.hasInstallScripts() && layer.has(key) && Files.isDirectory(layer.dir().resolve(DIR));
    if (same) {
      context.log().info("modules are unchanged (layer " + layer.dir().getFileName() + ")");
    }
    return same;
  }

  private String key(boolean builds) throws IOException {
    var lock = lockFile().isEmpty() ? "" : String.valueOf(context.appText(lockFile()));
    return Digests.key("2", lock, app.dependencyFacts(), String.valueOf(context.appText(".npmrc")), node.metadata("node"), node.metadata("npm"), String.valueOf(builds),
        context.settings().get("BP_NODE_INSTALL_ARGS", ""), npm.registry());
  }

  private void install(boolean withDevelopment) throws IOException {
    Files2.delete(modules());
    boolean locked = !lockFile().isEmpty();
    var words = "npm " + (locked ? "ci" : "install") + " --no-audit --no-fund --no-update-notifier"
        + (withDevelopment ? " --include=dev" : " --omit=dev") + (locked ? "" : " --no-save --no-package-lock");
    npm((words + " " + context.settings().get("BP_NODE_INSTALL_ARGS", "")).strip(), "installing modules",
        locked ? "If npm says that package.json and package-lock.json differ, run `npm install` and push again." : "npm's own message above says why.");
  }

  private void prune(boolean hasDevelopment) {
    if (hasDevelopment) {
      npm("npm prune --omit=dev --ignore-scripts --no-audit --no-fund", "removing development modules", "npm's own message above says why.");
    }
  }

  private String buildScript() {
    var name = context.settings().get("BP_NODE_BUILD_SCRIPT", "build");
    if (!app.script(name).isEmpty()) {
      return name;
    }
    if (!name.equals("build")) {
      throw new dev.ingot.buildpacks.kit.BuildFailure("BP_NODE_BUILD_SCRIPT names '" + name + "', but package.json has no such script. Add it or correct the setting.");
    }
    return "";
  }

  private void runBuild() {
    var script = buildScript();
    if (!script.isEmpty()) {
      npm("npm run " + script, "running the script '" + script + "'", "The script is the app's own; its messages above say why.");
    }
  }

  private void npm(String commandLine, String what, String remedy) {
    context.log().step(commandLine);
    var env = new HashMap<String, String>(Map.of("npm_config_cache", cache.dir().toString(), "CI", "true"));
    // Else node-gyp would fetch the headers from the vendor's site. Newer versions of npm warn about the old name.
    env.put(node.metadata("npm").matches("([1-9]|10\\.[0-8])\\..*") ? "npm_config_nodedir" : "npm_package_config_node_gyp_nodedir", headers.toString());
    // Node.js knows no other variable for the container's CA bundle.
    context.settings().get("SSL_CERT_FILE").filter(bundle -> context.settings().get("NODE_EXTRA_CA_CERTS").isEmpty()).ifPresent(bundle -> env.put("NODE_EXTRA_CA_CERTS", bundle));
    if (npm.fromPlatform()) {
      env.put("npm_config_registry", npm.registry());
    }
    Command.of(context.app(), commandLine.split("\\s+")).env(env).path(node.dir().resolve("bin")).remedy(remedy).run(what);
  }

  private void store(Layer layer, String key) throws IOException {
    layer.clear().metadata("key", key);
    if (Files.isDirectory(modules(), LinkOption.NOFOLLOW_LINKS)) {
      Files2.move(modules(), layer.dir().resolve(DIR));
    } else {
      Files.createDirectories(layer.dir().resolve(DIR));
    }
  }

  private void link(Layer layer) throws IOException {
    Files2.delete(modules());
    Files.createSymbolicLink(modules(), layer.dir().resolve(DIR));
  }

  private Path modules() {
    return context.app().resolve(DIR);
  }

  private String lockFile() {
    for (var name : new String[] {"npm-shrinkwrap.json", "package-lock.json"}) {
      if (Files.isRegularFile(context.app().resolve(name))) {
        return name;
      }
    }
    return "";
  }
}
