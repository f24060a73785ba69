package dev.ingot.stager.detect;

import dev.ingot.stager.buildpack.Buildpack;
import dev.ingot.stager.buildpack.BuildpackStore.Member;
import dev.ingot.stager.build.BuildEnvironment;
import dev.ingot.stager.build.BuildpackRun;
import dev.ingot.stager.files.SafeFiles;
import dev.ingot.stager.files.StageException;
import dev.ingot.stager.files.Workspace;
import dev.ingot.stager.log.LogSink;
import dev.ingot.stager.plan.PlanResolver;
import dev.ingot.stager.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs `bin/detect` of each group until one passes. Source: CNB platform spec, "Detector"; buildpacks-and-images.md §1.3, §1.5. */
public final class Detector {
  private static final int FAIL = 100;

  private final Workspace workspace;
  private final BuildEnvironment environment;
  private final LogSink log;
  /** By directory: two buildpacks may have one id and version. */
  private final Map<String, Result> known = new HashMap<>();

  public Detector(Workspace workspace, BuildEnvironment environment, LogSink log) {
    this.workspace = workspace;
    this.environment = environment;
    this.log = log;
  }

  private record Result(int status, List<PlanResolver.Option> options, List<String> output, String error) {
    boolean passed() {
      return status == 0 && error.isEmpty();
    }
  }

  /** The first group that passes, with its plan. Nothing passing is a {@link StageException}: code 20, or 21 when a detect had an error. */
  public PlanResolver.Resolution<Buildpack> detect(List<List<Member>> order, Sandbox sandbox, Duration limit)
      throws StageException, IOException, InterruptedException {
    for (List<Member> group : order) {
      var members = distinct(group);
      runMissing(members, sandbox, limit);
      if (members.stream().allMatch(m -> m.optional() || result(m).passed()) && members.stream().anyMatch(m -> result(m).passed())) {
        var candidates = members.stream().filter(m -> result(m).passed())
            .map(m -> new PlanResolver.Candidate<>(m.buildpack(), m.optional(), result(m).options())).toList();
        var found = PlanResolver.resolve(candidates);
        if (found.isPresent()) {
          found.get().elements().forEach(b -> log.line(false, "detected " + b.ref()));
          return found.get();
        }
        log.line(false, "the plans of " + String.join(", ", candidates.stream().map(c -> c.value().ref()).toList()) + " do not fit together");
      }
    }
    throw nothing(order);
  }

  private StageException nothing(List<List<Member>> order) {
    var errors = known.entrySet().stream().filter(e -> !e.getValue().error.isEmpty() || e.getValue().status != 0 && e.getValue().status != FAIL).toList();
    var lines = new ArrayList<String>();
    errors.forEach(e -> lines.addAll(e.getValue().output));
    String tried = String.join(", ", order.stream().flatMap(List::stream).map(m -> m.buildpack().ref()).distinct().toList());
    String reason = "no buildpack takes this app (tried " + tried + ")"
        + String.join("", errors.stream().map(e -> "; " + e.getKey() + " failed: " + (e.getValue().error.isEmpty() ? "exit code " + e.getValue().status : e.getValue().error)).toList());
    return new StageException("NoAppDetectedError", "", reason, errors.isEmpty() ? 20 : 21, lines.subList(Math.max(0, lines.size() - 40), lines.size()),
        "Push from the directory with package.json, pom.xml, index.html, a Procfile or an executable in it, or name a buildpack with -b.");
  }

  private Result result(Member member) {
    return java.util.Objects.requireNonNull(known.get(member.buildpack().containerDirectory()));
  }

  private static List<Member> distinct(List<Member> group) {
    var members = new LinkedHashMap<String, Member>();
    group.forEach(m -> members.putIfAbsent(m.buildpack().id(), m));
    return List.copyOf(members.values());
  }

  private void runMissing(List<Member> members, Sandbox sandbox, Duration limit) throws StageException, InterruptedException {
    try (var threads = Executors.newFixedThreadPool(8, Thread.ofVirtual().factory())) {
      var running = new LinkedHashMap<Buildpack, Future<Result>>();
      for (Member member : members) {
        if (!known.containsKey(member.buildpack().containerDirectory())) {
          Callable<Result> task = () -> run(member.buildpack(), sandbox, limit);
          running.put(member.buildpack(), threads.submit(task));
        }
      }
      try {
        for (var entry : running.entrySet()) {
          known.put(entry.getKey().containerDirectory(), entry.getValue().get());
          show(entry.getKey());
        }
      } catch (ExecutionException e) {
        threads.shutdownNow();
        if (e.getCause() instanceof StageException failure) {
          throw failure;
        }
        throw new StageException("StagingError", "detection failed: " + e.getCause(), "Try again; if it stays, the cell's log tells more.");
      } catch (InterruptedException e) {
        threads.shutdownNow();
        throw e;
      }
    }
  }

  /** Output is shown buildpack by buildpack, and only when something went wrong: a plain "no" is of no interest. */
  private void show(Buildpack buildpack) {
    Result result = java.util.Objects.requireNonNull(known.get(buildpack.containerDirectory()));
    if (!result.error.isEmpty() || result.status != 0 && result.status != FAIL) {
      log.line(true, "detect of " + buildpack.ref() + " failed: " + (result.error.isEmpty() ? "exit code " + result.status : result.error));
      result.output.forEach(line -> log.line(true, "  " + line));
    }
  }

  private Result run(Buildpack buildpack, Sandbox sandbox, Duration limit) throws StageException, IOException, InterruptedException {
    if (!buildpack.supports(environment.os(), environment.architecture())) {
      return new Result(-1, List.of(), List.of(), "it is not made for " + environment.os() + "/" + environment.architecture());
    }
    String planName = "detect-" + buildpack.dirName() + "-" + buildpack.version() + ".toml";
    Path planFile = workspace.plans().resolve(planName);
    SafeFiles.write(planFile, "");
    String plan = Workspace.PLANS + "/" + planName;
    var env = environment.forBuildpack(buildpack, Map.of());
    if (buildpack.api() >= 8) {
      env.put("CNB_BUILD_PLAN_PATH", plan);
    }
    var run = new BuildpackRun();
    var exit = run.run(sandbox, List.of(buildpack.containerDirectory() + "/bin/detect", Workspace.PLATFORM, plan), env, Workspace.APP, limit, (line, error) -> { });
    if (exit.timedOut()) {
      return new Result(exit.status(), List.of(), run.lastLines(), "not finished after " + limit.toSeconds() + " s");
    }
    if (exit.status() != 0) {
      return new Result(exit.status(), List.of(), run.lastLines(), "");
    }
    try {
      return new Result(0, PlanFile.read(planFile), run.lastLines(), "");
    } catch (IOException e) {
      return new Result(0, List.of(), run.lastLines(), "its build plan cannot be used: " + e.getMessage());
    }
  }
}
