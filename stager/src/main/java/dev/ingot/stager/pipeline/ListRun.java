package dev.ingot.stager.pipeline;

import dev.ingot.api.cell.v1.DetectOutcome;
import dev.ingot.api.cell.v1.DetectVerdict;
import dev.ingot.api.cell.v1.DetectedBuildpack;
import dev.ingot.api.cell.v1.Stage;
import dev.ingot.api.cell.v1.StageBuildpack;
import dev.ingot.stager.analyze.PreviousImage;
import dev.ingot.stager.build.BuildEnvironment;
import dev.ingot.stager.build.BuildResult;
import dev.ingot.stager.buildpack.ToldOrder;
import dev.ingot.stager.cache.VolumeCache;
import dev.ingot.stager.files.StageException;
import dev.ingot.stager.log.LogSink;
import dev.ingot.stager.prepare.Prepared;
import dev.ingot.stager.sandbox.Sandboxes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A staging by the list it was told: Cloud Native Buildpacks by a {@link CnbRun}. Where classic ones are in the list, either they are named, or each stretch
 * of one kind is tried in the list's order. Used once.
 */
final class ListRun {
  private final StagingRequest request;
  private final Sandboxes sandboxes;
  private final LogSink log;
  private final Phases phases;
  private final PhaseLimits limits;
  private final Prepared prepared;
  private final BuildEnvironment environment;
  private final DetectOutcome.Builder outcome = DetectOutcome.newBuilder();

  ListRun(StagingRequest request, Sandboxes sandboxes, LogSink log, Phases phases, PhaseLimits limits, Prepared prepared, BuildEnvironment environment) {
    this.request = request;
    this.sandboxes = sandboxes;
    this.log = log;
    this.phases = phases;
    this.limits = limits;
    this.prepared = prepared;
    this.environment = environment;
  }

  /** What detection found so far; empty when it has not begun. */
  Optional<DetectOutcome> detected() {
    return outcome.getTriedCount() == 0 && outcome.getGroupsCount() == 0 ? Optional.empty() : Optional.of(outcome.build());
  }

  /** Detects and builds. Empty = only detection was asked for. */
  Optional<BuildResult> build(PreviousImage previous, VolumeCache cache) throws StageException, InterruptedException {
    Stage stage = request.stage();
    List<StageBuildpack> order = stage.getOrderList();
    order.stream().map(StageBuildpack::getNote).filter(note -> !note.isEmpty()).forEach(note -> log.line(false, note));
    if (order.stream().noneMatch(StageBuildpack::getClassic)) {
      return cnb(order, previous, cache);
    }
    if (stage.getBuildpacksCount() > 0) {
      refuseMixture(order);
      return classic().named(order, previous, cache);
    }
    for (List<StageBuildpack> stretch : stretches(order)) {
      try {
        return stretch.getFirst().getClassic() ? classic().detected(stretch, previous, cache) : cnb(withJoiners(stretch, order), previous, cache);
      } catch (StageException e) {
        if (!e.code().equals("NoAppDetectedError")) {
          throw e;
        }
      }
    }
    String tried = String.join(", ", outcome.getTriedList().stream().map(ListRun::ref).toList());
    String errors = String.join("", outcome.getTriedList().stream().filter(one -> one.getVerdict() == DetectVerdict.ERROR)
        .map(one -> "; " + ref(one) + " failed: " + one.getWhy()).toList());
    throw new StageException("NoAppDetectedError", "no buildpack takes this app (tried " + tried + ")" + errors, "See that you push the right directory, or name a buildpack with -b.");
  }

  private static String ref(DetectedBuildpack one) {
    return one.getId() + (one.getVersion().isEmpty() ? "" : "@" + one.getVersion());
  }

  private Optional<BuildResult> cnb(List<StageBuildpack> order, PreviousImage previous, VolumeCache cache) throws StageException, InterruptedException {
    var part = new StagingRequest(request.stage().toBuilder().clearOrder().addAllOrder(order).build(), request.work(), request.cache(), request.buildpacks(),
        request.uploaded(), request.registries(), request.packageZip(), request.local());
    var run = new CnbRun(part, sandboxes, log, phases, limits, prepared, environment);
    try {
      return run.build(previous, cache);
    } finally {
      run.detected().ifPresent(outcome::mergeFrom);
    }
  }

  private ClassicStage classic() {
    return new ClassicStage(request, sandboxes, log, phases, limits, prepared.workspace(), environment, outcome);
  }

  private static void refuseMixture(List<StageBuildpack> order) throws StageException {
    for (StageBuildpack one : order) {
      if (!one.getProblem().isEmpty()) {
        throw new StageException("StagingError", one.getProblem(), "See what there is with: cf buildpacks");
      }
    }
    List<String> others = order.stream().filter(one -> !one.getClassic()).map(StageBuildpack::getName).toList();
    if (!others.isEmpty()) {
      List<String> classics = order.stream().filter(StageBuildpack::getClassic).map(StageBuildpack::getName).toList();
      throw new StageException("StagingError", "classic buildpacks (" + String.join(", ", classics) + ") and Cloud Native Buildpacks (" + String.join(", ", others)
          + ") cannot build one app together", "Name buildpacks of one kind.");
    }
  }

  /** Neighbours of one kind. */
  private static List<List<StageBuildpack>> stretches(List<StageBuildpack> order) {
    var all = new ArrayList<List<StageBuildpack>>();
    for (StageBuildpack one : order) {
      if (all.isEmpty() || all.getLast().getFirst().getClassic() != one.getClassic()) {
        all.add(new ArrayList<>());
      }
      all.getLast().add(one);
    }
    all.removeIf(stretch -> stretch.stream().allMatch(ToldOrder::joins));
    return all;
  }

  /** Those that join others do so wherever they are. */
  private static List<StageBuildpack> withJoiners(List<StageBuildpack> stretch, List<StageBuildpack> order) {
    var all = new ArrayList<>(stretch);
    order.stream().filter(one -> ToldOrder.joins(one) && !stretch.contains(one)).forEach(all::add);
    return all;
  }
}
