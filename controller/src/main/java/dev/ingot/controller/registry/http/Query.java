package dev.ingot.controller.registry.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A query string. Taken apart here because asking the servlet container for parameters may eat a body sent as a form (curl does). */
record Query(List<String[]> pairs) {
  static Query parse(@Nullable String query) {
    List<String[]> pairs = new ArrayList<>();
    if (query != null) {
      for (String pair : query.split("&")) {
        String[] parts = pair.split("=", 2);
        pairs.add(new String[] {decode(parts[0]), parts.length == 2 ? decode(parts[1]) : ""});
      }
    }
    return new Query(pairs);
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  Optional<String> first(String name) {
    return all(name).stream().findFirst();
  }

  List<String> all(String name) {
    return pairs.stream().filter(pair -> pair[0].equals(name)).map(pair -> pair[1]).toList();
  }
}
