package dev.ingot.router.lookup;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All routes by host, then by path. The longest path-segment prefix of the exact host wins; only where nothing usable matches there,
 * the leftmost label becomes {@code *} and the search repeats upwards ({@code a.b.c}, {@code *.b.c}, {@code *.c}). If nothing usable
 * matches anywhere, the most specific route that exists is the answer, so that "nobody serves it" can be told from "unknown".
 * Immutable; safe for any thread.
 *
 * @param <T> what a route is to the caller
 */
public final class HostIndex<T> {
  private final Map<String, PathIndex<T>> byHost;

  private HostIndex(Map<String, PathIndex<T>> byHost) {
    this.byHost = byHost;
  }

  /**
   * Indexes routes. Of two with the same host and path the later one stays.
   *
   * @param host gives a route's host name, possibly with {@code *} as its first label; case does not matter
   * @param path gives a route's path, {@code ""} or {@code "/foo"}; case does not matter
   */
  public static <T> HostIndex<T> of(Iterable<? extends T> routes, Function<? super T, String> host, Function<? super T, String> path) {
    Map<String, Map<String, T>> grouped = new HashMap<>();
    for (T route : routes) {
      grouped.computeIfAbsent(host.apply(route).toLowerCase(Locale.ROOT), h -> new HashMap<>(2)).put(trimmed(path.apply(route)), route);
    }
    Map<String, PathIndex<T>> byHost = HashMap.newHashMap(grouped.size());
    grouped.forEach((name, paths) -> byHost.put(name, new PathIndex<>(paths)));
    return new HostIndex<>(byHost);
  }

  /**
   * The route for a request, or null where none exists.
   *
   * @param host lower case, without port
   * @param path the request's path as sent, without query; case does not matter
   * @param usable whether somebody serves the route
   */
  public @Nullable T find(String host, String path, Predicate<? super T> usable) {
    String key = trimmed(path);
    PathIndex.Found<T> found = new PathIndex.Found<>();
    match(host, key, usable, found);
    int dot = host.indexOf('.');
    while (!found.usable() && dot >= 0) {
      match("*" + host.substring(dot), key, usable, found);
      dot = host.indexOf('.', dot + 1);
    }
    return found.best();
  }

  private void match(String host, String path, Predicate<? super T> usable, PathIndex.Found<T> found) {
    PathIndex<T> paths = byHost.get(host);
    if (paths != null) {
      paths.match(path, usable, found);
    }
  }

  private static String trimmed(String path) {
    int end = path.length();
    while (end > 0 && path.charAt(end - 1) == '/') {
      end--;
    }
    return path.substring(0, end).toLowerCase(Locale.ROOT);
  }
}
