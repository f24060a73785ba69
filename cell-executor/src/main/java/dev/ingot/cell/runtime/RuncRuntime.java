package dev.ingot.cell.runtime;

import dev.ingot.cell.cgroup.Cgroups;
import dev.ingot.cell.sys.Command;
import dev.ingot.cell.sys.Proc;
import dev.ingot.cell.sys.WholeFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** runc under conmon. Command lines and their traps: runtime-and-scheduling.md §4.3. */
public final class RuncRuntime implements InstanceRuntime, AutoCloseable {
  private static final Duration CREATE_LIMIT = Duration.ofSeconds(60);
  private static final JsonMapper JSON = new JsonMapper();

  private final RuntimePaths paths;
  private final Cgroups cgroups;
  private final ExitFiles exits;

  public RuncRuntime(RuntimePaths paths, Cgroups cgroups) throws IOException {
    this.paths = paths;
    this.cgroups = cgroups;
    this.exits = new ExitFiles(paths.exits());
  }

  @Override
  public Running start(String id, Path directory) throws IOException, InterruptedException {
    try {
      create(id, directory);
      Command.run(paths.runc().toString(), "--root", paths.root().toString(), "start", id);
      return running(id, directory);
    } catch (IOException | InterruptedException e) {
      discard(id, directory);
      throw e;
    }
  }

  /**
   * conmon's parent returns before the container exists, and the JVM would then close its end of a pipe that the child still writes
   * to. `head` holds the pipe instead and ends with the first line.
   */
  private void create(String id, Path directory) throws IOException, InterruptedException {
    Path persist = Files.createDirectories(directory.resolve("persist"));
    String script = "exec 0</dev/null; _OCI_SYNCPIPE=3 \"$0\" \"$@\" 3>&1 >/dev/null 2>&1 | head -n 1";
    Command.Result result = Command.tryRun(CREATE_LIMIT, "", Map.of(), List.of(
        "sh", "-c", script, paths.conmon().toString(), "--api-version", "1", "-c", id, "-u", id, "-n", id, "-r", paths.runc().toString(),
        "-b", directory.toString(), "-p", directory.resolve("ctr.pid").toString(), "-P", directory.resolve("conmon.pid").toString(),
        "--exit-dir", paths.exits().toString(), "--persist-dir", persist.toString(), "--full-attach",
        "-l", "k8s-file:" + directory.resolve("ctr.log"), "--log-level", "error", "--no-sync-log",
        "--runtime-arg", "--root=" + paths.root(), "--runtime-arg", "--log=" + directory.resolve("runc.log"),
        "--runtime-arg", "--log-format=json"));
    requireCreated(result.output().strip(), directory);
  }

  @Override
  public Joined join(Running container, Path directory) throws IOException, InterruptedException {
    Path exits = Files.createDirectories(directory.resolve("exits"));
    String script = "exec 0</dev/null; _OCI_SYNCPIPE=3 \"$0\" \"$@\" 3>&1 >/dev/null 2>&1 | head -n 1";
    Command.Result result = Command.tryRun(CREATE_LIMIT, "", Map.of(), List.of(
        "sh", "-c", script, paths.conmon().toString(), "--api-version", "1", "-c", container.id(), "-u", container.id(), "-n", container.id(),
        "-r", paths.runc().toString(), "-b", directory.toString(), "-p", directory.resolve("ctr.pid").toString(), "-P",
        directory.resolve("conmon.pid").toString(), "--exit-dir", exits.toString(), "--full-attach", "-e", "--exec-process-spec",
        directory.resolve("process.json").toString(), "-l", "k8s-file:" + directory.resolve("ctr.log"), "--log-level", "error", "--no-sync-log",
        "--runtime-arg", "--root=" + paths.root(), "--runtime-arg", "--log=" + directory.resolve("runc.log"), "--runtime-arg", "--log-format=json"));
    requireCreated(result.output().strip(), directory);
    return joined(container, directory);
  }

  @Override
  public Joined joined(Running container, Path directory) {
    Proc process = Proc.of(pid(directory.resolve("ctr.pid")));
    Proc monitor = Proc.of(pid(directory.resolve("conmon.pid")));
    Path file = directory.resolve("exits").resolve(container.id());
    return new Joined() {
      @Override
      public void terminate() throws IOException {
        if (cgroups.pids(cgroup(container.id())).contains(process.pid())) {
          process.signal(Proc.SIGTERM);
        }
      }

      @Override
      public Optional<Exit> exit() {
        // In this order: the file is there before its writer ends.
        boolean watched = monitor.alive();
        try {
          return Optional.of(new Exit(Integer.parseInt(Files.readString(file).trim()), false));
        } catch (IOException | NumberFormatException e) {
          return watched ? Optional.empty() : Optional.of(new Exit(-1, false));
        }
      }
    };
  }

  private static void requireCreated(String line, Path directory) throws IOException {
    try {
      JsonNode answer = JSON.readTree(line.isEmpty() ? "{}" : line);
      if (answer.path("data").asInt(-1) > 0) {
        return;
      }
      String message = answer.path("message").asString("");
      throw new IOException("The container could not be made: " + (message.isEmpty() ? lastRuntimeError(directory, line) : message));
    } catch (JacksonException e) {
      throw new IOException("The container could not be made, conmon answered: " + line, e);
    }
  }

  private static String lastRuntimeError(Path directory, String fallback) throws IOException {
    Path log = directory.resolve("runc.log");
    if (!Files.exists(log)) {
      return fallback.isEmpty() ? "conmon ended without a word" : fallback;
    }
    List<String> lines = Files.readAllLines(log);
    return lines.isEmpty() ? fallback : lines.getLast();
  }

  @Override
  public Optional<Running> adopt(String id, Path directory) throws IOException, InterruptedException {
    OptionalInt status = exits.status(id);
    boolean started = !Files.exists(paths.root().resolve(id).resolve("exec.fifo"));
    long pid = pid(directory.resolve("ctr.pid"));
    if (status.isPresent() && pid > 0) {
      Exit exit = new Exit(status.getAsInt(), outOfMemory(directory));
      return Optional.of(new Running(id, pid, CompletableFuture.completedFuture(exit)));
    }
    if (!started || !Proc.of(pid).alive() || !cgroups.pids(cgroup(id)).contains(pid)) {
      return Optional.empty();
    }
    return Optional.of(running(id, directory));
  }

  private Running running(String id, Path directory) throws IOException {
    long pid = pid(directory.resolve("ctr.pid"));
    Proc monitor = Proc.of(pid(directory.resolve("conmon.pid")));
    CompletableFuture<Exit> exit = exits.await(id, monitor::alive).thenApply(status -> new Exit(status, outOfMemory(directory)));
    return new Running(id, pid, exit);
  }

  @Override
  public boolean terminate(Running container) throws IOException {
    return cgroups.pids(cgroup(container.id())).contains(container.pid()) && Proc.of(container.pid()).signal(Proc.SIGTERM);
  }

  @Override
  public void kill(Running container) throws IOException {
    cgroups.kill(cgroup(container.id()));
  }

  @Override
  public void remove(String id, Path directory) throws IOException, InterruptedException {
    cgroups.kill(cgroup(id));
    if (Files.isDirectory(paths.root().resolve(id))) {
      awaitEmpty(id);
      // Without -f, which sleeps in steps of 100 ms.
      Command.tryRun(CREATE_LIMIT, "", Map.of(), List.of(paths.runc().toString(), "--root", paths.root().toString(), "delete", id));
    }
    cgroups.remove(cgroup(id));
    WholeFile.deleteTree(paths.root().resolve(id));
    exits.forget(id);
  }

  private void awaitEmpty(String id) throws IOException, InterruptedException {
    for (int i = 0; i < 200 && cgroups.kill(cgroup(id)) > 0; i++) {
      Thread.sleep(Duration.ofMillis(5));
    }
  }

  private void discard(String id, Path directory) throws IOException, InterruptedException {
    remove(id, directory);
    Proc monitor = Proc.of(pid(directory.resolve("conmon.pid")));
    if (monitor.alive() && isMonitor(monitor.pid())) {
      monitor.signal(Proc.SIGKILL);
    }
  }

  @Override
  public Set<String> list() throws IOException {
    Set<String> ids = new HashSet<>(cgroups.children(paths.parent()));
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(paths.root(), Files::isDirectory)) {
      entries.forEach(entry -> ids.add(entry.getFileName().toString()));
    }
    return ids;
  }

  private String cgroup(String id) {
    return paths.parent() + "/" + id;
  }

  private static boolean outOfMemory(Path directory) {
    return Files.exists(directory.resolve("persist").resolve("oom")) || Files.exists(directory.resolve("oom"));
  }

  /** True when the process with this number is a conmon: numbers are used again. */
  static boolean isMonitor(long pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/comm")).strip().equals("conmon");
    } catch (IOException e) {
      return false;
    }
  }

  private static long pid(Path file) {
    try {
      return Long.parseLong(Files.readString(file).trim());
    } catch (IOException | NumberFormatException e) {
      return 0;
    }
  }

  @Override
  public void close() throws IOException {
    exits.close();
  }
}
