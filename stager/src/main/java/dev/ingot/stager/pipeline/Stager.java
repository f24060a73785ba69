package dev.ingot.stager.pipeline;

import dev.ingot.api.cell.v1.StagedDroplet;
import dev.ingot.api.cell.v1.StagingFailure;
import dev.ingot.api.cell.v1.StagingResult;
import dev.ingot.stager.analyze.PreviousImage;
import dev.ingot.stager.analyze.StackImages;
import dev.ingot.stager.build.BuildEnvironment;
import dev.ingot.stager.build.BuildResult;
import dev.ingot.stager.build.Builder;
import dev.ingot.stager.buildpack.BuildpackStore;
import dev.ingot.stager.buildpack.ToldOrder;
import dev.ingot.stager.cache.VolumeCache;
import dev.ingot.stager.detect.Detector;
import dev.ingot.stager.export.Exporter;
import dev.ingot.stager.files.SafeFiles;
import dev.ingot.stager.files.StageException;
import dev.ingot.stager.files.Workspace;
import dev.ingot.stager.log.LogSink;
import dev.ingot.stager.prepare.PackageUnzipper;
import dev.ingot.stager.prepare.ProjectDescriptor;
import dev.ingot.stager.restore.Restorer;
import dev.ingot.stager.sandbox.Sandbox;
import dev.ingot.stager.sandbox.SandboxException;
import dev.ingot.stager.sandbox.Sandboxes;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Stages one app: package in, image out. Stateless; many stagings may run at once, one per app. */
public final class Stager {
  private static final Duration WHOLE = Duration.ofMinutes(15);
  private static final Duration SHORT = Duration.ofMinutes(5);
  private static final Duration DETECT = Duration.ofMinutes(2);

  /**
   * Runs all phases. A failed build is a result, not an exception.
   *
   * @param sandboxes makes the build container; it is opened once and closed before anything it wrote is exported
   * @param log gets the buildpacks' output and one line per phase
   */
  public StagingResult stage(StagingRequest request, Sandboxes sandboxes, LogSink log) {
    int seconds = request.stage().getTimeoutSeconds();
    var phases = new Phases(seconds > 0 ? Duration.ofSeconds(seconds) : WHOLE);
    var result = StagingResult.newBuilder().setBuildGuid(request.stage().getBuildGuid());
    LogSink lines = (error, text) -> {
      synchronized (phases) {
        log.line(error, text);
      }
    };
    try {
      result.setStaged(run(request, sandboxes, lines, phases));
    } catch (StageException e) {
      result.setFailed(failure(e, phases.current()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      result.setFailed(failure(new StageException("StagingError", "staging was cancelled", "Push again when you want to."), phases.current()));
    } catch (RuntimeException e) {
      result.setFailed(failure(new StageException("StagingError", "the stager itself failed: " + e, "This is a defect of the platform: report it."), phases.current()));
    }
    if (result.hasFailed()) {
      lines.line(true, "Staging failed in phase " + result.getFailed().getPhase() + ": " + result.getFailed().getReason());
      lines.line(true, result.getFailed().getRemedy());
    }
    return result.addAllTimings(phases.timings()).build();
  }

  private static StagingFailure failure(StageException e, String phase) {
    return StagingFailure.newBuilder().setCode(e.code()).setPhase(phase).setBuildpack(e.buildpack()).setReason(String.valueOf(e.getMessage()))
        .setExitCode(e.exitCode()).addAllLastLines(e.lastLines()).setRemedy(e.remedy()).build();
  }

  private StagedDroplet run(StagingRequest request, Sandboxes sandboxes, LogSink log, Phases phases) throws StageException, InterruptedException {
    var stage = request.stage();
    var prepared = phases.run("prepare", SHORT, () -> prepare(request));
    var stack = phases.run("analyze", SHORT, () -> StackImages.read(request.registry(), stage));
    var previous = phases.run("analyze", SHORT,
        () -> PreviousImage.read(request.registry(), stage.getPreviousImage().getRepository(), stage.getPreviousImage().getDigest()));
    var environment = BuildEnvironment.of(stack.build().env(), prepared.env, stage.getStack(), "linux", stack.run().architecture());
    VolumeCache cache = phases.run("restore", SHORT, () -> new VolumeCache(request.cache()));
    boolean done = false;
    try {
      BuildResult built = build(request, sandboxes, log, phases, prepared.workspace, environment, previous, cache);
      var exporter = new Exporter(prepared.workspace, request.registry(), stage, stack, previous, cache, request.local());
      StagedDroplet droplet = phases.run("export", phases.left(), () -> exporter.export(built));
      droplet.getLayersList().forEach(layer -> log.line(false, (layer.getReused() ? "reused " : "sent   ") + layer.getCreatedBy()));
      done = true;
      saveCache(exporter, built, phases, log);
      log.line(false, phases.summary() + "; image of " + megabytes(droplet.getImageSizeBytes()) + " MB");
      return droplet;
    } finally {
      if (!done) {
        giveBack(cache, log);
      }
    }
  }

  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, bytes < 10_000_000 ? "%.1f" : "%.0f", bytes / 1e6);
  }

  private static void giveBack(VolumeCache cache, LogSink log) {
    try {
      cache.restoreUntouched();
    } catch (IOException e) {
      log.line(true, "the build cache is lost, the next build starts without: " + e.getMessage());
    }
  }

  private record Prepared(Workspace workspace, Map<String, String> env) {}

  private static Prepared prepare(StagingRequest request) throws IOException, StageException {
    var workspace = Workspace.create(request.work());
    new PackageUnzipper(workspace.app(), request.stage().getDiskBytes()).unzip(request.packageZip());
    var project = ProjectDescriptor.read(workspace.app());
    project.apply(workspace.app());
    var env = new LinkedHashMap<>(project.buildEnv());
    env.putAll(request.stage().getEnvMap());
    for (var variable : env.entrySet()) {
      if (variable.getKey().matches("[A-Za-z_][A-Za-z0-9_.-]{0,254}")) {
        SafeFiles.write(workspace.platformEnv().resolve(variable.getKey()), variable.getValue());
      }
    }
    return new Prepared(workspace, env);
  }

  private static BuildResult build(StagingRequest request, Sandboxes sandboxes, LogSink log, Phases phases, Workspace workspace,
      BuildEnvironment environment, PreviousImage previous, VolumeCache cache) throws StageException, InterruptedException {
    var stage = request.stage();
    var told = new ToldOrder(stage.getOrderList(), request.uploaded());
    var mounts = new ArrayList<>(workspace.mounts(request.buildpacks()));
    mounts.addAll(told.mounts());
    var spec = new Sandboxes.Spec(stage.getBuildGuid(), stage.getBuildImage(), mounts, stage.getMemoryBytes(), stage.getDiskBytes());
    try (Sandbox sandbox = phases.run("detect", SHORT, () -> open(sandboxes, spec))) {
      var group = phases.run("detect", DETECT, () -> {
        var store = BuildpackStore.load(request.buildpacks());
        var names = List.copyOf(stage.getBuildpacksList());
        var groups = stage.getOrderCount() == 0 ? store.order(names) : told.groups(store, !names.isEmpty());
        return new Detector(workspace, environment, log).detect(groups, sandbox, DETECT);
      });
      phases.run("restore", SHORT, () -> {
        new Restorer(workspace, previous, cache, log).restore(group.elements());
        return true;
      });
      Duration left = phases.left();
      // ends before the phase does: it knows which buildpack it was, and its last lines
      Duration limit = left.toSeconds() > 10 ? left.minusSeconds(1) : left.dividedBy(2);
      return phases.run("build", left, () -> new Builder(workspace, environment, log).build(group, sandbox, limit));
    }
  }

  private static Sandbox open(Sandboxes sandboxes, Sandboxes.Spec spec) throws StageException {
    try {
      return sandboxes.open(spec);
    } catch (SandboxException e) {
      throw new StageException("StagingError", "the build container could not be made: " + e.getMessage(), "Try again; if it stays, the cell's log tells more.");
    }
  }

  private static void saveCache(Exporter exporter, BuildResult built, Phases phases, LogSink log) throws InterruptedException {
    try {
      phases.run("cache", SHORT, () -> {
        exporter.cache(built);
        return true;
      });
    } catch (StageException e) {
      log.line(true, "the build cache could not be saved, the next build starts without: " + e.getMessage());
    }
  }
}
