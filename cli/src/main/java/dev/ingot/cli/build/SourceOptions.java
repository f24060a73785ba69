package dev.ingot.cli.build;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What `ingot build` and `ingot plan` are told of the source. */
final class SourceOptions {
  @Parameters(arity = "0..1", paramLabel = "DIR", description = "Directory, .jar, .war or .zip. Default: the manifest's path, else this directory.")
  private @Nullable Path directory;

  @Option(names = "--app", paramLabel = "NAME", description = "App whose variables, services and build cache are used. Default: the manifest's, else named after DIR.")
  private @Nullable String app;

  @Option(names = {"-b", "--buildpack"}, paramLabel = "BUILDPACK", description = "Buildpack to use; may be repeated. Default: the manifest's, the app's, else detected.")
  private List<String> buildpacks = List.of();

  @Option(names = {"-s", "--stack"}, paramLabel = "STACK", description = "Stack to build on. Default: the manifest's, else the app's.")
  private @Nullable String stack;

  @Option(names = {"-f", "--manifest"}, paramLabel = "FILE", description = "Manifest. Default: manifest.yml in DIR, if there is one.")
  private @Nullable Path manifest;

  @Option(names = "--var", paramLabel = "KEY=VALUE", description = "Replaces ((KEY)) in the manifest.")
  private Map<String, String> variables = Map.of();

  Source source() throws IOException {
    return Source.of(directory, app, manifest, variables, buildpacks, stack);
  }
}
