package dev.ingot.controller.cell;

import io.grpc.Status;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** Which cells are connected to this controller now. Thread-safe. */
@Component
public class CellConnections {
  private final Map<String, CellConnection> byCell = new ConcurrentHashMap<>();

  /** A cell dialled in; an older stream of the same cell is ended. */
  public void opened(CellConnection connection) {
    CellConnection old = byCell.put(connection.cellId(), connection);
    if (old != null) {
      old.close(Status.UNAVAILABLE.withDescription("cell " + connection.cellId() + " opened another stream"));
    }
  }

  /** The stream is over; a newer one of the same cell stays. */
  public void closed(CellConnection connection) {
    byCell.remove(connection.cellId(), connection);
  }

  /** Whether this is the cell's present stream: news from an older one is no longer true. */
  public boolean current(CellConnection connection) {
    return byCell.get(connection.cellId()) == connection;
  }

  public Optional<CellConnection> of(String cellId) {
    return Optional.ofNullable(byCell.get(cellId));
  }

  /** All that are open now. */
  public List<CellConnection> all() {
    return List.copyOf(byCell.values());
  }

  public boolean any() {
    return !byCell.isEmpty();
  }

  /** Ends the stream of a cell, if there is one. */
  public void close(String cellId, Status why) {
    CellConnection connection = byCell.remove(cellId);
    if (connection != null) {
      connection.close(why);
    }
  }

  /** Ends all streams: the cells look for another controller. */
  public void closeAll(Status why) {
    List.copyOf(byCell.keySet()).forEach(id -> close(id, why));
  }
}
