package dev.ingot.buildpacks.kit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/** A tool run as a child process. Its standard input is empty. Ends with the build when it does not end within its limit. */
public final class Command {
  private static final int CAPTURE_LIMIT = 4 << 20;
  private final ProcessBuilder builder;
  private Duration limit = Duration.ofMinutes(30);
  private String remedy = "Its own message above says why.";

  private Command(Path dir, List<String> words) {
    builder = new ProcessBuilder(new ArrayList<>(words)).directory(dir.toFile());
    builder.redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
    builder.redirectErrorStream(true);
  }

  public static Command of(Path dir, String... words) {
    return new Command(dir, List.of(words));
  }

  public static Command of(Path dir, List<String> words) {
    return new Command(dir, words);
  }

  /** Adds variables to the build's own environment. */
  public Command env(Map<String, String> env) {
    builder.environment().putAll(env);
    return this;
  }

  /** Puts a directory in front of {@code PATH}. */
  public Command path(Path dir) {
    builder.environment().merge("PATH", dir.toString(), (old, added) -> added + ":" + old);
    return this;
  }

  /** How long it may run; 30 minutes unless told. */
  public Command limit(Duration limit) {
    this.limit = limit;
    return this;
  }

  /** What the person should do when the tool fails; replaces the general words. */
  public Command remedy(String remedy) {
    this.remedy = remedy;
    return this;
  }

  /**
   * Runs with the output shown in the build's log.
   *
   * @param what the deed in words, for the error: "running npm ci"
   * @throws BuildFailure when it cannot start, takes too long or ends with another code than 0
   */
  public void run(String what) {
    builder.redirectOutput(ProcessBuilder.Redirect.INHERIT);
    int code = await(start(what), what);
    if (code != 0) {
      throw new BuildFailure("Failed " + what + ": exit code " + code + ". " + remedy);
    }
  }

  /**
   * Runs quietly and gives the output, at most 4 MiB of it.
   *
   * @throws BuildFailure as {@link #run}, with the last output in the message
   */
  public String capture(String what) {
    var process = start(what);
    var output = new AtomicReference<>("");
    var reader = Thread.ofVirtual().start(() -> output.set(read(process.getInputStream())));
    int code = await(process, what);
    join(reader);
    if (code != 0) {
      var text = output.get().strip();
      throw new BuildFailure("Failed " + what + ": exit code " + code + ". " + text.substring(Math.max(0, text.length() - 2000)));
    }
    return output.get();
  }

  private Process start(String what) {
    try {
      builder.command().set(0, program());
      return builder.start();
    } catch (IOException failed) {
      throw new BuildFailure("Failed " + what + ": the program " + builder.command().getFirst() + " cannot be started ("
          + failed.getMessage() + "). The build image must contain it.", failed);
    }
  }

  /** The program out of the child's own {@code PATH}: Java would search this process's. */
  private String program() {
    var name = builder.command().getFirst();
    if (name.contains("/")) {
      return name;
    }
    return Stream.of(builder.environment().getOrDefault("PATH", "").split(":")).filter(dir -> dir.startsWith("/")).map(dir -> dir + "/" + name)
        .filter(file -> Files.isRegularFile(Path.of(file)) && Files.isExecutable(Path.of(file))).findFirst().orElse(name);
  }

  private int await(Process process, String what) {
    try {
      if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        return process.exitValue();
      }
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      throw new BuildFailure("Failed " + what + ": not done after " + limit.toMinutes() + " minutes, so it was stopped.");
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new BuildFailure("Failed " + what + ": the build was interrupted.", interrupted);
    }
  }

  private static String read(InputStream stream) {
    try (stream) {
      var text = new String(stream.readNBytes(CAPTURE_LIMIT), StandardCharsets.UTF_8);
      stream.transferTo(java.io.OutputStream.nullOutputStream());
      return text;
    } catch (IOException closed) {
      return "";
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join(Duration.ofSeconds(10));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
