package dev.ingot.router.stream;

import dev.ingot.api.router.v1.RouteUpdate;
import dev.ingot.router.table.RouteMessages;
import dev.ingot.router.table.RouteTables;

/** Puts the controller's updates in force, in order. Used by one stream at a time. */
final class Inbox {
  private final RouteTables tables;

  Inbox(RouteTables tables) {
    this.tables = tables;
  }

  /**
   * Applies an update.
   *
   * @return false if one before it is missing: the stream must begin anew with a snapshot
   */
  boolean apply(RouteUpdate update) {
    if (update.getSnapshot()) {
      tables.replace(update.getVersion(), RouteMessages.read(update.getRoutesList()));
      return true;
    }
    boolean news = update.getRoutesCount() > 0 || update.getRemovedCount() > 0;
    long version = tables.current().version();
    if (!news && update.getVersion() <= version) {
      return true;
    }
    if (update.getVersion() > version + 1) {
      return false;
    }
    if (!news) {
      tables.confirm(update.getVersion());
    } else if (update.getVersion() == version + 1) {
      tables.change(update.getVersion(), RouteMessages.read(update.getRoutesList()), update.getRemovedList());
    }
    return true;
  }
}
