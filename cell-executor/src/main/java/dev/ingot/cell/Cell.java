package dev.ingot.cell;

import dev.ingot.api.cell.v1.CacheQuery;
import dev.ingot.api.cell.v1.CancelStaging;
import dev.ingot.api.cell.v1.Capacity;
import dev.ingot.api.cell.v1.Heartbeat;
import dev.ingot.api.cell.v1.Hello;
import dev.ingot.api.cell.v1.MetricsBatch;
import dev.ingot.api.cell.v1.Stage;
import dev.ingot.api.cell.v1.StartInstance;
import dev.ingot.api.cell.v1.StopInstance;
import dev.ingot.api.cell.v1.TaskNoted;
import dev.ingot.cell.agent.Commands;
import dev.ingot.cell.agent.ControllerLink;
import dev.ingot.cell.cgroup.Cgroups;
import dev.ingot.cell.config.CellConfig;
import dev.ingot.cell.disk.DiskPool;
import dev.ingot.cell.image.ImageStore;
import dev.ingot.cell.image.LayerStore;
import dev.ingot.cell.image.Registries;
import dev.ingot.cell.instance.Instances;
import dev.ingot.cell.instance.Services;
import dev.ingot.cell.logs.LogShipper;
import dev.ingot.cell.metrics.Metrics;
import dev.ingot.cell.network.Networks;
import dev.ingot.cell.runtime.RuncRuntime;
import dev.ingot.cell.runtime.RuntimePaths;
import dev.ingot.cell.staging.ContainerSandboxes;
import dev.ingot.cell.staging.StackImages;
import dev.ingot.cell.staging.StagerBuild;
import dev.ingot.cell.staging.StagingWorker;
import dev.ingot.cell.status.StatusServer;
import dev.ingot.oci.layer.LayerUnpacker;
import dev.ingot.oci.layer.Limits;
import dev.ingot.oci.layer.LinuxPrivileged;
import dev.ingot.oci.registry.Credentials;
import dev.ingot.oci.registry.RegistryClient;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;

/** One cell, put together. Closing ends the process's own work only: instances go on. */
final class Cell implements Commands, AutoCloseable {
  private static final Logger LOG = System.getLogger(Cell.class.getName());
  private static final Duration LAYER_AGE = Duration.ofDays(7);
  private static final long LAYER_BYTES = 10L << 30;
  private static final Duration UPKEEP = Duration.ofSeconds(10);
  /** A safe number for one machine's bridge of namespaces, loop devices and conmons; CF's default. */
  private static final int MAX_INSTANCES = 250;

  private final CellConfig config;
  private final LogShipper logs = new LogShipper();
  private final ControllerLink link;
  private final LayerStore layers;
  private final Networks networks;
  private final DiskPool disks;
  private final RuncRuntime runtime;
  private final Instances instances;
  private final Metrics metrics;
  private final RegistryClient registry;
  private final ContainerSandboxes sandboxes;
  private final StagingWorker staging;
  private final StackImages stacks;

  Cell(CellConfig config) throws IOException {
    this.config = config;
    this.link = new ControllerLink(config, this, logs);
    Path state = config.stateDir();
    Cgroups cgroups = new Cgroups();
    this.layers = new LayerStore(state.resolve("layers"), Clock.systemUTC());
    this.networks = new Networks(config.prefix(), config.subnet());
    this.disks = new DiskPool(state.resolve("disks"));
    RuntimePaths paths = RuntimePaths.of(config.prefix(), state);
    this.runtime = new RuncRuntime(paths, cgroups);
    this.registry = new RegistryClient(config.controllerHttp(), new Credentials("cell", config.joinToken()));
    LayerUnpacker unpacker = new LayerUnpacker(new LinuxPrivileged(), Limits.DEFAULT);
    Registries registries = new Registries(registry);
    ImageStore images = new ImageStore(registries, layers, unpacker::unpack, state.resolve("images"));
    int starts = 2 * Runtime.getRuntime().availableProcessors();
    this.instances = new Instances(new Services(config.id(), state.resolve("instances"), paths.parent(), HostAddress.find(), config.subnet().gateway(),
        images, disks, networks, runtime, logs, link::event, new Semaphore(starts), Clock.systemUTC()));
    this.sandboxes = new ContainerSandboxes(new ContainerSandboxes.Parts(state.resolve("staging"), config.jdkHome(), config.buildpacksDir(),
        config.subnet().gateway(), images, disks, networks, paths, cgroups));
    this.staging = new StagingWorker(config, new StagerBuild(config, sandboxes, registries, images, Clock.systemUTC()), logs, link::result, Clock.systemUTC());
    this.stacks = new StackImages(config, images::fetchLater);
    this.metrics = new Metrics(cgroups, disks, paths.parent(), config.memoryBytes());
    LOG.log(Level.INFO, "Cell " + config.id() + ": " + (config.memoryBytes() >> 20) + " MB of memory, " + (config.diskBytes() >> 20)
        + " MB of disk, cgroup " + (cgroups.isV1() ? "v1" : "v2") + ", writable layers on " + disks.kind() + ", containers in " + config.subnet());
  }

  /** Takes up what runs, then serves the controller. */
  void open() throws IOException, InterruptedException {
    networks.open();
    instances.recover();
    disks.fillLater();
    networks.fillLater();
    link.open();
    Thread.ofVirtual().name("upkeep").start(this::upkeep);
  }

  StatusServer serveStatus() throws IOException {
    return new StatusServer(config.statusPort(), Version.TEXT, link::trouble);
  }

  private void fetchStacks() {
    try {
      stacks.look();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "Stacks are not fetched ahead yet: " + e.getMessage());
    }
  }

  private void upkeep() {
    try {
      while (true) {
        Thread.sleep(UPKEEP);
        fetchStacks();
        try {
          instances.forgetEnded();
          layers.collect(LAYER_AGE, LAYER_BYTES);
          networks.keepOpen();
        } catch (IOException e) {
          LOG.log(Level.WARNING, "Upkeep of " + config.stateDir() + " failed, tried again soon: " + e.getMessage());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public Hello hello() {
    return Hello.newBuilder().setCellId(config.id()).setVersion(Version.TEXT)
        .setCapacity(Capacity.newBuilder().setMemoryBytes(config.memoryBytes()).setDiskBytes(config.diskBytes()).setInstances(capacity()))
        .addAllInventory(instances.inventory()).addAllStaging(staging.running().stream().map(Stage::getBuildGuid).toList()).build();
  }

  private int capacity() {
    return Math.min(MAX_INSTANCES, config.subnet().lastHost() - 1);
  }

  @Override
  public Heartbeat heartbeat() {
    List<StartInstance> reserved = instances.reserved();
    List<Stage> builds = staging.running();
    long memory = reserved.stream().mapToLong(StartInstance::getMemoryBytes).sum() + builds.stream().mapToLong(Stage::getMemoryBytes).sum();
    long disk = reserved.stream().mapToLong(StartInstance::getDiskBytes).sum() + builds.stream().mapToLong(Stage::getDiskBytes).sum();
    return Heartbeat.newBuilder().setMemoryFreeBytes(Math.max(0, config.memoryBytes() - memory))
        .setDiskFreeBytes(Math.max(0, config.diskBytes() - disk)).setInstances(reserved.size()).build();
  }

  @Override
  public MetricsBatch metrics() {
    return metrics.measure(instances);
  }

  @Override
  public void start(StartInstance command) {
    instances.start(command);
  }

  @Override
  public void stop(StopInstance command) {
    instances.stop(command.getInstanceGuid(), Math.clamp(command.getDrainSeconds(), 0, 600), Math.clamp(command.getGraceSeconds(), 0, 600));
  }

  @Override
  public void noted(TaskNoted command) {
    instances.noted(command.getInstanceGuid());
  }

  @Override
  public void stage(Stage command) {
    staging.stage(command);
  }

  @Override
  public void cancel(CancelStaging command) {
    staging.cancel(command.getBuildGuid());
  }

  @Override
  public void caches(CacheQuery question) {
    Thread.ofVirtual().name("caches").start(() -> link.caches(staging.cache(question)));
  }

  @Override
  public void close() {
    link.close();
    try {
      networks.close();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "Networks made ahead stay until the next start: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    registry.close();
  }
}
