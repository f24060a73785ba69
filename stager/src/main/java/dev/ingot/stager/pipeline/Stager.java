package dev.ingot.stager.pipeline;

import dev.ingot.api.cell.v1.Image;
import dev.ingot.api.cell.v1.Stage;
import dev.ingot.api.cell.v1.StagedDroplet;
import dev.ingot.api.cell.v1.StagingFailure;
import dev.ingot.api.cell.v1.StagingResult;
import dev.ingot.stager.analyze.ImageRegistries;
import dev.ingot.stager.analyze.PreviousImage;
import dev.ingot.stager.analyze.StackImages;
import dev.ingot.stager.build.BuildEnvironment;
import dev.ingot.stager.build.BuildResult;
import dev.ingot.stager.cache.VolumeCache;
import dev.ingot.stager.export.Exporter;
import dev.ingot.stager.files.StageException;
import dev.ingot.stager.log.LogSink;
import dev.ingot.stager.prepare.Prepared;
import dev.ingot.stager.sandbox.Sandboxes;
import dev.ingot.stager.sbom.OsPackages;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Stages one app: package in, image out. Keeps nothing but what is installed in run images; many stagings may run at once, one per app. */
public final class Stager {
  private static final int MAX_TEXT = 8000;
  private static final int MAX_LINES = 40;

  private final PhaseLimits limits;
  private final OsPackages packages = new OsPackages();

  public Stager() {
    this(PhaseLimits.DEFAULT);
  }

  Stager(PhaseLimits limits) {
    this.limits = limits;
  }

  /**
   * Runs all phases. A failed build is a result, not an exception.
   *
   * @param sandboxes makes the build container; it is opened once and closed before anything it wrote is exported
   * @param log gets the buildpacks' output and one line per phase
   */
  public StagingResult stage(StagingRequest request, Sandboxes sandboxes, LogSink log) {
    int seconds = request.stage().getTimeoutSeconds();
    var phases = new Phases(seconds > 0 ? Duration.ofSeconds(seconds) : limits.whole());
    var result = StagingResult.newBuilder().setBuildGuid(request.stage().getBuildGuid());
    LogSink lines = (error, text) -> {
      synchronized (phases) {
        log.line(error, text);
      }
    };
    try {
      run(request, sandboxes, lines, phases, result);
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
    var lines = e.lastLines().subList(Math.max(0, e.lastLines().size() - MAX_LINES), e.lastLines().size());
    return StagingFailure.newBuilder().setCode(e.code()).setPhase(phase).setBuildpack(cut(e.buildpack())).setReason(cut(String.valueOf(e.getMessage())))
        .setExitCode(e.exitCode()).addAllLastLines(lines.stream().map(Stager::cut).toList()).setRemedy(e.remedy()).build();
  }

  /** What buildpacks say may be of any length, and the result is one message. */
  private static String cut(String text) {
    return text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) + "…" : text;
  }

  private void run(StagingRequest request, Sandboxes sandboxes, LogSink log, Phases phases, StagingResult.Builder result) throws StageException, InterruptedException {
    Instant started = Instant.now();
    var stage = request.stage();
    var prepared = phases.run("prepare", limits.prepare(),
        () -> Prepared.of(request.work(), request.packageZip(), stage.getEnvMap(), stage.getDiskBytes()));
    var stack = phases.run("analyze", limits.analyze(), () -> StackImages.read(request.registries(), stage));
    var target = phases.run("analyze", limits.analyze(), () -> request.registries().of(stage.getTarget()));
    var previous = phases.run("analyze", limits.analyze(),
        () -> previous(request.registries(), stage, log));
    var environment = BuildEnvironment.of(stack.build().env(), prepared.env(), stage.getStack(), BuildEnvironment.target(stack.run()));
    if (!stage.getDetectOnly()) {
      packages.prepare(stack.runRegistry(), stack.runRepository(), stack.runManifest());
    }
    VolumeCache cache = phases.run("restore", limits.restore(), () -> new VolumeCache(request.cache()));
    var list = new ListRun(request, sandboxes, log, phases, limits, prepared, environment);
    boolean done = false;
    try {
      var built = list.build(previous, cache);
      if (built.isEmpty()) {
        log.line(false, phases.summary());
        return;
      }
      var run = phases.run("export", limits.export(), () -> RunImage.choose(request, stack, built.get(), log));
      var exporter = new Exporter(prepared.workspace(), target, stage, run.images(), previous, cache, request.local(), packages, log, started,
          environment.execEnv());
      StagedDroplet droplet = phases.run("export", limits.export(), () -> exporter.export(built.get())).toBuilder().setStack(run.otherStack()).build();
      droplet.getLayersList().forEach(layer -> log.line(false, (layer.getReused() ? "reused " : "sent   ") + layer.getCreatedBy()));
      result.setStaged(droplet);
      done = true;
      saveCache(exporter, built.get(), phases, log);
      log.line(false, phases.summary() + "; image of " + megabytes(droplet.getImageSizeBytes()) + " MB");
    } finally {
      list.detected().ifPresent(result::setDetect);
      if (!done) {
        giveBack(cache, log);
      }
    }
  }

  /** A registry the platform has left may be gone: what is not there is only not reused. */
  private static PreviousImage previous(ImageRegistries registries, Stage stage, LogSink log) throws IOException {
    Image image = stage.getPreviousImage();
    try {
      return PreviousImage.read(registries.of(image), image.getRepository(), image.getDigest());
    } catch (IOException e) {
      if (image.getRegistry().equals(stage.getTarget().getRegistry())) {
        throw e;
      }
      log.line(true, "nothing of the last droplet is reused, its former registry cannot be read: " + e.getMessage());
      return PreviousImage.NONE;
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

  private void saveCache(Exporter exporter, BuildResult built, Phases phases, LogSink log) throws InterruptedException {
    try {
      phases.run("cache", limits.cache(), () -> {
        exporter.cache(built);
        return true;
      });
    } catch (StageException e) {
      log.line(true, "the build cache could not be saved, the next build starts without: " + e.getMessage());
    }
  }
}
