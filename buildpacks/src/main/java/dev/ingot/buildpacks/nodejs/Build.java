package dev.ingot.buildpacks.nodejs;

import dev.ingot.buildpacks.kit.BuildContext;
import dev.ingot.buildpacks.kit.BuildFailure;
import dev.ingot.buildpacks.kit.Buildpack;
import dev.ingot.buildpacks.kit.Downloader;
import dev.ingot.buildpacks.kit.Files2;
import dev.ingot.buildpacks.kit.Freshness;
import java.io.IOException;
import java.nio.file.Files;

/** The entry of {@code bin/build}. */
public final class Build implements Buildpack {
  public static void main(String[] args) {
    Buildpack.main(args, new Build());
  }

  @Override
  public void build(BuildContext context) throws IOException {
    var text = context.appText("package.json");
    if (text == null) {
      throw new BuildFailure("There is no package.json in the app's directory. Push the directory that contains it.");
    }
    var app = PackageJson.parse(text);
    var npm = NpmConfig.find(context.settings(), context.app());
    for (var lock : new String[] {"yarn.lock", "pnpm-lock.yaml"}) {
      if (Files.exists(context.app().resolve(lock)) && !Files.exists(context.app().resolve("package-lock.json"))) {
        context.log().warn(lock + " is not read: modules are installed by npm. Add a package-lock.json to fix their versions.");
      }
    }
    var scratch = Files.createTempDirectory("ingot-nodejs");
    try {
      context.log().step("Installing Node.js");
      var runtime = new NodeRuntime(context, new NpmRegistry(npm, new Downloader(scratch)), Freshness.daily(), scratch);
      var node = runtime.install(NodeRequest.of(context, app), app.engine("npm").strip());
      new NodeModules(context, app, node, runtime.headers(), npm).prepare();
    } finally {
      Files2.delete(scratch);
    }
    StartCommand.of(context, app).ifPresentOrElse(words -> context.launch().process("web", words, java.util.List.of()),
        () -> context.log().warn("no start command: package.json has no start script and there is no server.js or index.js. A Procfile or --start-command must say how to start."));
  }
}
