package dev.ingot.cli.platform;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One process that should run: adopted when it runs already, started when not, started again when it ends (at once, then with growing pauses). */
final class ManagedProcess {
  private static final Duration STEADY = Duration.ofSeconds(30);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);
  private static final Duration GRACE = Duration.ofSeconds(20);

  private final Platform platform;
  private final String name;
  private final Supplier<ServiceCommand> command;
  private volatile boolean stopping;
  private volatile @Nullable ProcessHandle running;
  private @Nullable Thread keeper;

  ManagedProcess(Platform platform, String name, Supplier<ServiceCommand> command) {
    this.platform = platform;
    this.name = name;
    this.command = command;
  }

  void start() {
    keeper = Thread.ofPlatform().name("keep-" + name).daemon().start(this::keep);
  }

  private void keep() {
    Duration pause = Duration.ZERO;
    while (!stopping) {
      Instant started = Instant.now();
      try {
        runOnce();
      } catch (IOException e) {
        log("cannot be started: " + e.getMessage());
      } catch (InterruptedException e) {
        return;
      }
      pause = Duration.between(started, Instant.now()).compareTo(STEADY) > 0 ? Duration.ZERO : next(pause);
      if (!stopping && !sleep(pause)) {
        return;
      }
    }
  }

  private void runOnce() throws IOException, InterruptedException {
    Optional<ProcessHandle> adopted = PidFile.read(platform.pidFile(name));
    ProcessHandle handle = adopted.isPresent() ? adopted.get() : launch();
    running = handle;
    if (adopted.isPresent()) {
      log("already runs, pid " + handle.pid());
    }
    if (stopping) {
      handle.destroy();
    }
    handle.onExit().join();
    running = null;
    Files.deleteIfExists(platform.pidFile(name));
    if (!stopping) {
      log("ended; starting it again");
    }
  }

  private ProcessHandle launch() throws IOException {
    ServiceCommand service = command.get();
    ProcessBuilder builder = new ProcessBuilder(service.command()).directory(platform.home().toFile());
    builder.environment().putAll(service.environment());
    builder.redirectInput(Redirect.from(new java.io.File("/dev/null")));
    builder.redirectErrorStream(true).redirectOutput(Redirect.appendTo(platform.log(name).toFile()));
    Process process = builder.start();
    PidFile.write(platform.pidFile(name), process.toHandle());
    log("started, pid " + process.pid());
    return process.toHandle();
  }

  /** SIGTERM, then SIGKILL after the grace time; returns when it is gone. */
  void stop() {
    stopping = true;
    ProcessHandle handle = running;
    if (handle == null) {
      return;
    }
    // SIGTERM would make postgres wait for its clients; SIGINT is its fast, clean shutdown.
    if (name.equals("postgres")) {
      Commands.output("kill", "-INT", String.valueOf(handle.pid()));
    } else {
      handle.destroy();
    }
    try {
      handle.onExit().get(GRACE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException | InterruptedException e) {
      log("did not end within " + GRACE.toSeconds() + " s, killed");
      handle.destroyForcibly();
    }
    log("stopped");
    try {
      Files.deleteIfExists(platform.pidFile(name));
    } catch (IOException e) {
      log("pid file stays: " + e.getMessage());
    }
  }

  private static Duration next(Duration pause) {
    Duration doubled = pause.isZero() ? Duration.ofMillis(250) : pause.multipliedBy(2);
    return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
  }

  private static boolean sleep(Duration pause) {
    try {
      Thread.sleep(pause);
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  private void log(String event) {
    System.out.println(Instant.now() + " " + name + " " + event);
  }
}
