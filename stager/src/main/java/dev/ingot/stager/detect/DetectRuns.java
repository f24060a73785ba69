package dev.ingot.stager.detect;

import dev.ingot.stager.buildpack.Buildpack;
import dev.ingot.stager.build.BuildEnvironment;
import dev.ingot.stager.files.SafeFiles;
import dev.ingot.stager.files.StageException;
import dev.ingot.stager.files.Workspace;
import dev.ingot.stager.sandbox.Sandbox;
import dev.ingot.stager.sandbox.SandboxException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * The detects of one staging, each run at most once. All that an order may come to need are started together; whoever waits for the first
 * group does not wait for the last. Closing ends those nobody waited for, before the build changes the app.
 */
final class DetectRuns implements AutoCloseable {
  private static final int PASS = 0;
  private static final int FAIL = 100;
  private static final int MAX_OUTPUT = 32 * 1024;
  private static final int LAST_LINES = 40;
  /** Between the last verdict and the end of the last process; what stays longer does so on purpose. */
  private static final Duration LEAVING = Duration.ofSeconds(1);

  private final Workspace workspace;
  private final BuildEnvironment environment;
  private final Sandbox sandbox;
  private final Duration limit;
  private final Map<String, CompletableFuture<Detected>> results = new ConcurrentHashMap<>();
  private final Map<Integer, Long> begun = new ConcurrentHashMap<>();
  private final List<Thread> runs = new ArrayList<>();
  private final List<CountDownLatch> ends = new ArrayList<>();
  private int count;

  /** @param limit of all detects together */
  DetectRuns(Workspace workspace, BuildEnvironment environment, Sandbox sandbox, Duration limit) {
    this.workspace = workspace;
    this.environment = environment;
    this.sandbox = sandbox;
    this.limit = limit;
  }

  /** Starts the detects that were not started yet. */
  void start(List<Buildpack> buildpacks) throws IOException {
    var batch = new LinkedHashMap<String, Buildpack>();
    for (Buildpack buildpack : buildpacks) {
      if (!results.containsKey(buildpack.containerDirectory())) {
        var known = withoutRun(buildpack);
        results.put(buildpack.containerDirectory(), known);
        if (!known.isDone()) {
          batch.put(buildpack.containerDirectory(), buildpack);
        }
      }
    }
    if (batch.isEmpty()) {
      return;
    }
    var members = List.copyOf(batch.values());
    int first = count;
    count += members.size();
    Path script = script(members, first);
    var ended = new CountDownLatch(1);
    ends.add(ended);
    runs.add(Thread.ofVirtual().name("detect").start(() -> run(members, first, script, ended)));
  }

  /** Waits for one that was started. */
  Detected await(Buildpack buildpack) throws StageException, InterruptedException {
    try {
      return java.util.Objects.requireNonNull(results.get(buildpack.containerDirectory())).get();
    } catch (ExecutionException e) {
      throw new StageException("StagingError", "detection failed: " + e.getCause().getMessage(), "Try again; if it stays, the cell's log tells more.");
    }
  }

  private CompletableFuture<Detected> withoutRun(Buildpack buildpack) throws IOException {
    if (!buildpack.problem().isEmpty()) {
      return CompletableFuture.completedFuture(Detected.error(buildpack, -1, buildpack.problem(), List.of(), 0));
    }
    if (!buildpack.extension() && !buildpack.supports(environment.target())) {
      String made = String.join(" or ", buildpack.descriptor().targets().stream().map(t -> t.shown()).toList());
      return CompletableFuture.completedFuture(Detected.error(buildpack, -1, "it is made for " + made + ", not for " + environment.target().shown(), List.of(), 0));
    }
    if (buildpack.extension() && !Files.exists(buildpack.directory().resolve("bin/detect"), java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
      Path plan = buildpack.directory().resolve("detect/plan.toml");
      return CompletableFuture.completedFuture(SafeFiles.isFile(plan) ? judge(buildpack, 0, plan, List.of(), 0)
          : Detected.passed(buildpack, List.of(PlanFile.NOTHING), List.of(), 0));
    }
    return new CompletableFuture<>();
  }

  /** All files are there before foreign code runs, and the directory is not the build user's: nothing in it can be swapped for a link. */
  private Path script(List<Buildpack> members, int first) throws IOException {
    Path directory = Files.createDirectories(workspace.plans().resolve(DetectScript.DIRECTORY));
    for (int i = 0; i < members.size(); i++) {
      for (String suffix : List.of(".toml", ".out")) {
        Path file = directory.resolve(first + i + suffix);
        SafeFiles.write(file, "");
        Files.setAttribute(file, "unix:mode", 0600);
      }
    }
    Path script = directory.resolve(first + ".sh");
    Files.writeString(script, new DetectScript(environment).text(members, first));
    Files.setAttribute(script, "unix:mode", 0444);
    return script;
  }

  private void run(List<Buildpack> members, int first, Path script, CountDownLatch ended) {
    String end = "it was stopped";
    try {
      String seen = Workspace.PLANS + "/" + DetectScript.DIRECTORY + "/" + script.getFileName();
      var exit = sandbox.run(List.of("/bin/sh", seen), new DetectScript(environment).environment(), Workspace.APP, limit,
          (line, error) -> told(line, members, first), ended::countDown);
      end = exit.timedOut() ? "it was not finished after " + limit.toSeconds() + " s" : exit.outOfMemory() ? "it needed more memory than the build has"
          : "the detection ended before it did, with exit code " + exit.status();
    } catch (SandboxException e) {
      members.forEach(m -> future(m).completeExceptionally(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      ended.countDown();
      for (int i = 0; i < members.size(); i++) {
        if (!future(members.get(i)).isDone()) {
          future(members.get(i)).complete(Detected.error(members.get(i), -1, end, output(first + i), millis(first + i)));
        }
      }
    }
  }

  private void told(String line, List<Buildpack> members, int first) {
    String[] words = line.split(" ");
    if (words.length < 2 || !words[1].matches("\\d{1,6}")) {
      return;
    }
    int number = Integer.parseInt(words[1]);
    if (number < first || number >= first + members.size()) {
      return;
    }
    if (words[0].equals("begin")) {
      begun.put(number, System.nanoTime());
    } else if (words[0].equals("end") && words.length == 3 && words[2].matches("\\d{1,3}")) {
      Path plan = workspace.plans().resolve(DetectScript.DIRECTORY).resolve(number + ".toml");
      Buildpack buildpack = members.get(number - first);
      future(buildpack).complete(judge(buildpack, Integer.parseInt(words[2]), plan, output(number), millis(number)));
    }
  }

  private static Detected judge(Buildpack buildpack, int status, Path plan, List<String> output, long millis) {
    if (status == FAIL) {
      return Detected.failed(buildpack, output, millis);
    }
    if (status != PASS) {
      String why = status == 126 || status == 127 ? "its bin/detect cannot be run (exit code " + status + ")" : "exit code " + status;
      return Detected.error(buildpack, status, why, output, millis);
    }
    try {
      return Detected.passed(buildpack, PlanFile.read(plan, buildpack.extension()), output, millis);
    } catch (IOException e) {
      return Detected.error(buildpack, 0, "its build plan cannot be used: " + e.getMessage(), output, millis);
    }
  }

  private List<String> output(int number) {
    try {
      Path file = workspace.plans().resolve(DetectScript.DIRECTORY).resolve(number + ".out");
      var lines = new String(SafeFiles.tail(file, MAX_OUTPUT), StandardCharsets.UTF_8).lines().toList();
      return List.copyOf(lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    } catch (IOException e) {
      return List.of();
    }
  }

  private long millis(int number) {
    Long start = begun.get(number);
    return start == null ? 0 : (System.nanoTime() - start) / 1_000_000;
  }

  private CompletableFuture<Detected> future(Buildpack buildpack) {
    return java.util.Objects.requireNonNull(results.get(buildpack.containerDirectory()));
  }

  /** True when everything that was started has ended. */
  private boolean allDone() {
    return results.values().stream().allMatch(CompletableFuture::isDone);
  }

  /** Nothing of it runs any more afterwards: a process that a detect left behind must not see us write to directories it may change. */
  @Override
  public void close() {
    if (!allDone() || !allEnded()) {
      runs.forEach(Thread::interrupt);
      settle();
    }
  }

  private boolean allEnded() {
    long deadline = System.nanoTime() + LEAVING.toNanos();
    try {
      for (CountDownLatch ended : ends) {
        if (!ended.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
          return false;
        }
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Waits until nothing of it uses the container any more: an ended command is cleared away behind the build's back. */
  void settle() {
    boolean interrupted = false;
    for (Thread run : runs) {
      try {
        run.join(Duration.ofSeconds(30));
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
