package dev.ingot.router.proxy;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Recognises the controller's inside doors ({@code /internal/…}), which no request from outside may reach, however it is written: doubled or
 * back slashes, dot segments, path parameters and percent escapes (also escaped twice) are undone first.
 */
final class InsideDoor {
  private InsideDoor() {}

  static boolean leadsTo(String path) {
    String plain = decoded(path);
    Deque<String> segments = new ArrayDeque<>();
    for (String raw : plain.replace('\\', '/').split("/")) {
      String segment = raw.contains(";") ? raw.substring(0, raw.indexOf(';')) : raw;
      if (segment.isEmpty() || segment.equals(".")) {
        continue;
      }
      if (segment.equals("..")) {
        segments.pollLast();
      } else {
        // Whichever way dot segments and parameters are resolved behind us, a path that starts there at any point is refused.
        if (segments.isEmpty() && segment.strip().equalsIgnoreCase("internal")) {
          return true;
        }
        segments.addLast(segment);
      }
    }
    return false;
  }

  private static String decoded(String path) {
    String text = path;
    for (int round = 0; round < 3 && text.indexOf('%') >= 0; round++) {
      text = decodedOnce(text);
    }
    return text;
  }

  private static String decodedOnce(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int high = c == '%' && i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
      int low = high < 0 ? -1 : Character.digit(text.charAt(i + 2), 16);
      if (low >= 0) {
        out.append((char) (high * 16 + low));
        i += 2;
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }
}
