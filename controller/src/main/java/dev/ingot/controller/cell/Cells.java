package dev.ingot.controller.cell;

import dev.ingot.api.cell.v1.Hello;
import java.time.Instant;
import java.util.List;

/** The cells table. Calls join the caller's transaction. */
public interface Cells {
  /** Every cell ever seen, ordered by id, locked for the rest of the transaction: a cell cannot come back meanwhile. */
  List<Cell> all();

  /** A cell dialled in: ALIVE (or still DRAINING) until `leaseUntil`. False when it was never seen before. */
  boolean arrived(Hello hello, Instant leaseUntil);

  /** Renews the lease; false when the cell is LOST or unknown and must say hello again. */
  boolean renew(String cellId, Instant leaseUntil);

  /** ALIVE and DRAINING cells whose lease ended before `now` → LOST; their ids. */
  List<String> expire(Instant now);
}
