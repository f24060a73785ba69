package dev.ingot.bench.platform;

import dev.ingot.bench.BenchFailure;
import dev.ingot.bench.shell.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The running platform on this machine, reached as its owner reaches it: the `ingot` command with a login of its own, and INGOT_HOME.
 *
 * @param root of the checkout
 * @param home INGOT_HOME
 * @param config what `up` decided, config/platform.properties
 * @param login file that keeps this run's login apart from the user's
 */
public record Installation(Path root, Path home, Properties config, Path login) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** One process of the platform, as `ingot status` tells it. */
  public record Process(String name, long pid) {}

  /** Finds it and logs in. @throws BenchFailure when none runs, with what to do */
  public static Installation open(Path scratch) throws IOException {
    String explicit = System.getenv("INGOT_HOME");
    boolean superuser = "root".equals(System.getProperty("user.name"));
    Path home = explicit != null && !explicit.isBlank() ? Path.of(explicit)
        : superuser ? Path.of("/var/lib/ingot") : Path.of(System.getProperty("user.home"), ".ingot");
    if (!superuser) {
      throw new BenchFailure("the benchmarks need root: they start containers beside the cell. Run sudo -E ./ingot bench");
    }
    Path file = home.resolve("config/platform.properties");
    if (!Files.exists(file)) {
      throw new BenchFailure("there is no platform in " + home + ". Start one first: ./ingot up (or set INGOT_HOME to where it is)");
    }
    Properties config = new Properties();
    try (var reader = Files.newBufferedReader(file)) {
      config.load(reader);
    }
    Path root = Path.of(System.getenv().getOrDefault("INGOT_ROOT", ".")).toAbsolutePath().normalize();
    Installation installation = new Installation(root, home, config, scratch.resolve("login.json"));
    Commands.Result status = installation.ingot(root, Duration.ofMinutes(1), "status");
    if (status.status() != 0) {
      throw new BenchFailure("the platform in " + home + " is not up. Start it: ./ingot up\n" + status.output());
    }
    installation.ingot(root, Duration.ofMinutes(1), "login", "-a", installation.origin(), "-u", "admin", "-p", installation.password())
        .mustSucceed("logging in as admin with the password in " + home.resolve("secrets/admin-password"));
    return installation;
  }

  public String password() throws IOException {
    return Files.readString(home.resolve("secrets/admin-password")).strip();
  }

  /** Host and port of the router's plain port. */
  public String authority() {
    return "localhost:" + config.getProperty("http.port");
  }

  public String origin() {
    return "http://" + authority();
  }

  /** The name a request for an app is sent with. */
  public String host(String app) {
    return app + ".apps." + config.getProperty("domain");
  }

  public int routerPort() {
    return Integer.parseInt(config.getProperty("http.port"));
  }

  /** Runs the real command. */
  public Commands.Result ingot(Path directory, Duration limit, String... arguments) {
    List<String> command = new ArrayList<>(List.of(root.resolve("ingot").toString()));
    command.addAll(List.of(arguments));
    return Commands.run(directory, Map.of("INGOT_HOME", home.toString(), "INGOT_CONFIG", login.toString(), "NO_COLOR", "1"), limit, command);
  }

  /** What the command prints with `--json`. */
  public JsonNode json(String... arguments) {
    String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 1);
    all[arguments.length] = "--json";
    String output = ingot(root, Duration.ofMinutes(1), all).mustSucceed("ingot " + String.join(" ", arguments)).output();
    return JSON.readTree(output.substring(Math.max(0, Math.min(first(output, '{'), first(output, '[')))));
  }

  private static int first(String text, char what) {
    int at = text.indexOf(what);
    return at < 0 ? Integer.MAX_VALUE : at;
  }

  /** The platform's own processes. */
  public List<Process> processes() {
    List<Process> processes = new ArrayList<>();
    json("status").forEach(row -> processes.add(new Process(row.path("process").asString(), row.path("pid").asLong())));
    return processes;
  }

  /** A bearer token of the admin, good for some minutes at least. */
  public String token() {
    try {
      json("apps");
      return JSON.readTree(Files.readString(login)).path("tokens").path("accessToken").asString();
    } catch (IOException e) {
      throw new BenchFailure("cannot read the login " + login, e);
    }
  }
}
