package dev.ingot.stager.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/** TOML 1.0 as plain maps, lists, strings, longs, doubles and booleans; dates become text. */
public final class Toml {
  private static final int MAX_DEPTH = 50;

  private Toml() {}

  /** Reads a small file without following links. Anything that is not TOML is an {@link IOException} naming file, line and reason. */
  public static Map<String, Object> read(Path file) throws IOException {
    return parse(new String(SafeFiles.read(file), StandardCharsets.UTF_8), String.valueOf(file.getFileName()));
  }

  /** Reads text; `name` is for messages. */
  public static Map<String, Object> parse(String text, String name) throws IOException {
    refuseDeepNesting(text, name);
    TomlParseResult result;
    try {
      result = org.tomlj.Toml.parse(text);
    } catch (RuntimeException | StackOverflowError e) {
      // brackets in strings can hide how deep it is
      throw new IOException(name + " cannot be read as TOML: " + (e instanceof StackOverflowError ? "it is nested too deeply" : e.getMessage()), e);
    }
    if (result.hasErrors()) {
      var error = result.errors().getFirst();
      throw new IOException(name + " is not valid TOML: " + error.getMessage() + " (" + error.position() + ")");
    }
    return map(result, 0, name);
  }

  private static void refuseDeepNesting(String text, String name) throws IOException {
    int depth = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      depth += c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0;
      if (depth > 500) {
        throw new IOException(name + " is nested too deeply");
      }
      depth = Math.max(depth, 0);
    }
  }

  private static Map<String, Object> map(TomlTable table, int depth, String name) throws IOException {
    var map = new LinkedHashMap<String, Object>();
    for (String key : table.keySet()) {
      map.put(key, value(table.get(List.of(key)), depth + 1, name));
    }
    return map;
  }

  private static Object value(@Nullable Object value, int depth, String name) throws IOException {
    if (depth > MAX_DEPTH) {
      throw new IOException(name + " is nested deeper than " + MAX_DEPTH + " levels");
    }
    if (value instanceof TomlTable table) {
      return map(table, depth, name);
    }
    if (value instanceof TomlArray array) {
      var list = new ArrayList<Object>();
      for (int i = 0; i < array.size(); i++) {
        list.add(value(array.get(i), depth + 1, name));
      }
      return list;
    }
    return value instanceof String || value instanceof Long || value instanceof Double || value instanceof Boolean ? value : String.valueOf(value);
  }

  /** The table under this key, empty when there is none. */
  @SuppressWarnings("unchecked")
  public static Map<String, Object> table(Map<String, Object> map, String key) {
    return map.get(key) instanceof Map<?, ?> table ? (Map<String, Object>) table : Map.of();
  }

  /** The tables of the array under this key; other elements are left out. */
  @SuppressWarnings("unchecked")
  public static List<Map<String, Object>> tables(Map<String, Object> map, String key) {
    return map.get(key) instanceof List<?> list ? list.stream().filter(Map.class::isInstance).map(e -> (Map<String, Object>) e).toList() : List.of();
  }

  /** The text under this key, "" when there is none. */
  public static String text(Map<String, Object> map, String key) {
    return map.get(key) instanceof String text ? text : "";
  }

  public static boolean flag(Map<String, Object> map, String key) {
    return Boolean.TRUE.equals(map.get(key));
  }

  /** The texts of the array under this key; a single text counts as an array of one. */
  public static List<String> texts(Map<String, Object> map, String key) {
    Object value = map.get(key);
    return value instanceof String text ? List.of(text)
        : value instanceof List<?> list ? list.stream().filter(String.class::isInstance).map(String.class::cast).toList() : List.of();
  }

  /** Writes a document: plain values first, then tables, so that line-oriented readers find `[[entries]]` and `[metadata]`. */
  public static String write(Map<String, Object> map) {
    var out = new StringBuilder();
    table(out, "", map);
    return out.toString();
  }

  @SuppressWarnings("unchecked")
  private static void table(StringBuilder out, String path, Map<String, Object> map) {
    map.forEach((key, value) -> {
      if (!(value instanceof Map) && !isTables(value)) {
        out.append(key(key)).append(" = ").append(inline(value)).append('\n');
      }
    });
    map.forEach((key, value) -> {
      String below = path.isEmpty() ? key(key) : path + "." + key(key);
      if (value instanceof Map<?, ?> inner) {
        out.append("\n[").append(below).append("]\n");
        table(out, below, (Map<String, Object>) inner);
      } else if (isTables(value)) {
        for (Object element : (List<?>) value) {
          out.append("\n[[").append(below).append("]]\n");
          table(out, below, (Map<String, Object>) element);
        }
      }
    });
  }

  private static boolean isTables(Object value) {
    return value instanceof List<?> list && !list.isEmpty() && list.stream().allMatch(Map.class::isInstance);
  }

  private static String inline(Object value) {
    return switch (value) {
      case List<?> list -> "[" + String.join(", ", list.stream().map(Toml::inline).toList()) + "]";
      case Map<?, ?> map -> "{" + String.join(", ", map.entrySet().stream().map(e -> key(String.valueOf(e.getKey())) + " = " + inline(e.getValue())).toList()) + "}";
      case Long number -> number.toString();
      case Integer number -> number.toString();
      case Double number -> number.isNaN() ? "nan" : number.isInfinite() ? number > 0 ? "inf" : "-inf" : number.toString();
      case Boolean flag -> flag.toString();
      default -> quote(String.valueOf(value));
    };
  }

  private static String key(String key) {
    return key.matches("[A-Za-z0-9_-]+") ? key : quote(key);
  }

  private static String quote(String text) {
    var out = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\t' -> out.append("\\t");
        case '\r' -> out.append("\\r");
        default -> {
          if (c < 0x20 || c == 0x7f) {
            out.append(String.format("\\u%04X", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.append('"').toString();
  }
}
