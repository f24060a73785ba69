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
 * @param leastConnection true for the endpoint with the fewest requests in flight, false for round robin
 * @param cursor where round robin stands; shared by all event loops
 */
public record Route(String guid, String host, String path, List<Endpoint> endpoints, boolean leastConnection, AtomicInteger cursor) {
  public Route {
    endpoints = List.copyOf(endpoints);
  }

  /** Whether anybody serves this route. */
  public boolean served() {
    return !endpoints.isEmpty();
  }
}
