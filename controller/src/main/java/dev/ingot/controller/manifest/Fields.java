package dev.ingot.controller.manifest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Typed reading of one YAML map; a wrong type is a noted problem and reads as "not said". One manifest each; not thread-safe. */
final class Fields {
  private final Map<?, ?> map;
  private final String where;
  private final List<String> problems;

  Fields(Map<?, ?> map, String where, List<String> problems) {
    this.map = map;
    this.where = where;
    this.problems = problems;
  }

  Fields in(Map<?, ?> other, String inside) {
    return new Fields(other, inside.isEmpty() ? where : where + " " + inside + ":", problems);
  }

  void problem(String text) {
    problems.add(where + " " + text);
  }

  boolean has(String key) {
    return map.containsKey(key);
  }

  @Nullable Object raw(String key) {
    return map.get(key);
  }

  @Nullable String text(String key, int maxLength) {
    Object value = map.get(key);
    if (value == null) {
      return null;
    }
    if (value instanceof Map || value instanceof List) {
      problem(key + " must be a string");
      return null;
    }
    String text = String.valueOf(value);
    if (text.length() > maxLength) {
      problem(key + " is too long (maximum is " + maxLength + " characters)");
      return null;
    }
    return text;
  }

  @Nullable Integer integer(String key, int minimum, int maximum) {
    Object value = map.get(key);
    if (value == null) {
      return null;
    }
    if (!(value instanceof Integer number)) {
      problem(key + " must be an integer");
      return null;
    }
    if (number < minimum || number > maximum) {
      problem(key + " must be " + (minimum == 0 ? "greater than or equal to 0" : "greater than 0") + " and at most " + maximum);
      return null;
    }
    return number;
  }

  boolean flag(String key) {
    Object value = map.get(key);
    if (value != null && !(value instanceof Boolean)) {
      problem(key + " must be a boolean");
    }
    return Boolean.TRUE.equals(value);
  }

  /** MiB; less than one is a problem. */
  @Nullable Integer megabytes(String key) {
    Object value = map.get(key);
    if (value == null) {
      return null;
    }
    OptionalLong bytes = Size.bytes(String.valueOf(value));
    if (bytes.isEmpty()) {
      problem(key + " must use a supported unit: B, K, KB, M, MB, G, GB, T, or TB");
      return null;
    }
    long megabytes = bytes.getAsLong() >> 20;
    if (megabytes < 1 || megabytes > ManifestParser.MAX_MEGABYTES) {
      problem(key + " must be at least 1MB and at most " + ManifestParser.MAX_MEGABYTES + "MB");
      return null;
    }
    return (int) megabytes;
  }

  /** Bytes per second; -1 = unlimited; a bare number other than -1 and 0 is a problem. */
  @Nullable Long logRate(String key) {
    Object value = map.get(key);
    if (value == null) {
      return null;
    }
    String text = String.valueOf(value).strip();
    if (text.equals("-1") || text.equals("0")) {
      return Long.valueOf(text);
    }
    OptionalLong bytes = Size.bytes(text);
    if (bytes.isEmpty()) {
      problem(key + " must be -1, 0 or use a supported unit: B, K, KB, M, MB, G, GB, T, or TB");
      return null;
    }
    return bytes.getAsLong();
  }

  /** Entries as they are; null values stay null. */
  Map<String, @Nullable Object> object(String key) {
    Object value = map.get(key);
    if (value == null) {
      return Map.of();
    }
    if (!(value instanceof Map<?, ?> entries)) {
      problem(key + " must be an object");
      return Map.of();
    }
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    entries.forEach((k, v) -> object.put(String.valueOf(k), v));
    return object;
  }

  /** Null when not said. */
  @Nullable List<?> list(String key, int maxSize) {
    Object value = map.get(key);
    if (value == null) {
      return null;
    }
    if (!(value instanceof List<?> list)) {
      problem(key + " must be an array");
      return null;
    }
    if (list.size() > maxSize) {
      problem(key + " has more than " + maxSize + " entries");
      return null;
    }
    return list;
  }

  /** The first of two spellings that is there. */
  String either(String first, String second) {
    return map.containsKey(first) ? first : second;
  }

  @Nullable String oneOf(String key, Set<String> allowed) {
    String text = text(key, 50);
    if (text != null && !allowed.contains(text)) {
      problem(key + " must be one of " + new ArrayList<>(new java.util.TreeSet<>(allowed)));
      return null;
    }
    return text;
  }
}
