package dev.ingot.cli.push;

import dev.ingot.cli.manifest.Manifest;
import dev.ingot.cli.manifest.Overrides;
import dev.ingot.cli.session.Output;
import dev.ingot.cli.session.Session;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** `ingot push`. */
@Command(name = "push", aliases = "p", mixinStandardHelpOptions = true, sortOptions = false,
    description = "Deploy the app in this directory: upload what is new, build an image, start it, show its address.",
    footer = {"", "Without NAME and manifest.yml the app is named after the directory.", "", "Examples:", "  ingot push",
        "  ingot push shop -p build/libs/shop.jar -m 512M", "  ingot push -f manifest.prod.yml --var host=shop", "  ingot push worker -c 'node worker.js' --no-route"})
public final class PushCommand implements Callable<Integer> {
  @Parameters(arity = "0..1", paramLabel = "NAME", description = "App; with a manifest of several apps, the one to push.")
  private @Nullable String name;

  @Option(names = {"-p", "--path"}, paramLabel = "PATH", description = "Directory, .jar, .war or .zip. Default: the manifest's path, else this directory.")
  private @Nullable Path path;

  @Option(names = {"-f", "--manifest"}, paramLabel = "FILE", description = "Manifest. Default: manifest.yml here, if there is one.")
  private @Nullable Path manifest;

  @Option(names = "--no-manifest", description = "Ignore manifest.yml.")
  private boolean noManifest;

  @Option(names = "--var", paramLabel = "KEY=VALUE", description = "Replaces ((KEY)) in the manifest.")
  private Map<String, String> variables = Map.of();

  @Option(names = {"-b", "--buildpack"}, paramLabel = "BUILDPACK", description = "Buildpack to use; may be repeated. Default: detected.")
  private List<String> buildpacks = List.of();

  @Option(names = {"-c", "--command"}, paramLabel = "COMMAND", description = "Start command of the web process. Default: the buildpack's.")
  private @Nullable String command;

  @Option(names = {"-i", "--instances"}, paramLabel = "N", description = "Number of instances.")
  private @Nullable Integer instances;

  @Option(names = {"-m", "--memory"}, paramLabel = "AMOUNT", description = "Memory of each instance: 256M, 1G.")
  private @Nullable String memory;

  @Option(names = {"-k", "--disk"}, paramLabel = "AMOUNT", description = "Disk of each instance: 512M, 1G.")
  private @Nullable String disk;

  @Option(names = {"-u", "--health-check-type"}, paramLabel = "TYPE", description = "port, http or process.")
  private @Nullable String healthCheckType;

  @Option(names = "--endpoint", paramLabel = "PATH", description = "Path of the http health check.")
  private @Nullable String endpoint;

  @Option(names = "--no-route", description = "Give it no route, take away those it has.")
  private boolean noRoute;

  @Option(names = "--random-route", description = "Give it a route with a random name.")
  private boolean randomRoute;

  @Option(names = "--no-start", description = "Upload and configure only.")
  private boolean noStart;

  @Mixin
  private Output output = new Output();

  @Override
  public Integer call() throws Exception {
    Session session = Session.open();
    session.space();
    Manifest document = Manifest.read(noManifest ? null : Manifest.file(manifest, path), variables, name);
    document.override(new Overrides(name, path, buildpacks, command, instances, memory, disk, healthCheckType, endpoint, noRoute, randomRoute));
    Push push = new Push(session, output, noStart);
    push.apply(document);
    for (Manifest.App app : document.apps()) {
      push.deploy(app);
    }
    push.printJson();
    return 0;
  }
}
