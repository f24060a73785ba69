package dev.ingot.cli.platform;

import dev.ingot.cli.Failure;
import dev.ingot.cli.output.Progress;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * The way from a directory to a ready platform. The two slow things of a first start (root file systems, start-up caches) run beside each
 * other and beside the rest; a later start finds everything there and only starts processes.
 */
final class Startup {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private final Platform platform;
  private final PlatformConfig config;
  private final Progress progress;

  Startup(Platform platform, PlatformConfig config, Progress progress) {
    this.platform = platform;
    this.config = config;
    this.progress = progress;
  }

  void run(@Nullable String adminPassword, RegistryConfig.Secrets secrets) throws Exception {
    Distribution distribution = Distribution.install(platform, Path.of(System.getenv().getOrDefault("INGOT_ROOT", ".")));
    Stack stack = Stack.ofThisMachine(platform, config);
    if (!stack.isInRegistry() || secrets.given()) {
      config.registry().require(platform, secrets, stack);
    }
    if (config.httpsPort() != 0) {
      Files.createDirectories(platform.home().resolve("config"));
      SelfSignedCertificate.ensure(Path.of(config.tlsCert()), Path.of(config.tlsKey()), config.domain(), config.appsDomain(), platform.log("keytool"));
      ServiceUser.own(config.user(), Path.of(config.tlsKey()));
    }
    FutureTask<?> rootFileSystems = beside(() -> {
      if (!stack.isInRegistry() && !stack.isInOwnRegistry() && !stack.isBuilt()) {
        progress.step("Making the stack " + stack.name() + " (Debian root file systems for run and build)", stack::build);
      }
      return null;
    });
    new Layout(platform, config).write(distribution, adminPassword, secrets);
    if (config.databaseUrl().isEmpty()) {
      prepareDatabase();
    }
    AotRehearsal rehearsal = new AotRehearsal(platform, config, distribution);
    if (rehearsal.isNeeded()) {
      rehearse(rehearsal);
    }
    if (runsOlderBuild(distribution)) {
      progress.step("Stopping the processes of an older build (apps keep running)", () -> {
        DownCommand.stopProcesses(platform, config);
        return null;
      });
    }
    startSupervisor(distribution);
    progress.step("Starting " + String.join(", ", Platform.processes(config)), this::awaitHealth);
    OwnBuildpacks.tell(platform, config, distribution);
    get(rootFileSystems);
    if (!stack.isInRegistry()) {
      progress.step("Storing the stack in the registry", () -> {
        stack.push(config);
        return null;
      });
    }
    progress.step("Logging the CLI in", () -> {
      AdminLogin.perform(platform, config);
      return null;
    });
  }

  private void rehearse(AotRehearsal rehearsal) throws Exception {
    try {
      progress.step("Recording start-up caches (once per build; starts are three times as fast with them)", rehearsal::run);
    } catch (IOException | Failure e) {
      progress.note("No start-up caches were made (%s). Ingot runs without them, only its starts are slower; the next `up` tries again. Logs: %s"
          .formatted(e.getMessage(), platform.log("rehearsal-*")));
    }
  }

  private boolean runsOlderBuild(Distribution distribution) throws IOException {
    return PidFile.read(platform.pidFile("supervisor")).flatMap(running -> running.info().commandLine())
        .filter(command -> !command.contains(distribution.directory() + "/")).isPresent();
  }

  private void prepareDatabase() throws Exception {
    if (Files.exists(platform.postgres().resolve("data/complete"))) {
      EmbeddedPostgres.prepare(platform, config);
    } else {
      progress.step("Unpacking PostgreSQL and creating its cluster", () -> {
        EmbeddedPostgres.prepare(platform, config);
        return null;
      });
    }
  }

  /** Detached: it must outlive this command and its terminal. */
  private void startSupervisor(Distribution distribution) throws IOException {
    if (PidFile.read(platform.pidFile("supervisor")).isPresent()) {
      return;
    }
    List<String> command = new ArrayList<>(List.of("setsid", "--fork", ServiceCommand.jdk().resolve("bin/java").toString(), "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1", "-XX:+UseCompactObjectHeaders", "-Xmx16m", "-Xss256k", "-cp", distribution.classPath("cli"),
        "dev.ingot.cli.IngotCli", "supervise"));
    ProcessBuilder builder = new ProcessBuilder(command).directory(platform.home().toFile());
    builder.environment().put("INGOT_HOME", platform.home().toString());
    builder.environment().putAll(ServiceCommand.BASE);
    builder.redirectInput(Redirect.from(new java.io.File("/dev/null"))).redirectErrorStream(true)
        .redirectOutput(Redirect.appendTo(platform.log("supervisor").toFile()));
    builder.start();
  }

  private @Nullable Void awaitHealth() throws IOException, InterruptedException {
    Instant deadline = Instant.now().plus(PATIENCE);
    for (String process : Platform.processes(config)) {
      Health.Answer answer = Health.of(config, process);
      while (!answer.up()) {
        if (Instant.now().isAfter(deadline)) {
          throw new Failure("%s is not ready after %d s: %s%n%s%nIts log: %s".formatted(process, PATIENCE.toSeconds(), answer.detail(),
              Commands.lastLines(platform.log(process), 15), platform.log(process)));
        }
        Thread.sleep(50);
        answer = Health.of(config, process);
      }
    }
    return null;
  }

  private static FutureTask<?> beside(Callable<?> work) {
    FutureTask<?> task = new FutureTask<>(work);
    Thread.ofPlatform().daemon().start(task);
    return task;
  }

  private static void get(FutureTask<?> task) throws Exception {
    try {
      task.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }
}
