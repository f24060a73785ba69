package dev.ingot.controller.validation;

import dev.ingot.api.common.Metadata;
import dev.ingot.api.error.ApiException;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which labels and annotations are allowed (source: CF v3 API, "Metadata"). */
public final class MetadataRules {
  private static final Pattern PREFIX = Pattern.compile("[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*");
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9](?:[\\w.-]{0,61}[a-zA-Z0-9])?");
  private static final int MAX_PREFIX = 253;
  private static final int MAX_ANNOTATION = 5000;
  private static final int MAX_ENTRIES = 200;

  private MetadataRules() {}

  /** Passes, or throws 422 saying which key or value is wrong; null passes. */
  public static void check(@Nullable Metadata metadata) {
    if (metadata == null) {
      return;
    }
    checkMap("label", metadata.labels());
    checkMap("annotation", metadata.annotations());
  }

  private static void checkMap(String kind, @Nullable Map<String, @Nullable String> map) {
    if (map == null) {
      return;
    }
    if (map.size() > MAX_ENTRIES) {
      throw ApiException.unprocessable("Failed to add " + map.size() + " " + kind + "s because it would exceed maximum of " + MAX_ENTRIES);
    }
    map.forEach((key, value) -> {
      checkKey(kind, key);
      if (value != null) {
        checkValue(kind, key, value);
      }
    });
  }

  private static void checkKey(String kind, String key) {
    int slash = key.indexOf('/');
    String prefix = slash < 0 ? "" : key.substring(0, slash);
    String name = key.substring(slash + 1);
    if (slash >= 0 && (prefix.length() > MAX_PREFIX || !PREFIX.matcher(prefix).matches())) {
      throw error(kind, "key", "prefix '" + shorten(prefix) + "' must be in valid dns format");
    }
    if (!NAME.matcher(name).matches()) {
      throw error(kind, "key", "'" + shorten(name) + "' must be 1 to 63 letters, digits, '-', '_' and '.', and begin and end with a letter or digit");
    }
  }

  private static void checkValue(String kind, String key, String value) {
    if (kind.equals("label") && !value.isEmpty() && !NAME.matcher(value).matches()) {
      throw error(kind, "value", "the value of '" + shorten(key)
          + "' must be at most 63 letters, digits, '-', '_' and '.', and begin and end with a letter or digit");
    }
    if (value.length() > MAX_ANNOTATION) {
      throw error(kind, "value", "the value of '" + shorten(key) + "' is longer than " + MAX_ANNOTATION + " characters");
    }
  }

  private static ApiException error(String kind, String part, String why) {
    return ApiException.unprocessable("Metadata " + kind + " " + part + " error: " + why);
  }

  private static String shorten(String text) {
    return text.length() > 80 ? text.substring(0, 80) + "…" : text;
  }
}
