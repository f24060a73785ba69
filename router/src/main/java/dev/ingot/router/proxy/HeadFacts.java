package dev.ingot.router.proxy;

import org.jspecify.annotations.Nullable;

/** What must be known of a head's lines to tell whether everybody would frame the request alike. */
final class HeadFacts {
  private boolean http10;
  private int hosts;
  private int lengths;
  private int codings;

  @Nullable Rejection requestLine(String line) {
    int first = line.indexOf(' ');
    int last = line.lastIndexOf(' ');
    if (first <= 0 || last == first || line.indexOf(' ', first + 1) != last || !isToken(line, first)) {
      return Rejection.bad("the request line is not \"METHOD target HTTP/1.1\"");
    }
    String version = line.substring(last + 1);
    http10 = version.equals("HTTP/1.0");
    if (!http10 && !version.equals("HTTP/1.1")) {
      return Rejection.bad("the protocol is neither HTTP/1.0 nor HTTP/1.1");
    }
    return line.indexOf('\t') < 0 ? null : Rejection.bad("the request line contains a tab");
  }

  @Nullable Rejection header(String line) {
    if (line.charAt(0) == ' ' || line.charAt(0) == '\t') {
      return Rejection.bad("a header is folded over several lines");
    }
    int colon = line.indexOf(':');
    if (colon <= 0 || !isToken(line, colon)) {
      return Rejection.bad("a header line is not \"Name: value\"");
    }
    return switch (colon) {
      case 4 -> named(line, "host") ? host() : null;
      case 14 -> named(line, "content-length") ? length(line.substring(colon + 1).strip()) : null;
      case 17 -> named(line, "transfer-encoding") ? coding(line.substring(colon + 1).strip()) : null;
      default -> null;
    };
  }

  @Nullable Rejection conclude() {
    if (codings > 0 && lengths > 0) {
      return Rejection.bad("the request has both Content-Length and Transfer-Encoding");
    }
    if (codings > 0 && http10) {
      return Rejection.bad("an HTTP/1.0 request has a Transfer-Encoding");
    }
    return hosts == 0 ? new Rejection(400, "empty_host", "the request has no Host header") : null;
  }

  private @Nullable Rejection host() {
    return ++hosts == 1 ? null : Rejection.bad("the request has several Host headers");
  }

  private @Nullable Rejection length(String value) {
    if (++lengths > 1) {
      return Rejection.bad("the request has several Content-Length headers");
    }
    boolean digits = !value.isEmpty() && value.length() <= 18 && value.chars().allMatch(c -> c >= '0' && c <= '9');
    return digits ? null : Rejection.bad("the Content-Length is not a number of bytes");
  }

  private @Nullable Rejection coding(String value) {
    boolean known = ++codings == 1 && value.equalsIgnoreCase("chunked");
    return known ? null : Rejection.bad("the only Transfer-Encoding understood is chunked, once");
  }

  private static boolean named(String line, String name) {
    return line.regionMatches(true, 0, name, 0, name.length());
  }

  private static boolean isToken(String line, int end) {
    for (int i = 0; i < end; i++) {
      char c = line.charAt(i);
      boolean word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!word && "!#$%&'*+-.^_`|~".indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }
}
