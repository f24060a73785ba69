package dev.ingot.controller.instance;

import dev.ingot.api.cell.v1.InstanceEvent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The instances table. Each change names what the row must be for it to happen and says whether it did: a caller with an old view
 * changes nothing. Calls join the caller's transaction.
 */
public interface Instances {
  /** Every row, ordered by guid. */
  List<Instance> all();

  /** CLAIMED and STOPPING ones: those a cell must know of. */
  List<Instance> commanded();

  /** Rows of a cell, locked for the rest of the transaction. */
  List<Instance> onCell(String cellId);

  Optional<Instance> find(String guid);

  /** Adds a row; the cell of a CLAIMED one starts it. */
  void insert(Instance instance);

  /** UNCLAIMED stays: why no cell takes it. False when the row is no longer unclaimed or says so already. */
  boolean refused(String guid, String placementError);

  /** CLAIMED or RUNNING on this cell → RUNNING, with what the cell tells of it; `since` changes only when it was not RUNNING. */
  boolean running(String cellId, InstanceEvent event, Instant since);

  /** CLAIMED or RUNNING on this cell → CRASHED. */
  boolean crashed(String cellId, String guid, int count, String reason, @Nullable Instant nextStartAt, Instant since);

  /** CLAIMED or RUNNING → STOPPING. */
  boolean stopping(String guid, Instant since);

  /** Removes the row whatever its state. */
  boolean delete(String guid);

  /** Who the app is, for events and log lines; empty when it is gone. */
  Optional<AppFacts> facts(String appGuid, String processGuid);

  /** Whether a process of a started app wants this version at this index and nothing runs or is being made there. */
  boolean wanted(String processGuid, String version, int index);

  /** Whether there is any app at all. */
  boolean anyApp();

  /** @param processType null when the process is gone */
  record AppFacts(String name, String spaceGuid, String organizationGuid, @Nullable String processType, int memoryMb, int diskMb) {}
}
