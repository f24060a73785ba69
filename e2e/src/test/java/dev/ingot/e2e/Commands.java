package dev.ingot.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Other programs, with their output and how long they took. */
public final class Commands {
  private Commands() {}

  /** @param output stdout and stderr together */
  public record Result(int status, String output, Duration took) {
    public Result mustSucceed() {
      if (status != 0) {
        throw new AssertionError("status " + status + ":\n" + output);
      }
      return this;
    }
  }

  /** Runs it to its end; after `limit` it is killed and that is an error. Output is shown as it comes, for whoever watches the tests. */
  public static Result run(Path directory, Map<String, String> environment, Duration limit, List<String> command) {
    return run(directory, environment, limit, Path.of("/dev/null"), command);
  }

  /** @param input what it reads from its standard input */
  public static Result run(Path directory, Map<String, String> environment, Duration limit, Path input, List<String> command) {
    long started = System.nanoTime();
    try {
      ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
      builder.environment().putAll(environment);
      builder.redirectInput(input.toFile());
      Process process = builder.start();
      CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> read(process.getInputStream()));
      if (!process.waitFor(limit)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw new AssertionError(command + " did not end within " + limit + "; so far:\n" + output.join());
      }
      return new Result(process.exitValue(), output.join(), Duration.ofNanos(System.nanoTime() - started));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + command, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while running " + command, e);
    }
  }

  public static Result run(String... command) {
    return run(Path.of("/"), Map.of(), Duration.ofMinutes(2), List.of(command));
  }

  private static String read(InputStream in) {
    try (in) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "(output lost: " + e.getMessage() + ")";
    }
  }
}
