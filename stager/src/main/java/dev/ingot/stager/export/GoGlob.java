package dev.ingot.stager.export;

/** Go's `filepath.Match`: `*` and `?` do not match `/`; classes `[a-z]`, `[^a-z]`; `\` escapes; no `{}` and no `**`. */
final class GoGlob {
  private GoGlob() {}

  /** True when the whole name matches; a malformed pattern matches nothing. */
  static boolean matches(String pattern, String name) {
    return match(pattern, 0, name, 0);
  }

  private static boolean match(String p, int i, String s, int j) {
    while (i < p.length()) {
      char c = p.charAt(i);
      if (c == '*') {
        for (int k = j; k <= s.length(); k++) {
          if (match(p, i + 1, s, k)) {
            return true;
          }
          if (k < s.length() && s.charAt(k) == '/') {
            return false;
          }
        }
        return false;
      }
      if (j >= s.length()) {
        return false;
      }
      if (c == '[') {
        int end = classEnd(p, i);
        if (end < 0 || !inClass(p, i + 1, end, s.charAt(j))) {
          return false;
        }
        i = end + 1;
      } else if (c == '?') {
        if (s.charAt(j) == '/') {
          return false;
        }
        i++;
      } else {
        if (c == '\\' && ++i >= p.length() || p.charAt(i) != s.charAt(j)) {
          return false;
        }
        i++;
      }
      j++;
    }
    return j == s.length();
  }

  private static int classEnd(String p, int start) {
    int i = start + 1;
    if (i < p.length() && p.charAt(i) == '^') {
      i++;
    }
    int first = i;
    for (; i < p.length(); i++) {
      if (p.charAt(i) == '\\') {
        i++;
      } else if (p.charAt(i) == ']' && i > first) {
        return i;
      }
    }
    return -1;
  }

  private static boolean inClass(String p, int i, int end, char c) {
    boolean negated = p.charAt(i) == '^';
    if (negated) {
      i++;
    }
    boolean found = false;
    while (i < end) {
      if (p.charAt(i) == '-' || p.charAt(i) == ']') {
        // must be escaped, as Go has it
        return false;
      }
      if (p.charAt(i) == '\\') {
        i++;
      }
      char low = p.charAt(i++);
      char high = low;
      if (i + 1 < end && p.charAt(i) == '-') {
        i++;
        if (p.charAt(i) == '\\') {
          i++;
        }
        high = p.charAt(i++);
      }
      found |= low <= c && c <= high;
    }
    return found != negated && c != '/';
  }
}
