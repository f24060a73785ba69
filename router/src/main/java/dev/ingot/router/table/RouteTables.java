package dev.ingot.router.table;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/** The table in force. Readers on event loops see one whole table or the next; writers are serialised by the swap itself. */
public final class RouteTables {
  private final AtomicReference<RouteTable> current = new AtomicReference<>(RouteTable.EMPTY);

  /** The table in force now. */
  public RouteTable current() {
    return current.get();
  }

  /** Puts a snapshot in force. */
  public void replace(long version, List<Route> routes) {
    swap(table -> table.replaced(version, routes));
  }

  /** Puts a delta in force. */
  public void change(long version, List<Route> changed, List<String> removed) {
    swap(table -> table.changed(version, changed, removed));
  }

  /** Notes that nothing changed up to a version. */
  public void confirm(long version) {
    swap(table -> table.at(version));
  }

  private void swap(UnaryOperator<RouteTable> change) {
    current.updateAndGet(change);
  }
}
