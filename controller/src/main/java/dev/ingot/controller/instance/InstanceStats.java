package dev.ingot.controller.instance;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the API tells of running instances; one row per desired index of the process's current version, never fewer. */
public interface InstanceStats {
  /** Rows in index order; empty when the process is scaled to 0. A stopped app has DOWN rows. */
  List<Row> of(String processGuid);

  /** The same for many processes in one query, keyed by process guid. */
  Map<String, List<Row>> ofAll(Collection<String> processGuids);

  /** Asks for one instance to be stopped and started anew; false when the index has no instance. */
  boolean restart(String processGuid, int index);

  /** `state`: RUNNING, STARTING, CRASHED, DOWN, STOPPING. Usage is null until the cell reported once. */
  record Row(int index, String state, @Nullable String instanceGuid, @Nullable Instant since, boolean routable, @Nullable String details,
      @Nullable String cellId, @Nullable String host, @Nullable Integer port, @Nullable Usage usage) {}

  /** True values from the cgroup; cpu 1.0 = one core; bytes. */
  record Usage(Instant time, double cpu, double cpuEntitlement, long memory, long disk, long logRate) {}
}
