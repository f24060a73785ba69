package dev.ingot.controller.registry.http;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One range of a body, both ends included. */
record ByteRange(long first, long last) {
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");
  private static final Pattern CHUNK = Pattern.compile("(?:bytes[ =])?(\\d{1,18})-(\\d{1,18})(?:/.*)?");

  /** What a `Range` header asks of a body. */
  sealed interface Asked {}

  /** The whole body: no header, or one we need not understand (RFC 9110, "Range": several ranges, other units). */
  record All() implements Asked {}

  /** Outside of the body. */
  record Unsatisfiable() implements Asked {}

  /** A part of the body. */
  record Part(ByteRange range) implements Asked {}

  long length() {
    return last - first + 1;
  }

  static Asked asked(String header, long size) {
    Matcher matcher = RANGE.matcher(header.strip());
    if (!matcher.matches() || (matcher.group(1).isEmpty() && matcher.group(2).isEmpty())) {
      return new All();
    }
    if (matcher.group(1).isEmpty()) {
      long suffix = Long.parseLong(matcher.group(2));
      return suffix == 0 || size == 0 ? new Unsatisfiable() : new Part(new ByteRange(Math.max(0, size - suffix), size - 1));
    }
    long first = Long.parseLong(matcher.group(1));
    long last = matcher.group(2).isEmpty() ? size - 1 : Math.min(Long.parseLong(matcher.group(2)), size - 1);
    return first >= size || last < first ? new Unsatisfiable() : new Part(new ByteRange(first, last));
  }

  /** A chunk's `Content-Range`, in the spec's form `0-41`; empty when it is malformed. */
  static Optional<ByteRange> chunk(String header) {
    Matcher matcher = CHUNK.matcher(header.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    ByteRange range = new ByteRange(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
    return range.last() < range.first() ? Optional.empty() : Optional.of(range);
  }
}
