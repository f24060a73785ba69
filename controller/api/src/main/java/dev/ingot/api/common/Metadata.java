package dev.ingot.api.common;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Labels and annotations of a resource. In an answer both maps are present and have no null values. In a request a missing map changes
 * nothing and a null value removes its key (source: CF v3 API, "Metadata").
 */
public record Metadata(@Nullable Map<String, @Nullable String> labels, @Nullable Map<String, @Nullable String> annotations) {
  /** No labels, no annotations. */
  public static final Metadata EMPTY = new Metadata(Map.of(), Map.of());

  /** `current` with the changes of a request laid over it; neither argument is changed. */
  public static Map<String, String> merge(Map<String, String> current, @Nullable Map<String, @Nullable String> changes) {
    var merged = new HashMap<>(current);
    if (changes != null) {
      changes.forEach((key, value) -> {
        if (value == null) {
          merged.remove(key);
        } else {
          merged.put(key, value);
        }
      });
    }
    return new TreeMap<>(merged);
  }
}
