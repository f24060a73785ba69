package dev.ingot.cli.platform;

import dev.ingot.cli.Failure;
import dev.ingot.cli.output.Progress;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** `ingot down`: stops everything of this platform, apps included, and removes what it made in the kernel. */
@Command(name = "down", mixinStandardHelpOptions = true,
    description = "Stop the platform and its apps; leave no process, mount, network or cgroup behind. Apps come back with the next up.",
    footer = {"", "Examples:", "  ingot down", "  ingot down --purge     also delete apps, database and images"})
public final class DownCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @Option(names = "--purge", description = "Delete the data too: apps, database, images, logs. There is no way back.")
  private boolean purge;

  @Override
  public Integer call() throws Exception {
    Platform platform = Platform.ofEnvironment();
    if (!platform.exists()) {
      System.out.println("There is no platform in " + platform.home() + ".");
      return 0;
    }
    Root.require("ingot down", "it stops the cell, which runs as root");
    Progress progress = new Progress(System.out);
    stop(platform, progress);
    if (purge) {
      progress.step("Deleting " + platform.home(), () -> {
        FileTrees.delete(platform.home());
        return null;
      });
    }
    System.out.println(purge ? "Gone." : "Down. Apps and data are kept in " + platform.home() + "; ingot up brings them back.");
    return 0;
  }

  /** Stops processes and removes what cells left; idempotent, also after a kill -9 of anything. */
  static void stop(Platform platform, Progress progress) throws Exception {
    PlatformConfig config = platform.read();
    progress.step("Stopping the platform's processes", () -> {
      stopProcesses(platform, config);
      return null;
    });
    Distribution distribution = Distribution.current(platform);
    for (int cell = 1; cell <= config.cells(); cell++) {
      String name = "cell-" + cell;
      progress.step("Stopping the apps of " + name, () -> {
        CellCleanup.run(platform, distribution, name);
        return null;
      });
    }
  }

  /** Stops the supervisor and its processes; the apps go on. */
  static void stopProcesses(Platform platform, PlatformConfig config) throws IOException, InterruptedException {
    end(platform, "supervisor", "TERM");
    // The supervisor stopped them; one that was killed -9 left them to us.
    for (String process : Platform.processes(config).reversed()) {
      end(platform, process, process.equals("postgres") ? "INT" : "TERM");
    }
  }

  private static void end(Platform platform, String process, String signal) throws IOException, InterruptedException {
    Optional<ProcessHandle> handle = PidFile.read(platform.pidFile(process));
    if (handle.isEmpty()) {
      return;
    }
    Commands.output("kill", "-" + signal, String.valueOf(handle.get().pid()));
    try {
      handle.get().onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      handle.get().destroyForcibly();
    } catch (java.util.concurrent.ExecutionException e) {
      throw new Failure("cannot wait for the end of " + process + ": " + e.getMessage(), e);
    }
    java.nio.file.Files.deleteIfExists(platform.pidFile(process));
  }
}
