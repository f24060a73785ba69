package dev.ingot.stager.pipeline;

import dev.ingot.api.cell.v1.DetectOutcome;
import dev.ingot.api.cell.v1.Stage;
import dev.ingot.stager.analyze.PreviousImage;
import dev.ingot.stager.build.BuildEnvironment;
import dev.ingot.stager.build.BuildResult;
import dev.ingot.stager.build.Builder;
import dev.ingot.stager.buildpack.Buildpack;
import dev.ingot.stager.buildpack.BuildpackStore;
import dev.ingot.stager.buildpack.Member;
import dev.ingot.stager.buildpack.ToldOrder;
import dev.ingot.stager.cache.VolumeCache;
import dev.ingot.stager.detect.Detector;
import dev.ingot.stager.extend.Extensions;
import dev.ingot.stager.files.StageException;
import dev.ingot.stager.files.Workspace;
import dev.ingot.stager.log.LogSink;
import dev.ingot.stager.plan.PlanResolver;
import dev.ingot.stager.prepare.FetchedBuildpacks;
import dev.ingot.stager.prepare.Prepared;
import dev.ingot.stager.prepare.ProjectBuildpacks;
import dev.ingot.stager.restore.Restorer;
import dev.ingot.stager.sandbox.Sandbox;
import dev.ingot.stager.sandbox.SandboxException;
import dev.ingot.stager.sandbox.Sandboxes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** From an unpacked app to layers and processes by Cloud Native Buildpacks: detect, generate, restore, build, in one container. Used once. */
final class CnbRun {
  private final StagingRequest request;
  private final Sandboxes sandboxes;
  private final LogSink log;
  private final Phases phases;
  private final PhaseLimits limits;
  private final Prepared prepared;
  private BuildEnvironment environment;
  private @Nullable Detector detector;

  CnbRun(StagingRequest request, Sandboxes sandboxes, LogSink log, Phases phases, PhaseLimits limits, Prepared prepared, BuildEnvironment environment) {
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
    return detectorOrNone().map(Detector::outcome);
  }

  /** Detects and builds. Empty = only detection was asked for. */
  Optional<BuildResult> build(PreviousImage previous, VolumeCache cache) throws StageException, InterruptedException {
    Stage stage = request.stage();
    var workspace = prepared.workspace();
    var told = new ToldOrder(stage.getOrderList(), request.uploaded());
    var mounts = new ArrayList<>(workspace.mounts(request.buildpacks()));
    mounts.addAll(told.mounts());
    var spec = new Sandboxes.Spec(stage.getBuildGuid(), stage.getBuildImage(), mounts, stage.getMemoryBytes(), stage.getDiskBytes());
    try (Sandbox sandbox = phases.run("prepare", limits.prepare(), () -> open(spec))) {
      try {
        var fetched = fetched(sandbox);
        var orders = phases.run("prepare", limits.prepare(), () -> orders(told, fetched));
        return build(orders, sandbox, previous, cache);
      } finally {
        detectorOrNone().ifPresent(Detector::settle);
      }
    }
  }

  private Optional<BuildResult> build(Orders orders, Sandbox sandbox, PreviousImage previous, VolumeCache cache) throws StageException, InterruptedException {
    var workspace = prepared.workspace();
    var group = phases.run("detect", limits.detect(), () -> detect(orders, sandbox));
    if (request.stage().getDetectOnly()) {
      return Optional.empty();
    }
    if (group.elements().stream().anyMatch(Buildpack::extension)) {
      phases.run("generate", limits.generate(), () -> {
        new Extensions(workspace, environment, log).generate(group, sandbox, shorter(limits.generate()));
        return true;
      });
    }
    phases.run("restore", limits.restore(), () -> {
      new Restorer(workspace, previous, cache, log).restore(group.elements().stream().filter(b -> !b.extension()).toList());
      return true;
    });
    return Optional.of(phases.run("build", limits.build(), () -> new Builder(workspace, environment, log).build(group, sandbox, shorter(limits.build()))));
  }

  private Map<String, Path> fetched(Sandbox sandbox) throws StageException, InterruptedException {
    var addresses = FetchedBuildpacks.addresses(prepared.project(), request.stage().getBuildpacksCount() > 0);
    return addresses.isEmpty() ? Map.of()
        : phases.run("fetch", limits.prepare(), () -> new FetchedBuildpacks(prepared.workspace(), environment, log).fetch(addresses, sandbox, shorter(limits.prepare())));
  }

  private Optional<Detector> detectorOrNone() {
    return Optional.ofNullable(detector);
  }

  private record Orders(BuildpackStore store, List<List<Member>> groups, List<List<Member>> extensions) {}

  private Orders orders(ToldOrder told, Map<String, Path> fetched) throws IOException, StageException {
    Stage stage = request.stage();
    environment = environment.withOperator(request.buildpacks());
    if (prepared.bindings() > 0) {
      environment = environment.with(Prepared.BINDING_ROOT, Workspace.BINDINGS);
    }
    var store = BuildpackStore.load(request.buildpacks());
    var names = List.copyOf(stage.getBuildpacksList());
    var groups = stage.getOrderCount() == 0 ? store.order(names) : told.groups(store, !names.isEmpty());
    prepared.project().warnings().forEach(warning -> log.line(true, "Warning: " + warning));
    var project = new ProjectBuildpacks(prepared, store, fetched);
    return new Orders(store, store.withSystem(project.applyTo(groups, prepared.project(), !names.isEmpty())), store.extensions());
  }

  private PlanResolver.Resolution<Buildpack> detect(Orders orders, Sandbox sandbox) throws StageException, IOException, InterruptedException {
    var made = new Detector(prepared.workspace(), environment, orders.store, log);
    detector = made;
    return made.detect(orders.groups, orders.extensions, sandbox, shorter(limits.detect()));
  }

  /** Ends before the phase does: whoever runs a buildpack knows which one it was, and its last lines. */
  private Duration shorter(Duration limit) {
    Duration left = phases.left().compareTo(limit) < 0 ? phases.left() : limit;
    return left.toSeconds() > 10 ? left.minusSeconds(1) : left.dividedBy(2);
  }

  private Sandbox open(Sandboxes.Spec spec) throws StageException {
    try {
      return sandboxes.open(spec);
    } catch (SandboxException e) {
      throw new StageException("StagingError", "the build container could not be made: " + e.getMessage(), "Try again; if it stays, the cell's log tells more.");
    }
  }
}
