package dev.ingot.e2e;

import java.io.IOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The one platform of this test run, started by `./ingot up` in a fresh INGOT_HOME on its own port; every class uses it. */
final class TestPlatform {
  static final Path ROOT = Path.of(System.getProperty("ingot.root", "..")).toAbsolutePath().normalize();
  static final JsonMapper JSON = JsonMapper.builder().build();
  static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(5)).build();
  private static TestPlatform instance;

  final Path home;
  final int port;
  final MachineState before;
  final Commands.Result firstUp;
  final String password = "e2e correct horse";

  private TestPlatform() throws IOException {
    home = Path.of("/var/tmp/ingot-e2e-" + ProcessHandle.current().pid());
    port = freePort();
    before = MachineState.now();
    firstUp = ingot(ROOT, Duration.ofMinutes(15), "up", "--http-port", String.valueOf(port), "--admin-password", password);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
      if (Files.exists(home)) {
        ingot(ROOT, Duration.ofMinutes(3), "down", "--purge");
      }
    }));
  }

  /** Starts it for the first caller. Without root, runc and the rest it cannot be: the test is skipped and says so, or fails where they are required. */
  static synchronized TestPlatform get() {
    Requirements.need(Files.isExecutable(Path.of("/usr/sbin/runc")) && "root".equals(System.getProperty("user.name")), "root and runc");
    if (instance == null) {
      try {
        instance = new TestPlatform();
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
      instance.firstUp.mustSucceed();
    }
    return instance;
  }

  Map<String, String> environment() {
    return Map.of("INGOT_HOME", home.toString(), "INGOT_CONFIG", home.resolveSibling(home.getFileName() + ".target.json").toString(), "NO_COLOR", "1");
  }

  /** Runs the real command. */
  Commands.Result ingot(Path directory, Duration limit, String... arguments) {
    List<String> command = new ArrayList<>(List.of(ROOT.resolve("ingot").toString()));
    command.addAll(List.of(arguments));
    return Commands.run(directory, environment(), limit, command);
  }

  Commands.Result ingot(String... arguments) {
    return ingot(ROOT, Duration.ofMinutes(5), arguments);
  }

  JsonNode json(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--json");
    return JSON.readTree(ingot(all.toArray(String[]::new)).mustSucceed().output());
  }

  /** A copy of a sample, so that tests may change it. */
  Path sample(String name) throws IOException {
    Path copy = Files.createTempDirectory("ingot-sample-").resolve(name);
    Commands.run(Path.of("/"), Map.of(), Duration.ofMinutes(1), List.of("cp", "-a", ROOT.resolve("samples").resolve(name).toString(), copy.toString())).mustSucceed();
    Commands.run("rm", "-rf", copy.resolve("node_modules").toString(), copy.resolve("target").toString());
    return copy;
  }

  /** A request to an app through the router. @param headers name, value, name, value … */
  HttpResponse<String> request(String app, String path, String... headers) throws IOException, InterruptedException {
    HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).header("Host", host(app)).timeout(Duration.ofSeconds(20));
    for (int i = 0; i < headers.length; i += 2) {
      builder.header(headers[i], headers[i + 1]);
    }
    return HTTP.send(builder.build(), HttpResponse.BodyHandlers.ofString());
  }

  String host(String app) {
    return app + ".apps.localhost:" + port;
  }

  String origin() {
    return "http://localhost:" + port;
  }

  /** An access token of the admin. */
  String token() throws IOException {
    return JSON.readTree(Files.readString(Path.of(environment().get("INGOT_CONFIG")))).path("tokens").path("accessToken").asString();
  }

  /** A process of the platform, as `ingot status` tells it. */
  ProcessHandle process(String name) {
    Commands.Result status = ingot("status", "--json");
    for (JsonNode row : JSON.readTree(status.output())) {
      if (row.path("process").asString().equals(name)) {
        return ProcessHandle.of(row.path("pid").asLong()).orElseThrow(() -> new AssertionError(name + " does not run:\n" + status.output()));
      }
    }
    throw new AssertionError(name + " is not in\n" + status.output());
  }

  /** A port nobody listens on, for a server that is started and stopped: below those the kernel gives to outgoing connections, which would take it meanwhile. */
  static int freePort() throws IOException {
    for (int attempt = 0; attempt < 200; attempt++) {
      try (ServerSocket socket = new ServerSocket(ThreadLocalRandom.current().nextInt(12_000, 19_000))) {
        return socket.getLocalPort();
      } catch (BindException taken) {
        // the next one
      }
    }
    throw new IOException("no free port between 12000 and 19000: ss -ltn shows who holds them");
  }
}
