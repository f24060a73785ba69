package dev.ingot.stager.classic;

import dev.ingot.stager.build.BuildEnvironment;
import dev.ingot.stager.build.BuildpackRun;
import dev.ingot.stager.build.Remedies;
import dev.ingot.stager.files.StageException;
import dev.ingot.stager.log.LogSink;
import dev.ingot.stager.sandbox.Sandbox;
import dev.ingot.stager.sandbox.SandboxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs scripts of classic buildpacks as the build user. Source: buildpacks-and-images.md §3.1, §3.5. */
final class ClassicScripts {
  private static final int MAX_OUTPUT = 1 << 20;

  private final ClassicWorkspace workspace;
  private final Sandbox sandbox;
  private final Map<String, String> env;
  private final LogSink log;
  private final long deadline;

  /** @param limit for all scripts together */
  ClassicScripts(ClassicWorkspace workspace, Sandbox sandbox, BuildEnvironment environment, LogSink log, Duration limit) {
    this.workspace = workspace;
    this.sandbox = sandbox;
    this.env = new LinkedHashMap<>(environment.base());
    this.log = log;
    this.deadline = System.nanoTime() + limit.toNanos();
    env.remove("CNB_STACK_ID");
    env.put("LANG", "en_US.UTF-8");
    env.put("TMPDIR", ClassicWorkspace.TEMPORARY);
    env.putAll(environment.user());
    env.putAll(Map.of("HOME", ClassicWorkspace.HOME, "USER", "vcap"));
  }

  /** How a script failed the build: CF's code, and what it is to people. */
  record Failure(String code, String buildpack, String what) {
    StageException of(String how, int status, List<String> lastLines, String remedy) {
      return new StageException(code, buildpack, what + " " + how, status, lastLines, remedy);
    }
  }

  /** Runs one with its output in the log; throws unless it ends with 0. */
  void run(Failure failure, String stack, List<String> command) throws StageException, InterruptedException {
    var run = new BuildpackRun();
    var exit = run.run(sandbox, command, env(stack), ClassicWorkspace.HOME, left(), (line, error) -> log.line(error, line));
    workspace.requireIntact(command.getFirst());
    judge(failure, exit, run.lastLines());
  }

  /** Runs one and answers its standard output; throws unless it ends with 0. */
  String output(Failure failure, String stack, List<String> command) throws StageException, InterruptedException {
    var out = new StringBuilder();
    var errors = new ArrayList<String>();
    var exit = quietly(stack, command, out, errors);
    errors.forEach(line -> log.line(true, line));
    judge(failure, exit, exit.status() == 0 ? List.of() : lines(out, errors));
    return out.toString();
  }

  /** How a detect ended. `output` is what it printed, `errors` what it wrote beside. */
  record Answer(Sandbox.Exit exit, String output, List<String> errors) {}

  /** Runs one without a word in the log. */
  Answer ask(String stack, List<String> command) throws StageException, InterruptedException {
    var out = new StringBuilder();
    var errors = new ArrayList<String>();
    var exit = quietly(stack, command, out, errors);
    return new Answer(exit, out.toString().strip(), lines(out, errors));
  }

  private Sandbox.Exit quietly(String stack, List<String> command, StringBuilder out, List<String> errors) throws StageException, InterruptedException {
    try {
      var exit = sandbox.run(command, env(stack), ClassicWorkspace.HOME, left(), (line, error) -> {
        if (error && errors.size() < 100) {
          errors.add(line);
        } else if (!error && out.length() < MAX_OUTPUT) {
          out.append(line).append('\n');
        }
      });
      workspace.requireIntact(command.getFirst());
      return exit;
    } catch (SandboxException e) {
      throw new StageException("StagingError", "the build container failed: " + e.getMessage(), "Try again; if it stays, the cell's log tells more.");
    }
  }

  private static List<String> lines(CharSequence out, List<String> errors) {
    var lines = new ArrayList<>(out.toString().lines().toList());
    lines.addAll(errors);
    return lines.subList(Math.max(0, lines.size() - 40), lines.size());
  }

  private static void judge(Failure failure, Sandbox.Exit exit, List<String> lastLines) throws StageException {
    if (exit.timedOut()) {
      throw new StageException("StagingTimeExpired", failure.buildpack(), failure.what() + " was not finished in the time allowed", exit.status(), lastLines,
          "Make the build shorter, or ask an operator for a longer staging timeout.");
    }
    if (exit.outOfMemory()) {
      throw failure.of("needed more memory than the build has", exit.status(), lastLines, "Give the build more memory, or make it use less.");
    }
    if (exit.status() != 0) {
      throw failure.of("failed: exit status " + exit.status(), exit.status(), lastLines, Remedies.of(lastLines));
    }
  }

  private Map<String, String> env(String stack) {
    if (stack.isEmpty()) {
      return env;
    }
    var told = new LinkedHashMap<>(env);
    told.put("CF_STACK", stack);
    return told;
  }

  private Duration left() {
    return Duration.ofNanos(Math.max(1_000_000, deadline - System.nanoTime()));
  }
}
