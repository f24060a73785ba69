package dev.ingot.cell.metrics;

import dev.ingot.api.cell.v1.InstanceMetrics;
import dev.ingot.api.cell.v1.MetricsBatch;
import dev.ingot.api.cell.v1.StartInstance;
import dev.ingot.cell.bundle.CpuShares;
import dev.ingot.cell.cgroup.Cgroups;
import dev.ingot.cell.disk.DiskPool;
import dev.ingot.cell.instance.Instances;
import dev.ingot.cell.instance.Instances.Measured;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Measures every container; formulas as CF's (runtime-and-scheduling.md §2.2). Not thread-safe: one thread calls it, regularly. */
public final class Metrics {
  private record Seen(long nanos, long cpuNanos, long logBytes) {}

  private final Cgroups cgroups;
  private final DiskPool disks;
  private final String parent;
  private final double cores = Runtime.getRuntime().availableProcessors();
  private final double totalShares;
  private Map<String, Seen> before = new HashMap<>();

  /**
   * @param parent cgroup of all containers
   * @param memoryBytes of the cell: says how many CPU shares it can hold
   */
  public Metrics(Cgroups cgroups, DiskPool disks, String parent, long memoryBytes) {
    this.cgroups = cgroups;
    this.disks = disks;
    this.parent = parent;
    // Shares go by memory, so a full cell holds as many as its memory makes.
    this.totalShares = Math.max(1, 1024.0 * memoryBytes / (8L << 30));
  }

  /** CPU and log rate are those since the last call; an instance seen for the first time has 0. */
  public MetricsBatch measure(Instances instances) {
    Map<String, Seen> now = new HashMap<>();
    MetricsBatch.Builder batch = MetricsBatch.newBuilder();
    for (Measured instance : instances.measured()) {
      String guid = instance.spec().getInstanceGuid();
      Seen seen = new Seen(System.nanoTime(), cgroups.cpuNanos(parent + "/" + guid), instance.logBytes());
      now.put(guid, seen);
      batch.addInstances(one(instance, before.getOrDefault(guid, seen), seen));
    }
    before = now;
    return batch.build();
  }

  private InstanceMetrics one(Measured instance, Seen then, Seen now) {
    StartInstance spec = instance.spec();
    double seconds = Math.max(1, now.nanos - then.nanos) / 1e9;
    double cpu = Math.max(0, now.cpuNanos - then.cpuNanos) / 1e9 / seconds;
    double entitled = Math.min(1, CpuShares.of(spec.getMemoryBytes()) / totalShares) * cores;
    return InstanceMetrics.newBuilder().setInstanceGuid(spec.getInstanceGuid()).setCpu(cpu).setCpuEntitlement(cpu / entitled)
        .setMemoryBytes(cgroups.memoryBytes(parent + "/" + spec.getInstanceGuid())).setDiskBytes(disk(instance))
        .setLogRateBytes((long) ((now.logBytes - then.logBytes) / seconds)).setMemoryLimitBytes(spec.getMemoryBytes())
        .setDiskLimitBytes(spec.getDiskBytes()).setAppGuid(spec.getAppGuid()).setIndex(spec.getIndex()).setProcessGuid(spec.getProcessGuid())
        .setProcessType(spec.getProcessType()).setLogRateLimitBytes(spec.getLogRateLimitBytes()).build();
  }

  private long disk(Measured instance) {
    try {
      return disks.existing(instance.diskId(), instance.spec().getDiskBytes()).usedBytes();
    } catch (IOException e) {
      return 0;
    }
  }
}
