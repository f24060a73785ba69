package dev.ingot.buildpacks.kit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The reading half of {@link Toml}: one pass over the text. */
final class TomlReader {
  private static final int DEPTH = 50;
  private final String text;
  private int at;

  TomlReader(String text) {
    this.text = text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  Map<String, Object> read() {
    var root = new LinkedHashMap<String, Object>();
    Map<String, Object> current = root;
    for (blank(); at < text.length(); blank()) {
      if (text.startsWith("[[", at)) {
        at += 2;
        current = element(root, keys());
        expect("]]");
      } else if (peek() == '[') {
        at++;
        current = descend(root, keys());
        expect("]");
      } else {
        pair(current, 0);
      }
      endOfLine();
    }
    return root;
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> cast(Map<?, ?> map) {
    return (Map<String, Object>) map;
  }

  private Map<String, Object> element(Map<String, Object> root, List<String> path) {
    var parent = descend(root, path.subList(0, path.size() - 1));
    if (!(parent.computeIfAbsent(path.getLast(), key -> new ArrayList<Object>()) instanceof List<?> list)) {
      throw bad(path.getLast() + " is not an array of tables");
    }
    var table = new LinkedHashMap<String, Object>();
    add(list, table);
    return table;
  }

  @SuppressWarnings("unchecked")
  private static void add(List<?> list, Object value) {
    ((List<Object>) list).add(value);
  }

  private Map<String, Object> descend(Map<String, Object> from, List<String> path) {
    var table = from;
    for (var key : path) {
      var next = table.computeIfAbsent(key, k -> new LinkedHashMap<String, Object>());
      if (next instanceof List<?> list && !list.isEmpty()) {
        next = list.getLast();
      }
      if (!(next instanceof Map<?, ?> map)) {
        throw bad(key + " is a value and a table");
      }
      table = cast(map);
    }
    return table;
  }

  private void pair(Map<String, Object> table, int depth) {
    var path = keys();
    expect("=");
    spaces();
    var value = value(depth);
    if (descend(table, path.subList(0, path.size() - 1)).putIfAbsent(path.getLast(), value) != null) {
      throw bad(path.getLast() + " is given twice");
    }
  }

  private List<String> keys() {
    var path = new ArrayList<String>();
    do {
      spaces();
      path.add(key());
      spaces();
    } while (take("."));
    return path;
  }

  private String key() {
    if (peek() == '"' || peek() == '\'') {
      return string();
    }
    int start = at;
    while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || "-_".indexOf(text.charAt(at)) >= 0)) {
      at++;
    }
    if (start == at) {
      throw bad("a name is missing");
    }
    return text.substring(start, at);
  }

  private Object value(int depth) {
    if (depth > DEPTH) {
      throw bad("nested more than " + DEPTH + " levels");
    }
    return switch (peek()) {
      case '"', '\'' -> string();
      case '[' -> array(depth);
      case '{' -> inline(depth);
      default -> scalar();
    };
  }

  private List<Object> array(int depth) {
    var list = new ArrayList<Object>();
    at++;
    for (blank(); !take("]"); blank()) {
      list.add(value(depth + 1));
      blank();
      if (!take(",") && peek() != ']') {
        throw bad("',' or ']' is missing");
      }
    }
    return list;
  }

  private Map<String, Object> inline(int depth) {
    var table = new LinkedHashMap<String, Object>();
    at++;
    for (spaces(); !take("}"); spaces()) {
      pair(table, depth + 1);
      spaces();
      if (!take(",") && peek() != '}') {
        throw bad("',' or '}' is missing");
      }
    }
    return table;
  }

  private Object scalar() {
    int start = at;
    while (at < text.length() && ",]}#\r\n".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    var word = text.substring(start, at).strip();
    var digits = word.replace("_", "");
    if (word.equals("true") || word.equals("false")) {
      return Boolean.valueOf(word);
    }
    if (digits.matches("[+-]?\\d{1,18}")) {
      return Long.valueOf(digits);
    }
    if (digits.matches("[+-]?\\d+(\\.\\d+)?([eE][+-]?\\d+)?")) {
      return Double.valueOf(digits);
    }
    if (word.matches("\\d{4}-\\d\\d-\\d\\d.*|\\d\\d:\\d\\d.*")) {
      return word;
    }
    throw bad("'" + word + "' is not a value");
  }

  private String string() {
    var quote = text.substring(at, at + 1);
    var fence = text.startsWith(quote.repeat(3), at) ? quote.repeat(3) : quote;
    at += fence.length();
    if (fence.length() == 3 && !take("\n")) {
      take("\r\n");
    }
    var out = new StringBuilder();
    while (!closes(fence)) {
      char c = peek();
      if (fence.length() == 1 && (c == '\n' || c == '\r')) {
        throw bad("a string is not closed on its line");
      }
      at++;
      if (c == '\\' && quote.equals("\"")) {
        escape(out);
      } else {
        out.append(c);
      }
    }
    at += fence.length();
    return out.toString();
  }

  /** Up to two quotes may stand right before the closing three. */
  private boolean closes(String fence) {
    return text.startsWith(fence, at) && (fence.length() == 1 || !text.startsWith(fence, at + 1));
  }

  private void escape(StringBuilder out) {
    char c = peek();
    at++;
    switch (c) {
      case '"', '\\' -> out.append(c);
      case 'b' -> out.append('\b');
      case 'f' -> out.append('\f');
      case 'n' -> out.append('\n');
      case 'r' -> out.append('\r');
      case 't' -> out.append('\t');
      case 'u' -> out.appendCodePoint(hex(4));
      case 'U' -> out.appendCodePoint(hex(8));
      case ' ', '\t', '\r', '\n' -> continued();
      default -> throw bad("unknown escape \\" + c);
    }
  }

  private void continued() {
    while (Character.isWhitespace(peek())) {
      at++;
    }
  }

  private int hex(int digits) {
    if (at + digits > text.length() || !text.substring(at, at + digits).matches("[0-9a-fA-F]+")) {
      throw bad("an escape without " + digits + " hex digits");
    }
    at += digits;
    long code = Long.parseLong(text.substring(at - digits, at), 16);
    if (code > Character.MAX_CODE_POINT) {
      throw bad("an escape beyond Unicode");
    }
    return (int) code;
  }

  private void blank() {
    while (at < text.length()) {
      if (text.charAt(at) == '#') {
        at = text.indexOf('\n', at) < 0 ? text.length() : text.indexOf('\n', at);
      } else if (Character.isWhitespace(text.charAt(at))) {
        at++;
      } else {
        return;
      }
    }
  }

  private void spaces() {
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
  }

  private void endOfLine() {
    spaces();
    if (at < text.length() && "#\r\n".indexOf(text.charAt(at)) < 0) {
      throw bad("text after the value");
    }
  }

  private char peek() {
    if (at >= text.length()) {
      throw bad("it ends too early");
    }
    return text.charAt(at);
  }

  private boolean take(String word) {
    if (!text.startsWith(word, at)) {
      return false;
    }
    at += word.length();
    return true;
  }

  private void expect(String word) {
    spaces();
    if (!take(word)) {
      throw bad("'" + word + "' is missing");
    }
  }

  private BuildFailure bad(String why) {
    var line = text.substring(0, Math.min(at, text.length())).chars().filter(c -> c == '\n').count() + 1;
    return new BuildFailure("not TOML at line " + line + ": " + why + ".");
  }
}
