package dev.ingot.buildpacks.kit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON (RFC 8259) into maps, lists, strings, doubles, booleans and null. Nesting is limited to 200 levels. A key that comes twice: the last one counts.
 */
public final class Json {
  private static final int DEPTH = 200;
  private final String text;
  private int at;

  private Json(String text) {
    this.text = text;
  }

  /** @throws BuildFailure when the text is not one JSON value; the message gives the line */
  public static @Nullable Object parse(String text) {
    var json = new Json(text);
    json.at = text.startsWith("\uFEFF") ? 1 : 0;
    var value = json.value(0);
    json.space();
    if (json.at < text.length()) {
      throw json.bad("text after the end");
    }
    return value;
  }

  /** The object in a text. @param what its name for the error: {@code package.json} */
  public static Map<String, Object> object(String text, String what) {
    try {
      if (parse(text) instanceof Map<?, ?> map) {
        return cast(map);
      }
    } catch (BuildFailure bad) {
      throw new BuildFailure("Reading " + what + " failed: " + bad.getMessage() + " Correct it and push again.", bad);
    }
    throw new BuildFailure("Reading " + what + " failed: it is not a JSON object. Correct it and push again.");
  }

  /** The member object, or an empty map when it is missing or something else. */
  public static Map<String, Object> object(Map<String, Object> parent, String key) {
    return parent.get(key) instanceof Map<?, ?> map ? cast(map) : Map.of();
  }

  /** The member string, or empty when it is missing or something else. */
  public static String string(Map<String, Object> parent, String key) {
    return parent.get(key) instanceof String string ? string : "";
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> cast(Map<?, ?> map) {
    return (Map<String, Object>) map;
  }

  private @Nullable Object value(int depth) {
    space();
    if (depth > DEPTH) {
      throw bad("nested more than " + DEPTH + " levels");
    }
    return switch (peek()) {
      case '{' -> members(depth);
      case '[' -> elements(depth);
      case '"' -> string();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case 'n' -> word("null", null);
      default -> number();
    };
  }

  private Map<String, @Nullable Object> members(int depth) {
    var map = new LinkedHashMap<String, @Nullable Object>();
    at++;
    for (space(); !take('}'); space()) {
      if (!map.isEmpty()) {
        expect(',');
        space();
      }
      if (peek() != '"') {
        throw bad("a name in quotes is missing");
      }
      var key = string();
      space();
      expect(':');
      map.put(key, value(depth + 1));
    }
    return map;
  }

  private List<@Nullable Object> elements(int depth) {
    var list = new ArrayList<@Nullable Object>();
    at++;
    for (space(); !take(']'); space()) {
      if (!list.isEmpty()) {
        expect(',');
      }
      list.add(value(depth + 1));
    }
    return list;
  }

  private String string() {
    int start = ++at;
    while (peek() != '"' && peek() != '\\') {
      control();
    }
    if (peek() == '"') {
      return text.substring(start, at++);
    }
    var out = new StringBuilder(text.substring(start, at));
    while (peek() != '"') {
      if (peek() == '\\') {
        at++;
        out.append(escape());
      } else {
        out.append(peek());
        control();
      }
    }
    at++;
    return out.toString();
  }

  private void control() {
    if (peek() < ' ') {
      throw bad("a string is not closed on its line");
    }
    at++;
  }

  private char escape() {
    char c = peek();
    at++;
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> throw bad("unknown escape \\" + c);
    };
  }

  private char unicode() {
    if (at + 4 > text.length() || !text.substring(at, at + 4).matches("[0-9a-fA-F]{4}")) {
      throw bad("\\u without four hex digits");
    }
    at += 4;
    return (char) Integer.parseInt(text, at - 4, at, 16);
  }

  private Double number() {
    int start = at;
    while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    var word = text.substring(start, at);
    if (!word.matches("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?")) {
      throw bad("a value is missing or not JSON");
    }
    return Double.valueOf(word);
  }

  private @Nullable Object word(String word, @Nullable Object value) {
    if (!text.startsWith(word, at)) {
      throw bad("an unknown word");
    }
    at += word.length();
    return value;
  }

  private void space() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private char peek() {
    if (at >= text.length()) {
      throw bad("it ends too early");
    }
    return text.charAt(at);
  }

  private boolean take(char c) {
    if (peek() != c) {
      return false;
    }
    at++;
    return true;
  }

  private void expect(char c) {
    if (!take(c)) {
      throw bad("'" + c + "' is missing");
    }
  }

  private BuildFailure bad(String why) {
    var line = text.substring(0, Math.min(at, text.length())).chars().filter(c -> c == '\n').count() + 1;
    return new BuildFailure("not JSON at line " + line + ": " + why + ".");
  }
}
