package dev.ingot.cli.platform;

import dev.ingot.cli.Failure;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes the AOT caches (JDK 25, JEP 483 and 514): a whole platform of its own, in a directory of its own with ports and names of its own,
 * starts with recording on, answers a few requests and is stopped; each JVM writes its cache when it ends. Then the directory is deleted.
 */
final class AotRehearsal {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private final Platform rehearsal;
  private final PlatformConfig config;
  private final Distribution distribution;
  private final Platform real;

  AotRehearsal(Platform platform, PlatformConfig config, Distribution distribution) {
    this.real = platform;
    this.rehearsal = new Platform(platform.home().resolve("rehearsal"));
    this.distribution = distribution;
    int first = Ports.freeRange(30);
    this.config = new PlatformConfig("localhost", first + 20, 0, "", "", 1, "", config.user(), first, "ir" + config.prefix().substring(2), Ports.freeSubnet(40) + 30, 512L << 20, RegistryConfig.OWN);
  }

  /** False when this build's caches are there, and with an external database (its account may not be ours to fill with a rehearsal). */
  boolean isNeeded() {
    return Files.exists(real.postgres().resolve("bin-18/complete")) && !Files.exists(distribution.aotCache("controller"));
  }

  /**
   * Makes the caches.
   *
   * @throws Failure or IOException when none were made, with the reason; that costs only speed: the platform starts without them
   */
  @Nullable Void run() throws Exception {
    Map<String, Process> processes = new LinkedHashMap<>();
    try {
      prepare();
      for (String process : Platform.processes(config)) {
        processes.put(process, start(process));
      }
      for (String process : List.of("controller", "router", "cell-1")) {
        await(process, processes.get(process));
      }
      exercise();
    } finally {
      end(processes);
    }
    return null;
  }

  /** The directory is deleted only when nothing of the cell is mounted below it any more. */
  private void end(Map<String, Process> processes) throws Exception {
    try {
      stop(processes);
      FileTrees.delete(rehearsal.home());
    } catch (IOException | Failure e) {
      Files.writeString(real.log("rehearsal"), "the rehearsal could not be tidied up, see " + rehearsal.home() + ": " + e + System.lineSeparator());
    }
  }

  private void prepare() throws Exception {
    FileTrees.delete(rehearsal.home());
    Files.deleteIfExists(real.log("rehearsal"));
    Files.createDirectories(distribution.aotCache("x").getParent());
    ServiceUser.own(config.user(), distribution.aotCache("x").getParent());
    Files.createDirectories(rehearsal.postgres());
    Files.createSymbolicLink(rehearsal.postgres().resolve("bin-18"), real.postgres().resolve("bin-18"));
    new Layout(rehearsal, config).write(distribution, null, RegistryConfig.Secrets.AS_THEY_ARE);
    EmbeddedPostgres.prepare(rehearsal, config);
  }

  private Process start(String process) throws IOException {
    List<String> command = process.equals("postgres") ? EmbeddedPostgres.command(rehearsal, config)
        : ServiceCommand.java(rehearsal, config, distribution, process, List.of("-XX:AOTCacheOutput=" + aside(process), "-Xlog:aot=off", "-Xlog:cds=off"));
    ProcessBuilder builder = new ProcessBuilder(command).directory(rehearsal.home().toFile());
    builder.environment().put("LC_ALL", "C.UTF-8");
    return builder.redirectErrorStream(true).redirectOutput(Redirect.appendTo(real.log("rehearsal-" + process).toFile())).start();
  }

  /** Written aside: a cache that is there is a whole one. */
  private Path aside(String process) {
    return distribution.aotCache(ServiceCommand.Kind.of(process).module + "-new");
  }

  private void await(String process, Process running) throws InterruptedException {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (!Health.of(config, process).up()) {
      if (Instant.now().isAfter(deadline) || !running.isAlive()) {
        throw new Failure(process + " did not become healthy in the rehearsal");
      }
      Thread.sleep(100);
    }
  }

  /** What every start is followed by: discovery, a login, the CLI's first requests. The CLI records itself doing them. */
  private void exercise() throws IOException, InterruptedException {
    HttpClient http = HttpClient.newHttpClient();
    for (String path : new String[] {"/", "/v3", "/login", "/ui", "/v3/apps", "/v2/"}) {
      http.send(HttpRequest.newBuilder(URI.create(config.url() + path)).build(), BodyHandlers.ofString());
    }
    Path target = rehearsal.home().resolve("target.json");
    cli(target, List.of(), "login", "-a", config.url(), "-u", "admin", "-p", Files.readString(rehearsal.secret("admin-password")));
    Path cliCache = Path.of(System.getenv().getOrDefault("INGOT_ROOT", "."), "cli/target/cli.aot");
    cli(target, List.of("-XX:AOTCacheOutput=" + cliCache, "-Xlog:aot=off", "-Xlog:cds=off"), "apps");
  }

  private void cli(Path target, List<String> flags, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(ServiceCommand.jdk().resolve("bin/java").toString(), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
        "-Xmx256m", "--enable-native-access=ALL-UNNAMED", "-Djava.net.preferIPv4Stack=true"));
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.ingot.cli.IngotCli"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(Redirect.appendTo(real.log("rehearsal-cli").toFile()));
    builder.environment().putAll(Map.of("INGOT_CONFIG", target.toString(), "LC_ALL", "C.UTF-8"));
    builder.start().waitFor();
  }

  /** Each JVM writes its cache on the way out, so they get time; postgres goes last. */
  private void stop(Map<String, Process> processes) throws IOException, InterruptedException {
    Process postgres = processes.remove("postgres");
    processes.values().forEach(Process::destroy);
    for (var entry : processes.entrySet()) {
      if (!entry.getValue().waitFor(PATIENCE)) {
        entry.getValue().destroyForcibly();
      }
      Path recorded = aside(entry.getKey());
      if (Files.exists(recorded)) {
        Files.move(recorded, distribution.aotCache(ServiceCommand.Kind.of(entry.getKey()).module), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      }
    }
    if (postgres != null) {
      Commands.output("kill", "-INT", String.valueOf(postgres.pid()));
      postgres.waitFor();
    }
    if (!processes.isEmpty()) {
      CellCleanup.run(rehearsal, distribution, "cell-1");
    }
  }
}
