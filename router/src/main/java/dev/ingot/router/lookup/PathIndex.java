package dev.ingot.router.lookup;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The routes of one host by path. Paths are kept lower-cased, without a slash at the end; the empty path stands for the whole host.
 * Immutable once built; safe for any thread.
 */
final class PathIndex<T> {
  private final Map<String, T> byPath;

  PathIndex(Map<String, T> byPath) {
    this.byPath = new HashMap<>(byPath);
  }

  /** Stores the longest path-segment prefix that is usable in {@code found}, or else the longest that exists at all. */
  void match(String path, Predicate<? super T> usable, Found<T> found) {
    for (int end = path.length(); end >= 0; end = path.lastIndexOf('/', end - 1)) {
      T route = byPath.get(path.substring(0, end));
      if (route != null && found.offer(route, usable.test(route))) {
        return;
      }
      if (end == 0) {
        return;
      }
    }
  }

  /** The best candidate so far: the first usable one wins, otherwise the first one seen. */
  static final class Found<T> {
    private @Nullable T best;
    private boolean usable;

    boolean offer(T route, boolean isUsable) {
      if (best == null || isUsable) {
        best = route;
        usable = isUsable;
      }
      return isUsable;
    }

    boolean usable() {
      return usable;
    }

    @Nullable T best() {
      return best;
    }
  }
}
