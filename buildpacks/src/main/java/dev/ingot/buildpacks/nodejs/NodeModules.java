package dev.ingot.buildpacks.nodejs;

import dev.ingot.buildpacks.kit.BuildContext;
import dev.ingot.buildpacks.kit.BuildFailure;
import dev.ingot.buildpacks.kit.Command;
import dev.ingot.buildpacks.kit.Digests;
import dev.ingot.buildpacks.kit.Files2;
import dev.ingot.buildpacks.kit.Layer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * The app's modules and its build scripts. Modules live in the launch layer {@code modules}, and {@code node_modules} of the app (and of each package of a workspace) is a
 * link to it; with build scripts a second, cached layer {@code build-modules} holds the development ones too. Both are kept as they are until something that
 * installing depends on changes.
 */
final class NodeModules {
  private static final List<String> SETTINGS = List.of(".npmrc", ".yarnrc", ".yarnrc.yml", "pnpm-workspace.yaml", ".pnpmfile.cjs", ".pnpmfile.mjs");
  private static final List<String> SETTINGS_DIRS = List.of("patches", ".yarn/patches", ".yarn/plugins");
  private static final int MAX_SETTINGS_FILES = 1000;
  private final BuildContext context;
  private final Workspace workspace;
  private final PackageManager manager;
  private final Tools tools;
  private final NpmConfig npm;
  private final ModuleTrees trees;
  private final Layer cache;

  /** What runs: Node.js with npm, the package manager's layer when it is another, and the headers native modules are compiled with. */
  record Tools(Layer node, @org.jspecify.annotations.Nullable Layer manager, Path headers) {
    String managerVersion() {
      return manager == null ? node.metadata("npm") : manager.metadata("version");
    }
  }

  NodeModules(BuildContext context, Workspace workspace, PackageManager manager, Tools tools, NpmConfig npm) throws IOException {
    this.context = context;
    this.workspace = workspace;
    this.manager = manager;
    this.tools = tools;
    this.npm = npm;
    this.trees = new ModuleTrees(context.app());
    this.cache = context.layer("npm-cache").types(Layer.Type.CACHE).keep();
  }

  /** Whether modules are zip files that Node.js reads through {@code .pnp.cjs}, Yarn's own way. */
  static boolean areZipped(BuildContext context, PackageManager manager) throws IOException {
    return manager.kind() == PackageManager.Kind.YARN && !String.valueOf(context.appText(".yarnrc.yml")).matches("(?s).*(^|\\n)nodeLinker:\\s*[\"']?(node-modules|pnpm)\\b.*");
  }

  /** Installs, builds and leaves production modules where Node.js finds them. @param forLaunch false when only what the build makes is in the image */
  void prepare(boolean forLaunch) throws IOException {
    if (manager.lockFile().isEmpty()) {
      context.log().warn("there is no lock file, so today's newest modules are used. Run `" + manager.kind().command() + " install` and push the lock file too.");
    }
    var scripts = workspace.buildScripts(context.settings());
    if (areZipped(context, manager)) {
      zipped(scripts, forLaunch);
    } else if (!forLaunch) {
      var development = development(scripts);
      runScripts(development, scripts);
      trees.delete();
    } else if (scripts.isEmpty()) {
      var production = context.layer("modules").types(Layer.Type.LAUNCH, Layer.Type.CACHE);
      var key = key(false);
      if (!reusable(production, key)) {
        install(false);
        if (manager.kind() == PackageManager.Kind.YARN) {
          prune();
        }
        trees.store(production.clear().metadata("key", key));
      }
      trees.link(production);
    } else {
      buildThenServe(scripts);
    }
  }

  private void buildThenServe(List<String> scripts) throws IOException {
    var production = context.layer("modules").types(Layer.Type.LAUNCH, Layer.Type.CACHE);
    var development = context.layer("build-modules").types(Layer.Type.CACHE);
    var key = key(true);
    if (!reusable(production, key) || !reusable(development, key)) {
      install(true);
      trees.copy(development.clear().metadata("key", key));
      prune();
      trees.store(production.clear().metadata("key", key));
    }
    runScripts(development, scripts);
    trees.link(production);
  }

  private Layer development(List<String> scripts) throws IOException {
    var development = context.layer("build-modules").types(Layer.Type.CACHE);
    var key = key(!scripts.isEmpty());
    if (!reusable(development, key)) {
      install(true);
      trees.store(development.clear().metadata("key", key));
    }
    return development;
  }

  private void runScripts(Layer modules, List<String> scripts) throws IOException {
    // Turbopack refuses modules that a link leads out of the project to.
    if (workspace.uses("next")) {
      trees.restore(modules);
    } else {
      trees.link(modules);
    }
    run(scripts);
  }

  private void run(List<String> scripts) throws IOException {
    var next = new Next(context, workspace);
    next.restore();
    for (var script : scripts) {
      tool(workspace.directory(), List.of(manager.kind().command(), "run", script), next.environment(), "running the script '" + script + "'", "The script is the app's own; its messages above say why.");
    }
    next.keep();
  }

  /** Zip files stay in the layer {@code modules}, or in the app where it brings them along; {@code .pnp.cjs} is written anew each time, which takes no download. */
  private void zipped(List<String> scripts, boolean forLaunch) throws IOException {
    var env = new HashMap<String, String>();
    if (!Files.isDirectory(context.app().resolve(".yarn/cache"))) {
      var modules = context.layer("modules").types(forLaunch ? new Layer.Type[] {Layer.Type.LAUNCH, Layer.Type.CACHE} : new Layer.Type[] {Layer.Type.CACHE});
      if (!modules.has(key(false))) {
        modules.clear().metadata("key", key(false));
      }
      env.putAll(Map.of("YARN_ENABLE_GLOBAL_CACHE", "false", "YARN_CACHE_FOLDER", modules.dir().resolve("cache").toString(), "YARN_PNP_UNPLUGGED_FOLDER", modules.dir().resolve("unplugged").toString()));
    }
    tool(context.app(), withArguments(manager.install(true)), env, "installing modules", manager.remedy());
    run(scripts);
    if (forLaunch && canPrune()) {
      tool(context.app(), manager.prune(workspace.hasPackages()), env, "removing development modules", "yarn's own message above says why.");
    }
  }

  private boolean reusable(Layer layer, String key) {
    boolean same = !manager.lockFile().isEmpty() && !workspace.installingReadsTheApp(manager.kind()) && layer.has(key);
    if (same) {
      context.log().info("modules are unchanged (layer " + layer.dir().getFileName() + ")");
    }
    return same;
  }

  private String key(boolean builds) throws IOException {
    var parts = new ArrayList<>(List.of("3", manager.kind().name(), tools.managerVersion(), tools.node().metadata("node"), String.valueOf(builds),
        context.settings().get("BP_NODE_INSTALL_ARGS", ""), npm.registry(), manager.lockFile().isEmpty() ? "" : String.valueOf(context.appText(manager.lockFile()))));
    for (var name : SETTINGS) {
      parts.add(String.valueOf(context.appText(name)));
    }
    workspace.packages().forEach((path, json) -> parts.add(path + "\n" + json.dependencyFacts()));
    for (var name : SETTINGS_DIRS) {
      addFiles(context.app().resolve(name), parts);
    }
    return Digests.key(parts.toArray(String[]::new));
  }

  private void addFiles(Path dir, List<String> parts) throws IOException {
    if (!Files.isDirectory(dir)) {
      return;
    }
    try (var files = Files.walk(dir)) {
      for (var file : files.filter(Files::isRegularFile).limit(MAX_SETTINGS_FILES).sorted().toList()) {
        parts.add(context.app().relativize(file).toString());
        parts.add(HexFormat.of().formatHex(Digests.file(file, "SHA-256")));
      }
    }
  }

  private void install(boolean development) throws IOException {
    trees.delete();
    var lock = manager.kind() == PackageManager.Kind.YARN_CLASSIC && npm.fromPlatform() && !manager.lockFile().isEmpty() ? String.valueOf(context.appText(manager.lockFile())) : "";
    if (!lock.isEmpty()) {
      Files.writeString(context.app().resolve(manager.lockFile()), YarnLock.at(npm, lock));
    }
    tool(context.app(), withArguments(manager.install(development)), Map.of(), "installing modules", manager.remedy());
    if (!lock.isEmpty()) {
      Files.writeString(context.app().resolve(manager.lockFile()), lock);
    }
  }

  private List<String> withArguments(List<String> words) {
    var all = new ArrayList<>(words);
    context.settings().get("BP_NODE_INSTALL_ARGS").ifPresent(more -> all.addAll(List.of(more.split("\\s+"))));
    return all;
  }

  private void prune() throws IOException {
    if (canPrune()) {
      tool(context.app(), manager.prune(workspace.hasPackages()), Map.of(), "removing development modules", manager.kind().command() + "'s own message above says why.");
    }
  }

  /** Before version 4, Yarn does that by a plugin only. */
  private boolean canPrune() {
    boolean old = manager.kind() == PackageManager.Kind.YARN && tools.managerVersion().matches("(own yarn-)?[23]\\..*");
    if (old && !Files.isRegularFile(context.app().resolve(".yarn/plugins/@yarnpkg/plugin-workspace-tools.cjs"))) {
      context.log().warn("development modules stay in the image: Yarn before version 4 removes them by its plugin workspace-tools only. Run `yarn plugin import workspace-tools`, or use Yarn 4.");
      return false;
    }
    return true;
  }

  private void tool(Path dir, List<String> words, Map<String, String> more, String what, String remedy) throws IOException {
    context.log().step(String.join(" ", words));
    var env = new HashMap<>(ManagerTool.environment(context, manager, npm, cache.dir()));
    // Else node-gyp would fetch the headers from the vendor's site. Newer versions of npm warn about the old name.
    boolean oldName = tools.manager() == null && tools.managerVersion().matches("([1-9]|10\\.[0-8])\\..*");
    if (oldName || tools.manager() != null) {
      env.put("npm_config_nodedir", tools.headers().toString());
    }
    if (!oldName) {
      env.put("npm_package_config_node_gyp_nodedir", tools.headers().toString());
    }
    env.putAll(more);
    var command = Command.of(dir, words).env(env).path(tools.node().dir().resolve("bin")).remedy(remedy);
    if (tools.manager() != null) {
      command.path(tools.manager().dir().resolve("bin"));
    }
    command.run(what);
  }
}
