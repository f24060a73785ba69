package dev.ingot.cli.platform;

import dev.ingot.cli.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Other programs, run to their end. */
final class Commands {
  private Commands() {}

  /** Runs it with its output in a log file; a failure shows the last lines of that. */
  static void run(List<String> command, Path log, String purpose) throws IOException, InterruptedException {
    Files.createDirectories(log.getParent());
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("LC_ALL", "C.UTF-8");
    int status = start(builder, purpose).waitFor();
    if (status != 0) {
      throw new Failure("%s failed: %s ended with status %d.%n%s%nThe whole output is in %s.".formatted(purpose, command.getFirst(), status,
          lastLines(log, 12), log));
    }
  }

  /** Its output when it ends with status 0, else empty. */
  static String output(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? output.strip() : "";
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  static String lastLines(Path log, int count) throws IOException {
    if (!Files.exists(log)) {
      return "";
    }
    List<String> lines = Files.readAllLines(log, java.nio.charset.StandardCharsets.ISO_8859_1);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - count), lines.size()));
  }

  private static Process start(ProcessBuilder builder, String purpose) {
    try {
      return builder.start();
    } catch (IOException e) {
      throw new Failure(purpose + " failed: cannot run " + builder.command().getFirst() + ": " + e.getMessage() + ". See ingot doctor.", e);
    }
  }
}
