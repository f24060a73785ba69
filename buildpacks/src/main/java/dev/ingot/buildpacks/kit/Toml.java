package dev.ingot.buildpacks.kit;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * TOML 1.0 as the CNB files use it: tables, arrays of tables, strings, integers, floats, booleans, arrays, inline tables. Dates are read as strings. Writing gives sorted or given order, the same bytes for the same input.
 */
public final class Toml {
  private Toml() {}

  /** @throws BuildFailure when the text is not TOML; the message gives the line */
  public static Map<String, Object> parse(String text) {
    return new TomlReader(text).read();
  }

  /** A member table, empty when missing. */
  public static Map<String, Object> table(Map<String, Object> parent, String key) {
    return parent.get(key) instanceof Map<?, ?> map ? TomlReader.cast(map) : Map.of();
  }

  /** Writes tables of values; a list of maps becomes an array of tables, a map a table (at most one level of each). Empty ones are left out. */
  public static String write(Map<String, ?> root) {
    var out = new StringBuilder();
    new java.util.TreeMap<String, Object>(root).forEach((key, value) -> {
      if (value instanceof Map<?, ?> table && !table.isEmpty()) {
        table(out, "[" + key(key) + "]", table);
      } else if (value instanceof List<?> list) {
        list.forEach(table -> table(out, "[[" + key(key) + "]]", (Map<?, ?>) table));
      } else if (!(value instanceof Map)) {
        throw new IllegalArgumentException("a top-level value of TOML must be a table: " + key);
      }
    });
    return out.toString();
  }

  private static void table(StringBuilder out, String head, Map<?, ?> table) {
    out.append(head).append('\n');
    table.forEach((key, value) -> out.append(key((String) key)).append(" = ").append(value(value)).append('\n'));
    out.append('\n');
  }

  private static String key(String key) {
    return key.matches("[A-Za-z0-9_-]+") ? key : quote(key);
  }

  private static String value(@Nullable Object value) {
    return switch (value) {
      case Boolean flag -> flag.toString();
      case Number number -> number.toString();
      case Collection<?> list -> "[" + String.join(", ", list.stream().map(Toml::value).toList()) + "]";
      case null -> "\"\"";
      default -> quote(value.toString());
    };
  }

  private static String quote(String text) {
    var out = new StringBuilder("\"");
    text.chars().forEach(c -> {
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\t' -> out.append("\\t");
        default -> out.append(c < ' ' || c == 0x7f ? String.format("\\u%04X", c) : String.valueOf((char) c));
      }
    });
    return out.append('"').toString();
  }
}
