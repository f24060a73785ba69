package dev.ingot.controller.route;

import java.util.List;

/** All routes as routers need them, read in one go inside the caller's transaction. Thread-safe. */
public interface RouteTable {
  /** Every HTTP route, also those without destinations, ordered by guid. Internal domains are left out: routers do not serve them. */
  List<RouteRow> all();
}
