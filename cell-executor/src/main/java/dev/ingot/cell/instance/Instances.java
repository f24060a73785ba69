package dev.ingot.cell.instance;

import dev.ingot.api.cell.v1.InstanceEvent;
import dev.ingot.api.cell.v1.InstanceState;
import dev.ingot.api.cell.v1.StartInstance;
import dev.ingot.cell.mount.Mounts;
import dev.ingot.cell.runtime.InstanceRuntime.Running;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Every instance on this cell, by guid. Commands are idempotent: one that was obeyed already is answered with how things stand. Thread-safe. */
public final class Instances {
  private static final Logger LOG = System.getLogger(Instances.class.getName());
  /** So long an ended instance is told in inventories, and its undelivered log kept. */
  private static final Duration REMEMBER = Duration.ofMinutes(15);
  private static final int MAX_ENDED = 500;
  /** How a task ended is known here alone until the controller notes it. */
  private static final Duration REMEMBER_TASK = Duration.ofDays(1);

  private final Services services;
  private final Map<String, Instance> all = new ConcurrentHashMap<>();

  public Instances(Services services) throws IOException {
    this.services = services;
    Files.createDirectories(services.root());
  }

  /** Takes up what an earlier life of the cell left: running ones live on, the rest ends as crashed or stopped and is cleared away. */
  public void recover() throws IOException, InterruptedException {
    Set<String> disks = new HashSet<>();
    Set<Integer> hosts = new HashSet<>();
    for (InstanceDirectory dir : InstanceDirectory.all(services.root())) {
      try {
        Instance instance = new Instance(dir.spec(), dir, dir.record(), services);
        disks.add(dir.record().diskId());
        hosts.add(dir.record().networkHost());
        all.put(instance.spec().getInstanceGuid(), instance);
      } catch (IOException e) {
        LOG.log(Level.WARNING, "Instance directory " + dir.path() + " is unreadable and will be removed: " + e.getMessage());
        discard(dir);
      }
    }
    for (Instance instance : all.values()) {
      takeUp(instance);
    }
    for (String id : services.runtime().list()) {
      if (!all.containsKey(id)) {
        services.runtime().remove(id, services.root().resolve(id));
      }
    }
    services.disks().destroyAllBut(disks);
    services.networks().destroyAllBut(hosts);
  }

  private void discard(InstanceDirectory dir) throws IOException, InterruptedException {
    services.runtime().remove(dir.path().getFileName().toString(), dir.path());
    Mounts.unmount(dir.rootfs());
    dir.delete();
  }

  private void takeUp(Instance instance) throws IOException, InterruptedException {
    InstanceRecord record = instance.record();
    String guid = instance.spec().getInstanceGuid();
    if (record.ended()) {
      instance.restOnly();
      return;
    }
    if (record.networkHost() != 0) {
      services.networks().existing(record.networkHost());
    }
    services.images().holdAgain(guid, record.layers());
    Optional<Running> container = services.runtime().adopt(guid, instance.directory().path());
    if (container.isPresent()) {
      LOG.log(Level.INFO, "Instance " + guid + " lives on");
      instance.liveOn(container.get());
    } else {
      instance.endLost("container was lost: the cell or its machine was restarted while it was being made or ran");
    }
  }

  /**
   * Notes in every record of this directory that its instance was told to end, so that the next life of the cell tells it as stopped and
   * not as crashed. For the cleanup: no cell process may be using the directory.
   */
  public static void noteStopped(Path root) throws IOException {
    if (!Files.isDirectory(root)) {
      return;
    }
    for (InstanceDirectory dir : InstanceDirectory.all(root)) {
      try {
        InstanceRecord record = dir.record();
        dir.write(record.ended() ? record : record.toldToStop());
      } catch (IOException e) {
        LOG.log(Level.WARNING, "Instance directory " + dir.path() + " is unreadable: " + e.getMessage());
      }
    }
  }

  /** Starts an instance, once. One that exists is told again. */
  public void start(StartInstance spec) {
    String guid = spec.getInstanceGuid();
    if (!InstanceDirectory.isGuid(guid)) {
      LOG.log(Level.ERROR, "Refused to start an instance: its guid is not one: " + guid);
      return;
    }
    Instance known = all.get(guid);
    if (known != null) {
      services.events().accept(known.event());
      return;
    }
    try {
      InstanceDirectory dir = InstanceDirectory.create(services.root(), spec);
      InstanceRecord record = InstanceRecord.created(services.clock().millis() * 1_000_000L);
      dir.write(record);
      Instance instance = new Instance(spec, dir, record, services);
      all.put(guid, instance);
      instance.live();
    } catch (IOException e) {
      LOG.log(Level.ERROR, "Instance " + guid + " could not be started", e);
      services.events().accept(unknown(guid, InstanceState.CRASHED).toBuilder().setProcessGuid(spec.getProcessGuid()).setTask(spec.getTask())
          .setProcessVersion(spec.getProcessVersion()).setAppGuid(spec.getAppGuid()).setIndex(spec.getIndex())
          .setExitDescription("failed to create container: " + e.getMessage()).build());
    }
  }

  /** Ends an instance. One that is not here is told as stopped, so that the controller can let go of it. */
  public void stop(String guid, int drainSeconds, int graceSeconds) {
    Instance instance = all.get(guid);
    if (instance == null) {
      services.events().accept(unknown(guid, InstanceState.STOPPED));
    } else if (instance.record().ended()) {
      services.events().accept(instance.event());
    } else {
      instance.stop(drainSeconds, graceSeconds);
    }
  }

  /** The controller has noted the end of this task. */
  public void noted(String guid) {
    Instance instance = all.get(guid);
    if (instance != null) {
      instance.noted();
    }
  }

  private InstanceEvent unknown(String guid, InstanceState state) {
    return InstanceEvent.newBuilder().setInstanceGuid(guid).setState(state).setSinceNanos(services.clock().millis() * 1_000_000L).build();
  }

  /** How every instance stands, also those that ended lately. */
  public List<InstanceEvent> inventory() {
    return all.values().stream().map(Instance::event).toList();
  }

  /** Instances that hold memory and disk now. */
  public List<StartInstance> reserved() {
    return all.values().stream().filter(i -> !i.over().isDone()).map(Instance::spec).toList();
  }

  /** What metrics need to know of every container that has been started. */
  public List<Measured> measured() {
    return all.values().stream().filter(i -> !i.record().ended() && !i.record().diskId().isEmpty())
        .map(i -> new Measured(i.spec(), i.record().diskId(), i.logBytes())).toList();
  }

  /** A container to be measured. */
  public record Measured(StartInstance spec, String diskId, long logBytes) {}

  /** Forgets ended instances that are told and whose logs are delivered, or that are too old or too many. */
  public void forgetEnded() throws IOException {
    long now = services.clock().millis();
    List<Instance> ended = new ArrayList<>(all.values().stream().filter(i -> i.over().isDone() && i.record().ended()).toList());
    ended.sort(Comparator.comparingLong((Instance i) -> i.record().sinceNanos()));
    int over = ended.size() - MAX_ENDED;
    for (Instance instance : ended) {
      long age = now - instance.record().sinceNanos() / 1_000_000L;
      boolean quiet = instance.disposable() && age > REMEMBER.toMillis() / 15;
      if (quiet || age > (instance.owesItsEnd() ? REMEMBER_TASK : REMEMBER).toMillis() || over-- > 0) {
        instance.directory().delete();
        all.remove(instance.spec().getInstanceGuid());
      }
    }
  }
}
