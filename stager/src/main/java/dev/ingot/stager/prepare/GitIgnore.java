package dev.ingot.stager.prepare;

import java.util.ArrayList;
import java.util.List;

/**
 * Patterns with the meaning they have in `.gitignore`: the last that matches decides, `!` takes back, a final `/` means directories only,
 * a `/` anywhere else anchors, `**` crosses directories, `*`, `?` and `[…]` do not. What is below a matched directory is matched. Matching
 * takes time in proportion to pattern × path. Source: gitignore(5), "PATTERN FORMAT".
 */
final class GitIgnore {
  private final List<Pattern> patterns = new ArrayList<>();

  private record Pattern(List<String> segments, boolean negated, boolean directory) {}

  GitIgnore(List<String> lines) {
    for (String line : lines) {
      add(line);
    }
  }

  private void add(String line) {
    String text = withoutTrailingBlanks(line);
    if (text.isEmpty() || text.startsWith("#")) {
      return;
    }
    boolean negated = text.startsWith("!");
    text = negated ? text.substring(1) : text;
    boolean directory = text.endsWith("/");
    text = directory ? text.substring(0, text.length() - 1) : text;
    boolean anchored = text.contains("/");
    text = text.startsWith("/") ? text.substring(1) : text;
    if (text.isEmpty()) {
      return;
    }
    var segments = new ArrayList<>(List.of(text.split("/+")));
    if (!anchored) {
      segments.addFirst("**");
    }
    patterns.add(new Pattern(segments, negated, directory));
  }

  private static String withoutTrailingBlanks(String line) {
    int end = line.length();
    while (end > 0 && (line.charAt(end - 1) == ' ' || line.charAt(end - 1) == '\t' || line.charAt(end - 1) == '\r') && !(end > 1 && line.charAt(end - 2) == '\\')) {
      end--;
    }
    return line.substring(0, end);
  }

  /**
   * What the patterns say of this path alone; the caller asks for its directories first.
   *
   * @param path segments, relative to where the patterns belong
   * @return true = matched, false = matched by none, or taken back
   */
  boolean matches(List<String> path, boolean directory) {
    for (Pattern pattern : patterns.reversed()) {
      if ((directory || !pattern.directory) && segments(pattern.segments, path)) {
        return !pattern.negated;
      }
    }
    return false;
  }

  /** Same idea as for one segment: go back to the last `**` only. */
  private static boolean segments(List<String> pattern, List<String> path) {
    int p = 0;
    int s = 0;
    int star = -1;
    int from = 0;
    while (s < path.size()) {
      if (p < pattern.size() && pattern.get(p).equals("**")) {
        if (p == pattern.size() - 1) {
          return true;
        }
        star = p++;
        from = s;
      } else if (p < pattern.size() && segment(pattern.get(p), path.get(s))) {
        p++;
        s++;
      } else if (star >= 0) {
        p = star + 1;
        s = ++from;
      } else {
        return false;
      }
    }
    return p == pattern.size();
  }

  private static boolean segment(String pattern, String name) {
    int p = 0;
    int n = 0;
    int star = -1;
    int from = 0;
    while (n < name.length()) {
      int next = p < pattern.length() && pattern.charAt(p) != '*' ? one(pattern, p, name.charAt(n)) : -1;
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        from = n;
      } else if (next > 0) {
        p = next;
        n++;
      } else if (star >= 0) {
        p = star + 1;
        n = ++from;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  /** Where the pattern goes on after its element at `p` matched `c`; -1 = it does not match. */
  private static int one(String pattern, int p, char c) {
    char element = pattern.charAt(p);
    if (element == '?') {
      return p + 1;
    }
    if (element == '\\' && p + 1 < pattern.length()) {
      return pattern.charAt(p + 1) == c ? p + 2 : -1;
    }
    if (element == '[') {
      int end = end(pattern, p);
      if (end > 0) {
        return inside(pattern.substring(p + 1, end), c) ? end + 1 : -1;
      }
    }
    return element == c ? p + 1 : -1;
  }

  /** The `]` that ends the class at `p`; -1 = there is none, and `[` is itself. */
  private static int end(String pattern, int p) {
    int i = p + 1;
    if (i < pattern.length() && (pattern.charAt(i) == '!' || pattern.charAt(i) == '^')) {
      i++;
    }
    for (i++; i < pattern.length(); i++) {
      if (pattern.charAt(i) == ']') {
        return i;
      }
    }
    return -1;
  }

  private static boolean inside(String set, char c) {
    boolean not = set.startsWith("!") || set.startsWith("^");
    String members = not ? set.substring(1) : set;
    boolean found = false;
    for (int i = 0; i < members.length(); i++) {
      if (i + 2 < members.length() && members.charAt(i + 1) == '-') {
        found |= members.charAt(i) <= c && c <= members.charAt(i + 2);
        i += 2;
      } else {
        found |= members.charAt(i) == c;
      }
    }
    return found != not;
  }
}
