package dev.ingot.stager.export;

/** Go's `filepath.Match`: `*` and `?` do not match `/`; classes `[a-z]`, `[^a-z]`; `\` escapes; no `{}` and no `**`. */
final class GoGlob {
  private GoGlob() {}

  /** True when the whole name matches; a malformed pattern matches nothing. Takes time in proportion to pattern × name. */
  static boolean matches(String pattern, String name) {
    int p = 0;
    int n = 0;
    int star = -1;
    int from = 0;
    while (n < name.length() || p < pattern.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        from = n;
        continue;
      }
      int next = p < pattern.length() && n < name.length() ? one(pattern, p, name.charAt(n)) : -1;
      if (next > 0) {
        p = next;
        n++;
      } else if (star >= 0 && from < name.length() && name.charAt(from) != '/') {
        // only the last star: what those before it matched ends at the same place, or before the same slash
        p = star + 1;
        n = ++from;
      } else {
        return false;
      }
    }
    return true;
  }

  /** Where the pattern goes on after its element at `p` matched `c`; -1 = it does not match. */
  private static int one(String pattern, int p, char c) {
    return switch (pattern.charAt(p)) {
      case '?' -> c == '/' ? -1 : p + 1;
      case '[' -> {
        int end = classEnd(pattern, p);
        yield end > 0 && inClass(pattern, p + 1, end, c) ? end + 1 : -1;
      }
      case '\\' -> p + 1 < pattern.length() && pattern.charAt(p + 1) == c ? p + 2 : -1;
      default -> pattern.charAt(p) == c ? p + 1 : -1;
    };
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
