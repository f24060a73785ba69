package dev.ingot.controller.cell;

import java.time.Instant;
import java.util.List;

/**
 * A machine that runs instances.
 *
 * @param address where the router reaches its instances' host ports; empty = container addresses are reachable directly
 * @param maxInstances ≥ 1
 * @param stacks it can run, empty = any
 * @param leaseUntil it is declared lost when this passes without a heartbeat
 */
public record Cell(String id, String address, State state, long memoryBytes, long diskBytes, int maxInstances, List<String> stacks,
    Instant leaseUntil) {
  /** ALIVE; DRAINING takes no new work; LOST: its lease ended, ALIVE again with its next hello. */
  public enum State { ALIVE, DRAINING, LOST }
}
