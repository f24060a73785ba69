package dev.ingot.e2e.cf;

import dev.ingot.e2e.Commands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The real cf binary as one user uses it: a home of its own, the names of the test's DNS. */
final class Cf {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration LIMIT = Duration.ofMinutes(4);
  // A mount namespace of its own, so that only cf sees the test's DNS.
  private static final String WITH_DNS = "mount --bind \"$1\" /etc/resolv.conf && shift && exec \"$@\"";

  private final Path binary;
  private final Path resolvConf;
  private final Path home;
  private final Path directory;

  /** @param home its CF_HOME; @param directory where it runs */
  Cf(Path binary, Path resolvConf, Path home, Path directory) {
    this.binary = binary;
    this.resolvConf = resolvConf;
    this.home = home;
    this.directory = directory;
  }

  /** The same user in another directory. */
  Cf in(Path other) {
    return new Cf(binary, resolvConf, home, other);
  }

  CfResult run(String... arguments) {
    return run(Map.of(), "", arguments);
  }

  /** @param environment for this run only; @param typed what the user types */
  CfResult run(Map<String, String> environment, String typed, String... arguments) {
    try {
      Path input = Path.of("/dev/null");
      if (!typed.isEmpty()) {
        input = Files.writeString(home.resolve("typed"), typed);
      }
      long started = System.nanoTime();
      Commands.Result result = Commands.run(directory, environment(environment), LIMIT, input, command(arguments));
      Coverage.took(List.of(arguments), System.nanoTime() - started);
      return new CfResult(List.of(arguments), result.status(), result.output());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts it and lets it run, its output into a file: `cf logs`. */
  Process start(Path output, String... arguments) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command(arguments)).directory(directory.toFile()).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().putAll(environment(Map.of()));
    return builder.start();
  }

  /** JSON of `cf curl`. */
  JsonNode curl(String path, String... more) {
    List<String> arguments = new ArrayList<>(List.of("curl", path));
    arguments.addAll(List.of(more));
    return JSON.readTree(run(arguments.toArray(String[]::new)).done().output());
  }

  String guid(String app) {
    return run("app", app, "--guid").done().output().strip();
  }

  /** What cf remembers between two calls. */
  ObjectNode config() throws IOException {
    return (ObjectNode) JSON.readTree(Files.readString(configFile()));
  }

  void config(UnaryOperator<ObjectNode> change) throws IOException {
    Files.writeString(configFile(), JSON.writeValueAsString(change.apply(config())));
  }

  private Path configFile() {
    return home.resolve(".cf/config.json");
  }

  private List<String> command(String... arguments) {
    List<String> command = new ArrayList<>(List.of("unshare", "-m", "sh", "-c", WITH_DNS, "sh", resolvConf.toString(), binary.toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  private Map<String, String> environment(Map<String, String> more) {
    Map<String, String> all = new java.util.HashMap<>(Map.of("CF_HOME", home.toString(), "CF_COLOR", "false", "LC_ALL", "C.UTF-8"));
    all.putAll(more);
    return all;
  }
}
