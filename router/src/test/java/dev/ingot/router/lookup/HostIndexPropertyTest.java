package dev.ingot.router.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The index against an oracle that looks at every route. */
class HostIndexPropertyTest {
  private static final String[] LABELS = {"a", "b", "*", "com"};
  private static final String[] SEGMENTS = {"x", "y", "X", "xy", ""};

  private record Item(String host, String path, boolean served) {}

  @Test
  void everyAnswer_isTheOracles() {
    long seed = 20251120;
    Random random = new Random(seed);
    for (int round = 0; round < 3_000; round++) {
      Map<String, Item> items = new HashMap<>();
      for (int i = random.nextInt(8); i >= 0; i--) {
        Item item = new Item(host(random, true), path(random), random.nextBoolean());
        items.put(item.host() + " " + trim(item.path()), item);
      }
      List<Item> routes = new ArrayList<>(items.values());
      HostIndex<Item> index = HostIndex.of(routes, Item::host, Item::path);
      for (int i = 0; i < 10; i++) {
        String host = host(random, false);
        String path = path(random);
        assertThat(index.find(host, path, Item::served)).as("seed %d: %s%s in %s", seed, host, path, routes).isEqualTo(oracle(routes, host, path));
      }
    }
  }

  private static Item oracle(List<Item> routes, String host, String path) {
    Comparator<Item> best = Comparator.comparing(Item::served)
        .thenComparing(item -> item.host().equals(host))
        .thenComparing(item -> item.host().split("\\.").length)
        .thenComparing(item -> trim(item.path()).length());
    return routes.stream().filter(item -> hostMatches(item.host(), host) && pathMatches(trim(item.path()), trim(path))).max(best).orElse(null);
  }

  private static boolean hostMatches(String pattern, String host) {
    return pattern.equals(host) || (pattern.startsWith("*.") && host.endsWith(pattern.substring(1)) && host.indexOf('.') >= 0 && host.length() > pattern.length() - 1);
  }

  private static boolean pathMatches(String prefix, String path) {
    return path.equals(prefix) || path.startsWith(prefix + "/");
  }

  private static String trim(String path) {
    return path.replaceAll("/+$", "").toLowerCase();
  }

  private static String host(Random random, boolean pattern) {
    List<String> labels = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      labels.add(LABELS[random.nextInt(2)]);
    }
    if (pattern && random.nextInt(3) == 0) {
      labels.set(0, "*");
    }
    return String.join(".", labels) + "." + LABELS[3];
  }

  private static String path(Random random) {
    StringBuilder path = new StringBuilder();
    for (int i = random.nextInt(4); i > 0; i--) {
      path.append('/').append(SEGMENTS[random.nextInt(SEGMENTS.length)]);
    }
    return path.toString();
  }
}
