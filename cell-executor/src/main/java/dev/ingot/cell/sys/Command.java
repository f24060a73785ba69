package dev.ingot.cell.sys;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Runs small helper programs to their end and collects at most 64 KB of what they say. Output is one stream, stderr included. */
public final class Command {
  private static final int MAX_OUTPUT = 65_536;

  private Command() {}

  /** How a program ended and what it said. */
  public record Result(int status, String output) {}

  /** Runs; a status other than 0 is an IOException with the program's own words. */
  public static String run(String... command) throws IOException, InterruptedException {
    Result result = tryRun(Duration.ofSeconds(30), "", Map.of(), List.of(command));
    if (result.status != 0) {
      throw new IOException(String.join(" ", command) + ": exit status " + result.status + ": " + result.output.strip());
    }
    return result.output;
  }

  /** Runs with this text on stdin; a status other than 0 is an IOException. */
  public static String feed(String input, String... command) throws IOException, InterruptedException {
    Result result = tryRun(Duration.ofSeconds(30), input, Map.of(), List.of(command));
    if (result.status != 0) {
      throw new IOException(String.join(" ", command) + ": exit status " + result.status + ": " + result.output.strip());
    }
    return result.output;
  }

  /** Runs and answers the status, whatever it is. A program that is still running at the limit is killed: IOException. */
  public static Result tryRun(Duration limit, String input, Map<String, String> env, List<String> command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(env);
    Process process = builder.start();
    AtomicReference<String> output = new AtomicReference<>("");
    Thread reader = Thread.startVirtualThread(() -> output.set(drain(process.getInputStream())));
    try {
      try (var stdin = process.getOutputStream()) {
        stdin.write(input.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        // The program ended without reading: its status and output say why.
      }
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException(String.join(" ", command) + ": still running after " + limit.toSeconds() + " s, killed");
      }
      reader.join(2000);
      return new Result(process.exitValue(), output.get());
    } finally {
      process.destroyForcibly();
    }
  }

  private static String drain(InputStream in) {
    try (in) {
      byte[] kept = in.readNBytes(MAX_OUTPUT);
      in.skip(Long.MAX_VALUE);
      return new String(kept, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "(output lost: " + e.getMessage() + ")";
    }
  }
}
