package dev.ingot.stager.pipeline;

import dev.ingot.api.cell.v1.DetectOutcome;
import dev.ingot.api.cell.v1.DetectVerdict;
import dev.ingot.api.cell.v1.DetectedBuildpack;
import dev.ingot.api.cell.v1.DetectedGroup;
import dev.ingot.api.cell.v1.StageBuildpack;
import dev.ingot.api.cell.v1.StagedBuildpack;
import dev.ingot.stager.analyze.PreviousImage;
import dev.ingot.stager.build.BuildEnvironment;
import dev.ingot.stager.build.BuildResult;
import dev.ingot.stager.buildpack.ToldOrder;
import dev.ingot.stager.cache.VolumeCache;
import dev.ingot.stager.classic.ClassicRun;
import dev.ingot.stager.files.StageException;
import dev.ingot.stager.files.Workspace;
import dev.ingot.stager.log.LogSink;
import dev.ingot.stager.restore.Restorer;
import dev.ingot.stager.sandbox.Sandbox;
import dev.ingot.stager.sandbox.SandboxException;
import dev.ingot.stager.sandbox.Sandboxes;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The phases of a staging by classic buildpacks, in one container: fetch or detect, restore, build, release. Used once. */
final class ClassicStage {
  private final StagingRequest request;
  private final Sandboxes sandboxes;
  private final LogSink log;
  private final Phases phases;
  private final PhaseLimits limits;
  private final Workspace workspace;
  private final DetectOutcome.Builder outcome;
  private final ClassicRun run;

  /** @param outcome is told what detection finds */
  ClassicStage(StagingRequest request, Sandboxes sandboxes, LogSink log, Phases phases, PhaseLimits limits, Workspace workspace, BuildEnvironment environment,
      DetectOutcome.Builder outcome) {
    this.request = request;
    this.sandboxes = sandboxes;
    this.log = log;
    this.phases = phases;
    this.limits = limits;
    this.workspace = workspace;
    this.outcome = outcome;
    this.run = new ClassicRun(workspace, environment, request.uploaded(), log);
  }

  /** Builds with those that the user named. Empty = only detection was asked for. */
  Optional<BuildResult> named(List<StageBuildpack> named, PreviousImage previous, VolumeCache cache) throws StageException, InterruptedException {
    try (Sandbox sandbox = open()) {
      phases.run("fetch", limits.prepare(), () -> {
        run.take(named, sandbox, shorter(limits.prepare()));
        return true;
      });
      taken(named);
      return build(sandbox, previous, cache);
    }
  }

  /** Builds with the first that takes the app. NoAppDetectedError when none does. */
  Optional<BuildResult> detected(List<StageBuildpack> told, PreviousImage previous, VolumeCache cache) throws StageException, InterruptedException {
    try (Sandbox sandbox = open()) {
      phases.run("detect", limits.detect(), () -> first(told, sandbox));
      return build(sandbox, previous, cache);
    }
  }

  private boolean first(List<StageBuildpack> told, Sandbox sandbox) throws StageException, IOException, InterruptedException {
    for (StageBuildpack one : told) {
      long start = System.nanoTime();
      boolean yes = run.detects(one, sandbox, shorter(limits.detect()));
      outcome.addTried(DetectedBuildpack.newBuilder().setId(one.getName()).setName(one.getName()).setVerdict(yes ? DetectVerdict.PASSED : DetectVerdict.FAILED)
          .setWhy(yes ? "" : "its bin/detect said no").setMillis((System.nanoTime() - start) / 1_000_000));
      if (yes) {
        taken(List.of(one));
        return true;
      }
      outcome.addGroups(DetectedGroup.newBuilder().addBuildpacks(one.getName()).setWhy("its bin/detect said no"));
    }
    throw new StageException("NoAppDetectedError", "no buildpack takes this app (tried " + String.join(", ", told.stream().map(StageBuildpack::getName).toList()) + ")",
        "See that you push the right directory, or name a buildpack with -b.");
  }

  private void taken(List<StageBuildpack> group) {
    List<String> names = group.stream().map(StageBuildpack::getName).toList();
    outcome.addGroups(DetectedGroup.newBuilder().addAllBuildpacks(names));
    names.forEach(name -> outcome.addGroup(StagedBuildpack.newBuilder().setId(name).setName(name)));
  }

  private Optional<BuildResult> build(Sandbox sandbox, PreviousImage previous, VolumeCache cache) throws StageException, InterruptedException {
    if (request.stage().getDetectOnly()) {
      return Optional.empty();
    }
    phases.run("restore", limits.restore(), () -> {
      new Restorer(workspace, previous, cache, log).restore(List.of(ClassicRun.AS_CNB));
      return true;
    });
    phases.run("build", limits.build(), () -> {
      run.compile(sandbox, shorter(limits.build()));
      return true;
    });
    return Optional.of(phases.run("release", limits.detect(), () -> run.release(sandbox, shorter(limits.detect()))));
  }

  private Sandbox open() throws StageException, InterruptedException {
    return phases.run("prepare", limits.prepare(), () -> {
      run.prepare();
      var mounts = new ArrayList<>(workspace.mountsBesideApp(request.buildpacks()));
      mounts.addAll(new ToldOrder(request.stage().getOrderList(), request.uploaded()).mounts());
      mounts.addAll(run.mounts());
      var stage = request.stage();
      try {
        return sandboxes.open(new Sandboxes.Spec(stage.getBuildGuid(), stage.getBuildImage(), mounts, stage.getMemoryBytes(), stage.getDiskBytes()));
      } catch (SandboxException e) {
        throw new StageException("StagingError", "the build container could not be made: " + e.getMessage(), "Try again; if it stays, the cell's log tells more.");
      }
    });
  }

  /** Ends before the phase does: whoever runs a buildpack knows which one it was, and its last lines. */
  private Duration shorter(Duration limit) {
    Duration left = phases.left().compareTo(limit) < 0 ? phases.left() : limit;
    return left.toSeconds() > 10 ? left.minusSeconds(1) : left.dividedBy(2);
  }
}
