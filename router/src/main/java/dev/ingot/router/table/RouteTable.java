package dev.ingot.router.table;

import dev.ingot.router.lookup.HostIndex;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All routes at one version. Immutable; a change makes a new table. Safe for any thread. */
public final class RouteTable {
  /** The table of a router that never heard of any route. */
  public static final RouteTable EMPTY = new RouteTable(0, Map.of());

  private final long version;
  private final Map<String, Route> byGuid;
  private final HostIndex<Route> index;

  private RouteTable(long version, Map<String, Route> byGuid) {
    this(version, byGuid, HostIndex.of(byGuid.values(), Route::host, Route::path));
  }

  private RouteTable(long version, Map<String, Route> byGuid, HostIndex<Route> index) {
    this.version = version;
    this.byGuid = byGuid;
    this.index = index;
  }

  /** The controller's version of this table; 0 = none was ever received. */
  public long version() {
    return version;
  }

  /** Every route. */
  public Collection<Route> routes() {
    return byGuid.values();
  }

  /** The route for a host (lower case, no port) and path (no query), or null; see {@link HostIndex#find}. */
  public @Nullable Route find(String host, String path) {
    return index.find(host, path, Route::served);
  }

  /** The table that is exactly {@code routes}; endpoints that stay keep their state. */
  public RouteTable replaced(long newVersion, List<Route> routes) {
    Map<String, Route> next = HashMap.newHashMap(routes.size());
    routes.forEach(route -> next.put(route.guid(), Carry.over(byGuid.get(route.guid()), route)));
    return new RouteTable(newVersion, next);
  }

  /** The same routes under a later version; costs nothing. */
  public RouteTable at(long newVersion) {
    return new RouteTable(newVersion, byGuid, index);
  }

  /** Whether {@code other} holds the very same routes, whatever its version. */
  public boolean sameRoutes(RouteTable other) {
    return byGuid == other.byGuid;
  }

  /** This table with {@code changed} routes put in whole and {@code removed} guids taken out. */
  public RouteTable changed(long newVersion, List<Route> changed, List<String> removed) {
    Map<String, Route> next = new HashMap<>(byGuid);
    removed.forEach(next::remove);
    changed.forEach(route -> next.put(route.guid(), Carry.over(byGuid.get(route.guid()), route)));
    return new RouteTable(newVersion, next);
  }
}
