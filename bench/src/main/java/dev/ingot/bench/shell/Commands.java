package dev.ingot.bench.shell;

import dev.ingot.bench.BenchFailure;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Runs a program to its end, with a limit of time. */
public final class Commands {
  private static final int MAX_OUTPUT = 8 << 20;

  private Commands() {}

  /**
   * How it ended.
   *
   * @param status exit status, 127 when there is no such program
   * @param output stdout and stderr together, at most 8 MB
   */
  public record Result(int status, String output) {
    /** @throws BenchFailure when it failed, with its last lines */
    public Result mustSucceed(String what) {
      if (status != 0) {
        List<String> lines = output.lines().toList();
        throw new BenchFailure(what + " failed with status " + status + ": " + String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size())));
      }
      return this;
    }
  }

  /** With a limit of two minutes. */
  public static Result run(String... command) {
    return run(Path.of("").toAbsolutePath(), Map.of(), Duration.ofMinutes(2), List.of(command));
  }

  /** A program that is still running after `limit` is killed, and that is a failure. */
  public static Result run(Path directory, Map<String, String> environment, Duration limit, List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).redirectInput(new File("/dev/null"));
    builder.environment().putAll(environment);
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      return new Result(127, String.valueOf(e.getMessage()));
    }
    CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> read(process.getInputStream()));
    try {
      if (!process.waitFor(limit)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw new BenchFailure(String.join(" ", command) + " did not end within " + limit.toSeconds() + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchFailure("interrupted while running " + command.getFirst(), e);
    }
    return new Result(process.exitValue(), output.join());
  }

  private static String read(InputStream in) {
    try (in) {
      String text = new String(in.readNBytes(MAX_OUTPUT), StandardCharsets.UTF_8);
      in.transferTo(java.io.OutputStream.nullOutputStream());
      return text;
    } catch (IOException e) {
      return "(output lost: " + e.getMessage() + ")";
    }
  }
}
