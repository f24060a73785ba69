package dev.ingot.router.table;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A host and path with those who serve it.
 *
 * @param guid the route's guid
 * @param host whole host name, lower case, maybe with {@code *} as first label
 * @param path {@code ""} or {@code "/foo"}
 * @param endpoints may be empty: the route is known, nobody serves it
 * @param balance how to choose among them
 * @param appGuid in whose log requests stand that no endpoint served; empty = in none
 * @param cursor where round robin stands; shared by all event loops
 */
public record Route(String guid, String host, String path, List<Endpoint> endpoints, Balance balance, String appGuid,
    AtomicInteger cursor) {
  public Route {
    endpoints = List.copyOf(endpoints);
  }

  /** Whether anybody serves this route. */
  public boolean served() {
    return !endpoints.isEmpty();
  }

  /** Whether requests are shared by weight. */
  public boolean weighted() {
    return !endpoints.isEmpty() && endpoints.getFirst().weight() > 0;
  }

  /** The same with only these endpoints. */
  public Route only(List<Endpoint> some) {
    return new Route(guid, host, path, some, balance, appGuid, cursor);
  }
}
