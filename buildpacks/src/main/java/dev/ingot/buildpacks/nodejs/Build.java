package dev.ingot.buildpacks.nodejs;

import dev.ingot.buildpacks.kit.BuildContext;
import dev.ingot.buildpacks.kit.BuildFailure;
import dev.ingot.buildpacks.kit.Buildpack;
import dev.ingot.buildpacks.kit.Downloader;
import dev.ingot.buildpacks.kit.Files2;
import dev.ingot.buildpacks.kit.Freshness;
import dev.ingot.buildpacks.kit.Layer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;

/** The entry of {@code bin/build}. */
public final class Build implements Buildpack {
  public static void main(String[] args) {
    Buildpack.main(args, new Build());
  }

  @Override
  public void build(BuildContext context) throws IOException {
    var workspace = Workspace.of(context);
    var manager = PackageManager.of(context, workspace.root());
    var npm = NpmConfig.find(context.settings(), context.app());
    boolean isSite = context.planned().contains(BuiltSite.PLAN);
    if (isSite && workspace.buildScripts(context.settings()).isEmpty()) {
      context.log().info("package.json has no script build: the site is served as it was pushed");
      return;
    }
    var start = new StartCommand(context, workspace, manager);
    var scratch = Files.createTempDirectory("ingot-nodejs");
    NodeModules.Tools tools;
    try {
      context.log().step("Installing Node.js");
      var packages = new NpmPackages(context, new NpmRegistry(npm, new Downloader(scratch)), scratch);
      var runtime = new NodeRuntime(context, packages, Freshness.daily());
      var npmRange = manager.kind() == PackageManager.Kind.NPM ? manager.range() : workspace.root().engine("npm").strip();
      var node = runtime.install(NodeRequest.of(context, workspace.root()), npmRange);
      if (isSite) {
        node.types(Layer.Type.BUILD, Layer.Type.CACHE);
      }
      var version = SemVer.parse(node.metadata("node")).orElseThrow(() -> new BuildFailure("The cached Node.js has no version. Clear the app's build cache and push again."));
      tools = new NodeModules.Tools(node, new ManagerTool(context, packages, Freshness.daily()).install(manager, version, !isSite && start.needsManager()), runtime.headers());
    } finally {
      Files2.delete(scratch);
    }
    new NodeModules(context, workspace, manager, tools, npm).prepare(!isSite);
    if (isSite) {
      BuiltSite.keep(context, workspace);
      return;
    }
    var settings = context.layer("node-settings").types(Layer.Type.LAUNCH).clear();
    settings.execD("node-options", resource("node-options.sh").replace("@PNP@", NodeModules.areZipped(context, manager) ? context.app().resolve(".pnp.cjs").toString() : ""));
    for (var variable : new Next(context, workspace).environment().entrySet()) {
      settings.launchEnvDefault(variable.getKey(), variable.getValue());
    }
    start.words().ifPresentOrElse(words -> context.launch().process("web", words, List.of()),
        () -> context.log().warn("no start command: package.json has no start script and there is no server.js or index.js. A Procfile, BP_LAUNCHPOINT or --start-command must say how to start."));
  }

  private static String resource(String name) throws IOException {
    try (var in = Build.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new BuildFailure("The buildpack's own file " + name + " is missing: it is installed incompletely.");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
