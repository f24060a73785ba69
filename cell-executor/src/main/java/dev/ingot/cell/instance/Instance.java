package dev.ingot.cell.instance;

import dev.ingot.api.cell.v1.InstanceEvent;
import dev.ingot.api.cell.v1.InstanceState;
import dev.ingot.api.cell.v1.LogLine;
import dev.ingot.api.cell.v1.StartInstance;
import dev.ingot.cell.disk.Disk;
import dev.ingot.cell.health.HealthListener;
import dev.ingot.cell.health.HealthMonitor;
import dev.ingot.cell.image.LocalImage;
import dev.ingot.cell.logs.LogTail;
import dev.ingot.cell.mount.Mounts;
import dev.ingot.cell.network.Network;
import dev.ingot.cell.runtime.InstanceRuntime.Exit;
import dev.ingot.cell.runtime.InstanceRuntime.Joined;
import dev.ingot.cell.runtime.InstanceRuntime.Running;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The life of one container: CREATING → RUNNING → CRASHED or STOPPED, or COMPLETED for a task. One virtual thread lives it from beginning
 * to end; stopping and health only make the container end, which that thread sees. Every state is on disk before it is told.
 */
final class Instance {
  private static final Logger LOG = System.getLogger(Instance.class.getName());
  private static final int MAX_DESCRIPTION = 1024;
  private static final int DEFAULT_GRACE = 10;

  private final StartInstance spec;
  private final InstanceDirectory dir;
  private final Services services;
  private final InstanceLog log;
  private final CompletableFuture<Optional<Running>> started = new CompletableFuture<>();
  private final CompletableFuture<Void> over = new CompletableFuture<>();
  private volatile InstanceRecord record;
  private volatile @Nullable String failure;
  private volatile List<LogTail> tails = List.of();
  private volatile @Nullable Thread health;
  private volatile List<SidecarProcess> sidecars = List.of();
  private volatile List<Thread> watches = List.of();
  private boolean stopping;
  private volatile boolean noted;

  Instance(StartInstance spec, InstanceDirectory dir, InstanceRecord record, Services services) {
    this.spec = spec;
    this.dir = dir;
    this.record = record;
    this.services = services;
    this.log = new InstanceLog(spec, services.logs(), services.clock());
  }

  StartInstance spec() {
    return spec;
  }

  InstanceRecord record() {
    return record;
  }

  InstanceDirectory directory() {
    return dir;
  }

  /** Completed when it has ended and everything of it but its log is gone. */
  CompletableFuture<Void> over() {
    return over;
  }

  /** Bytes of log handed on so far. */
  long logBytes() {
    return tails.stream().mapToLong(LogTail::bytes).sum();
  }

  /** One for the first process and one for each sidecar that has come so far. */
  private void openTails() throws IOException {
    List<LogTail> all = new ArrayList<>();
    all.add(new LogTail(dir.path(), log.prototype(), spec.getLogRateLimitBytes(), services.logs()));
    for (int i = 0; i < spec.getSidecarsCount(); i++) {
      if (Files.isDirectory(dir.sidecar(i))) {
        LogLine prototype = log.prototype().toBuilder().setSourceType(spec.getSidecars(i).getLogSource()).build();
        all.add(new LogTail(dir.sidecar(i), prototype, spec.getLogRateLimitBytes(), services.logs()));
      }
    }
    tails = all;
  }

  /** True when the directory may go: ended, its log is with the controller, and if it is a task, its end too. */
  boolean disposable() {
    return over.isDone() && !owesItsEnd() && tails.stream().allMatch(LogTail::delivered);
  }

  /** A task whose end the controller has not noted yet: nobody else knows it. */
  boolean owesItsEnd() {
    return spec.getTask() && !noted;
  }

  void noted() {
    noted = true;
  }

  /** Lives it from the beginning. */
  void live() {
    Thread.ofVirtual().name("instance " + spec.getInstanceGuid()).start(() -> {
      try {
        log.cell("Cell " + services.cellId() + " creating container for instance " + spec.getInstanceGuid());
        emit();
        Running container = create();
        log.cell("Cell " + services.cellId() + " successfully created container for instance " + spec.getInstanceGuid());
        liveOn(container, false);
      } catch (IOException | RuntimeException e) {
        LOG.log(Level.INFO, "Instance " + spec.getInstanceGuid() + " of app " + spec.getAppGuid() + " could not be started", e);
        log.cellError("Cell " + services.cellId() + " failed to create container for instance " + spec.getInstanceGuid() + ": " + e.getMessage());
        started.complete(Optional.empty());
        end(new Exit(0, false), "failed to create container: " + e.getMessage());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
  }

  /** Lives on with a container an earlier life of the cell started. */
  void liveOn(Running container) {
    Thread.ofVirtual().name("instance " + spec.getInstanceGuid()).start(() -> {
      try {
        if (record.stopping()) {
          stop(0, DEFAULT_GRACE);
        }
        liveOn(container, record.state() == InstanceState.RUNNING);
      } catch (IOException e) {
        end(new Exit(-1, false), "could not be taken up again: " + e.getMessage());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
  }

  /** Its container did not outlive the cell or the machine. */
  void endLost(String why) {
    Thread.ofVirtual().start(() -> {
      try {
        openTails();
      } catch (IOException e) {
        LOG.log(Level.WARNING, "The log of instance " + spec.getInstanceGuid() + " is lost: " + e.getMessage());
      }
      end(new Exit(-1, false), why);
    });
  }

  /** An ended one whose log may not be delivered yet. */
  void restOnly() throws IOException {
    openTails();
    Thread.startVirtualThread(() -> {
      try {
        finishLog();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
    started.complete(Optional.empty());
    over.complete(null);
  }

  private Running create() throws IOException, InterruptedException {
    String guid = spec.getInstanceGuid();
    LocalImage image = services.images().hold(guid, spec.getImage());
    update(record.withImage(image.keys()));
    services.starts().acquire();
    try {
      Network network = services.networks().take();
      update(record.withPlace(network.host(), network.address(), ""));
      Disk disk = services.disks().take(spec.getDiskBytes());
      update(record.withPlace(network.host(), network.address(), disk.id()));
      Container.prepare(dir, spec, image, network, disk, cgroup(), services);
      Running container = services.runtime().start(guid, dir.path());
      for (int i = 0; i < spec.getSidecarsCount(); i++) {
        try {
          services.runtime().join(container, dir.sidecar(i));
        } catch (IOException e) {
          throw new IOException("sidecar " + spec.getSidecars(i).getName() + " could not be started: " + e.getMessage(), e);
        }
      }
      return container;
    } finally {
      services.starts().release();
    }
  }

  private void liveOn(Running container, boolean healthy) throws IOException, InterruptedException {
    openTails();
    watchSidecars(container);
    if (!spec.getTask()) {
      if (!healthy) {
        log.cell("Starting health monitoring of container");
      }
      health = Thread.ofVirtual().name("health " + spec.getInstanceGuid()).start(() -> monitor(healthy));
    } else if (!healthy) {
      change(record.running(now()));
    }
    started.complete(Optional.of(container));
    Exit exit;
    try {
      exit = container.exit().get();
    } catch (ExecutionException e) {
      throw new IOException(e);
    }
    services.runtime().kill(container);
    end(exit, failure != null ? failure : description(exit));
  }

  private void watchSidecars(Running container) throws IOException {
    List<SidecarProcess> all = new ArrayList<>();
    for (int i = 0; i < spec.getSidecarsCount(); i++) {
      Joined process = services.runtime().joined(container, dir.sidecar(i));
      all.add(new SidecarProcess(spec.getSidecars(i), process));
    }
    sidecars = all;
    watches = all.stream().map(sidecar -> sidecar.watch(reason -> sidecarEnded(container, reason))).toList();
  }

  /** The instance is not whole without it: it ends as a crash, unless it is ending anyway, which takes sidecars with it. */
  private void sidecarEnded(Running container, String reason) throws InterruptedException {
    if (waited(container)) {
      return;
    }
    if (!record.stopping() && !over.isDone() && failure == null) {
      failure = reason;
      log.cellError("Sidecar ended, and the instance with it: " + reason);
      Thread.startVirtualThread(() -> terminate(0, DEFAULT_GRACE));
    }
  }

  private static boolean waited(Running container) throws InterruptedException {
    try {
      return waitExit(container, Duration.ofMillis(500));
    } catch (ExecutionException e) {
      return true;
    }
  }

  private String description(Exit exit) {
    String source = log.prototype().getSourceType();
    return exit.status() < 0 ? source + ": lost: the process that watched the container was killed"
        : source + ": Exited with status " + exit.status() + (exit.outOfMemory() && exit.status() != 0 ? " (out of memory)" : "");
  }

  private void monitor(boolean healthy) {
    new HealthMonitor(spec.getHealthCheck(), spec.getReadinessCheck(), record.address(), spec.getPortsList(), new HealthListener() {
      @Override
      public void healthy() {
        log.cell("Container became healthy");
        change(record.running(now()));
      }

      @Override
      public void routable(boolean ready) {
        if (record.routable() != ready || !healthy) {
          change(record.withRoutable(ready && !record.stopping()));
        }
      }

      @Override
      public void failed(String reason) {
        log.cellError(record.state() == InstanceState.RUNNING ? "Container became unhealthy" : reason);
        failure = reason;
        Thread.startVirtualThread(() -> terminate(0, DEFAULT_GRACE));
      }
    }).run(healthy, spec.hasReadinessCheck());
  }

  /** Ends it; told twice is harmless. Returns at once. */
  void stop(int drainSeconds, int graceSeconds) {
    synchronized (this) {
      if (stopping || record.ended()) {
        return;
      }
      stopping = true;
    }
    log.cell("Cell " + services.cellId() + " stopping instance " + spec.getInstanceGuid());
    change(record.toldToStop());
    Thread.startVirtualThread(() -> terminate(drainSeconds, graceSeconds > 0 ? graceSeconds : DEFAULT_GRACE));
  }

  private void terminate(int drainSeconds, int graceSeconds) {
    try {
      Running container = started.get().orElse(null);
      if (container == null) {
        return;
      }
      interruptHealth();
      waitExit(container, Duration.ofSeconds(drainSeconds));
      for (SidecarProcess sidecar : sidecars) {
        sidecar.terminate();
      }
      if (services.runtime().terminate(container) && !waitExit(container, Duration.ofSeconds(graceSeconds))) {
        log.app("Exit status 137 (exceeded " + graceSeconds + "s graceful shutdown interval)");
      }
      services.runtime().kill(container);
    } catch (IOException | ExecutionException e) {
      LOG.log(Level.ERROR, "Instance " + spec.getInstanceGuid() + " could not be stopped", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean waitExit(Running container, Duration limit) throws InterruptedException, ExecutionException {
    try {
      container.exit().get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    }
  }

  private void end(Exit exit, String description) {
    interruptHealth();
    watches.forEach(Thread::interrupt);
    boolean wanted = record.stopping();
    try {
      finishLog();
      if (exit.status() >= 0 && started.join().isPresent()) {
        log.app("Exit status " + exit.status() + (exit.outOfMemory() && exit.status() != 0 ? " (out of memory)" : ""));
      }
      // Told before the clearing up: a replacement need not wait for it.
      InstanceRecord last = record;
      boolean completed = spec.getTask() && exit.status() == 0 && started.join().isPresent();
      InstanceState state = wanted ? InstanceState.STOPPED : completed ? InstanceState.COMPLETED : InstanceState.CRASHED;
      String told = state == InstanceState.CRASHED ? description.substring(0, Math.min(description.length(), MAX_DESCRIPTION)) : "";
      services.events().accept(event(last.ended(state, now(), told, Math.max(0, exit.status()), exit.outOfMemory())));
      clear(last);
      change(last.ended(state, now(), told, Math.max(0, exit.status()), exit.outOfMemory()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      started.complete(Optional.empty());
      over.complete(null);
    }
  }

  private void finishLog() throws InterruptedException {
    for (LogTail t : tails) {
      if (!t.finish(Duration.ofSeconds(2))) {
        LOG.log(Level.DEBUG, "log of " + spec.getInstanceGuid() + " goes on being delivered");
      }
    }
  }

  /** Each part on its own: one that resists must not keep the others. The next start of the cell tries again. */
  private void clear(InstanceRecord last) {
    String guid = spec.getInstanceGuid();
    attempt("container", () -> services.runtime().remove(guid, dir.path()));
    attempt("root file system", () -> Mounts.unmount(dir.rootfs()));
    if (last.networkHost() != 0) {
      attempt("network", () -> services.networks().destroy(services.networks().existing(last.networkHost())));
    }
    if (!last.diskId().isEmpty()) {
      attempt("writable layer", () -> services.disks().destroy(last.diskId()));
    }
    services.images().release(guid);
  }

  private interface Part {
    void clear() throws IOException, InterruptedException;
  }

  private void attempt(String what, Part part) {
    try {
      part.clear();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "Clearing up after instance " + spec.getInstanceGuid() + ": " + what + ": " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void interruptHealth() {
    Thread h = health;
    if (h != null) {
      h.interrupt();
    }
  }

  private synchronized void change(InstanceRecord next) {
    if (record.ended() && !next.ended()) {
      return;
    }
    try {
      update(next);
    } catch (IOException e) {
      LOG.log(Level.ERROR, "The state of instance " + spec.getInstanceGuid() + " could not be kept", e);
      record = next;
    }
    emit();
  }

  private synchronized void update(InstanceRecord next) throws IOException {
    // A stop that came meanwhile must not be forgotten.
    InstanceRecord kept = record.stopping() && !next.stopping() && !next.ended() ? next.toldToStop() : next;
    dir.write(kept);
    record = kept;
  }

  private void emit() {
    services.events().accept(event(record));
  }

  /** How it stands now. */
  InstanceEvent event() {
    return event(record);
  }

  private InstanceEvent event(InstanceRecord r) {
    return InstanceEvent.newBuilder().setInstanceGuid(spec.getInstanceGuid()).setProcessGuid(spec.getProcessGuid())
        .setProcessVersion(spec.getProcessVersion()).setAppGuid(spec.getAppGuid()).setIndex(spec.getIndex()).setState(r.state())
        .setSinceNanos(r.sinceNanos()).setRoutable(r.routable() && r.state() == InstanceState.RUNNING).setContainerAddress(r.address())
        .setPort(spec.getPortsCount() > 0 ? spec.getPorts(0) : 0).setExitDescription(r.exitDescription()).setExitStatus(r.exitStatus())
        .setOutOfMemory(r.outOfMemory()).setTask(spec.getTask()).build();
  }

  private String cgroup() {
    return services.cgroupParent() + "/" + spec.getInstanceGuid();
  }

  private long now() {
    Instant now = services.clock().instant();
    return now.getEpochSecond() * 1_000_000_000L + now.getNano();
  }
}
