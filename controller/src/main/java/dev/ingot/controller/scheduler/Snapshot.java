package dev.ingot.controller.scheduler;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Everything a plan is made from. Sizes are MiB. The order of the lists does not change the plan. */
public record Snapshot(List<CellView> cells, List<ProcessView> processes, List<InstanceView> instances, List<OnceView> once, Instant now) {

  /**
   * A cell.
   *
   * @param open takes new work: connected and not draining
   * @param lost its lease is over: what ran there may or may not run still
   * @param stacks stacks it can run, empty = any
   */
  public record CellView(String id, boolean open, boolean lost, long memoryMb, long diskMb, int maxInstances, Set<String> stacks) {}

  /** A process of a started app. `instances` ≥ 0; `stack` empty = any. */
  public record ProcessView(String guid, String appGuid, String version, int instances, int memoryMb, int diskMb, String stack) {}

  /**
   * One row of the instances table.
   *
   * @param cellId null while unclaimed
   * @param since when it entered its state
   * @param nextStartAt only when crashed: when to start anew; null = never by itself
   */
  public record InstanceView(String guid, String processGuid, String version, int index, @Nullable String cellId, State state,
      boolean routable, int memoryMb, int diskMb, int crashCount, Instant since, @Nullable Instant nextStartAt) {}

  /** A build or task that is being done (`cellId` set) or waits for a cell (null). */
  public record OnceView(Once kind, String guid, int memoryMb, int diskMb, String stack, @Nullable String cellId) {}

  /** Work that is done once and not kept up; those of a kind are spread over the cells. */
  public enum Once { BUILD, TASK }

  /** UNCLAIMED → CLAIMED → RUNNING → CRASHED | STOPPING → gone. */
  public enum State { UNCLAIMED, CLAIMED, RUNNING, CRASHED, STOPPING }
}
