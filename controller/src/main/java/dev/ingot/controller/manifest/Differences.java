package dev.ingot.controller.manifest;

import dev.ingot.api.manifest.ManifestDiff.Change;
import dev.ingot.controller.app.UserEnvironment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares one application of a manifest with what is. Only what the manifest names counts: applying leaves the rest alone. Pure.
 * Lists of routes, processes and sidecars are compared entry by entry by the key that names them, other lists as a whole.
 */
final class Differences {
  private static final Set<String> SIZES = Set.of("memory", "disk_quota", "disk-quota", "log-rate-limit-per-second");
  private static final Map<String, String> NAMED_BY = Map.of("routes", "route", "processes", "type", "sidecars", "name");
  private static final Set<String> COMPARED = Set.of("name", "lifecycle", "buildpacks", "stack", "env", "routes", "processes", "metadata",
      "sidecars", "services", "features", "no-route", "random-route", "default-route", "command", "instances", "memory", "disk_quota",
      "disk-quota", "log-rate-limit-per-second", "timeout", "health-check-type", "health-check-http-endpoint",
      "health-check-invocation-timeout", "health-check-interval", "readiness-health-check-type", "readiness-health-check-http-endpoint",
      "readiness-health-check-invocation-timeout", "readiness-health-check-interval");
  private static final Set<String> GENERATED_ROUTES = Set.of("random-route", "default-route");

  private final List<Change> changes = new ArrayList<>();

  /**
   * What would change.
   *
   * @param path JSON pointer of the application: `/applications/0`
   * @param current the app as its manifest, with the settings of `web` at the top level too; null = there is no such app
   */
  static List<Change> of(String path, @Nullable Map<String, Object> current, Map<?, ?> wanted) {
    Differences differences = new Differences();
    Map<String, Object> before = current == null ? Map.of() : current;
    wanted.forEach((key, value) -> {
      String name = String.valueOf(key);
      boolean nothingToDo = before.containsKey("routes") ? GENERATED_ROUTES.contains(name) : current != null && name.equals("no-route");
      if (COMPARED.contains(name) && !nothingToDo) {
        differences.compare(path + "/" + escape(name), name, before.get(spelled(name)), value);
      }
    });
    return differences.changes;
  }

  private void compare(String path, String key, @Nullable Object was, @Nullable Object wanted) {
    if (empty(was) && empty(wanted)) {
      return;
    }
    if (wanted == null) {
      if (was != null) {
        changes.add(new Change("remove", path, was, null));
      }
    } else if (was == null) {
      changes.add(new Change("add", path, null, wanted));
    } else if (was instanceof Map<?, ?> before && wanted instanceof Map<?, ?> after) {
      after.forEach((name, value) -> compare(path + "/" + escape(String.valueOf(name)), String.valueOf(name),
          before.get(spelled(String.valueOf(name))), value));
    } else if (key.equals("services") && was instanceof List<?> before && wanted instanceof List<?> after) {
      services(path, before, after);
    } else if (was instanceof List<?> before && wanted instanceof List<?> after && NAMED_BY.containsKey(key)) {
      entries(path, NAMED_BY.get(key), before, after);
    } else if (!same(key, was, wanted)) {
      changes.add(new Change("replace", path, was, wanted));
    }
  }

  /** No buildpacks, variables or labels are the same as an empty list or object of them; a switch that is off is the same as none. */
  private static boolean empty(@Nullable Object value) {
    return value == null || value instanceof List<?> list && list.isEmpty() || value instanceof Map<?, ?> map && map.isEmpty()
        || Boolean.FALSE.equals(value);
  }

  private void entries(String path, String id, List<?> before, List<?> after) {
    for (int i = 0; i < after.size(); i++) {
      Object entry = after.get(i);
      Object name = entry instanceof Map<?, ?> map ? map.get(id) : null;
      Object was = before.stream().filter(one -> one instanceof Map<?, ?> map && Objects.equals(map.get(id), name)).findFirst().orElse(null);
      compare(path + "/" + i, "", was, entry);
    }
  }

  /** What is bound stays as it is; the rest is bound. */
  private void services(String path, List<?> before, List<?> after) {
    List<String> bound = before.stream().map(Differences::service).toList();
    for (int i = 0; i < after.size(); i++) {
      if (!bound.contains(service(after.get(i)))) {
        changes.add(new Change("add", path + "/" + i, null, after.get(i)));
      }
    }
  }

  private static String service(@Nullable Object entry) {
    return String.valueOf(entry instanceof Map<?, ?> map ? map.get("name") : entry);
  }

  private static boolean same(String key, Object was, Object wanted) {
    if (SIZES.contains(key)) {
      OptionalLong before = Size.bytes(String.valueOf(was));
      OptionalLong after = Size.bytes(String.valueOf(wanted));
      if (before.isPresent() && after.isPresent()) {
        return before.getAsLong() == after.getAsLong();
      }
    }
    // A variable that is a list or an object in the manifest is kept as its JSON.
    if (was instanceof String text && (wanted instanceof Map || wanted instanceof List)) {
      return text.equals(UserEnvironment.text(wanted));
    }
    return was.equals(wanted) || !(was instanceof List) && String.valueOf(was).equals(String.valueOf(wanted));
  }

  private static String spelled(String key) {
    return key.equals("disk-quota") ? "disk_quota" : key;
  }

  private static String escape(String key) {
    return key.replace("~", "~0").replace("/", "~1");
  }
}
