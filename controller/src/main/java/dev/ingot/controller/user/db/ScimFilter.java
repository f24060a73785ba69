package dev.ingot.controller.user.db;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A filter of SCIM (RFC 7644 §3.4.2.2) over single attributes: comparisons, `pr`, `and`, `or`, `not`, parentheses. Immutable. */
public sealed interface ScimFilter {
  /** Longest filter in characters, and deepest nesting of parentheses. */
  int MAX_LENGTH = 8000;
  int MAX_DEPTH = 20;

  /** An attribute compared with a value; `value` is "" for `pr`. */
  record Comparison(String attribute, String operator, String value) implements ScimFilter {}

  /** All must hold. */
  record All(List<ScimFilter> parts) implements ScimFilter {}

  /** One must hold. */
  record Any(List<ScimFilter> parts) implements ScimFilter {}

  /** It must not hold. */
  record Not(ScimFilter part) implements ScimFilter {}

  /** Reads a filter; IllegalArgumentException, with what is wrong, for one that is none. */
  static ScimFilter parse(String text) {
    return new Parser(text).parse();
  }

  /** Recursive descent over the tokens. */
  final class Parser {
    private static final Pattern TOKEN = Pattern.compile("\\s*(\\(|\\)|\"(?:[^\"\\\\]|\\\\.)*\"|[^\\s()\"]+)");
    private static final Set<String> OPERATORS = Set.of("eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le");
    private final List<String> tokens = new ArrayList<>();
    private int next;
    private int depth;

    private Parser(String text) {
      if (text.length() > MAX_LENGTH) {
        throw new IllegalArgumentException("it is longer than " + MAX_LENGTH + " characters");
      }
      Matcher matcher = TOKEN.matcher(text);
      int end = 0;
      while (end < text.length() && matcher.region(end, text.length()).lookingAt()) {
        tokens.add(matcher.group(1));
        end = matcher.end();
      }
      if (!text.substring(end).isBlank()) {
        throw new IllegalArgumentException("it cannot be read from character " + (end + 1));
      }
    }

    private ScimFilter parse() {
      var filter = any();
      if (next < tokens.size()) {
        throw new IllegalArgumentException("'" + tokens.get(next) + "' is not expected");
      }
      return filter;
    }

    private ScimFilter any() {
      var parts = new ArrayList<>(List.of(all()));
      while (word("or")) {
        parts.add(all());
      }
      return parts.size() == 1 ? parts.getFirst() : new Any(parts);
    }

    private ScimFilter all() {
      var parts = new ArrayList<>(List.of(one()));
      while (word("and")) {
        parts.add(one());
      }
      return parts.size() == 1 ? parts.getFirst() : new All(parts);
    }

    private ScimFilter one() {
      if (word("not")) {
        deeper();
        var negated = new Not(one());
        depth--;
        return negated;
      }
      if (word("(")) {
        deeper();
        var inner = any();
        if (!word(")")) {
          throw new IllegalArgumentException("a ')' is missing");
        }
        depth--;
        return inner;
      }
      String attribute = take("an attribute").toLowerCase(Locale.ROOT);
      if (word("pr")) {
        return new Comparison(attribute, "pr", "");
      }
      String operator = take("an operator").toLowerCase(Locale.ROOT);
      if (!OPERATORS.contains(operator)) {
        throw new IllegalArgumentException("'" + operator + "' is no operator");
      }
      return new Comparison(attribute, operator, value(take("a value")));
    }

    private void deeper() {
      if (++depth > MAX_DEPTH) {
        throw new IllegalArgumentException("it is nested deeper than " + MAX_DEPTH);
      }
    }

    private static String value(String token) {
      return token.startsWith("\"") ? token.substring(1, token.length() - 1).replaceAll("\\\\(.)", "$1") : token;
    }

    private String take(String what) {
      if (next >= tokens.size() || tokens.get(next).equals("(") || tokens.get(next).equals(")")) {
        throw new IllegalArgumentException(what + " is missing");
      }
      return tokens.get(next++);
    }

    private boolean word(String word) {
      boolean here = next < tokens.size() && tokens.get(next).equalsIgnoreCase(word);
      if (here) {
        next++;
      }
      return here;
    }
  }
}
