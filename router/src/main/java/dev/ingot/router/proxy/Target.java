package dev.ingot.router.proxy;

import org.jspecify.annotations.Nullable;

/**
 * What a request asks for.
 *
 * @param authority the host and port as sent
 * @param host lower case, without port, without a dot at the end
 * @param port as sent, −1 = none
 * @param path without query, for matching only
 * @param uri path and query, as it goes to the backend
 */
record Target(String authority, String host, int port, String path, String uri) {

  /** Reads a target, or answers null if it or the host is malformed. {@code OPTIONS *} has the path {@code /}. */
  static @Nullable Target parse(String method, String requestTarget, String hostHeader) {
    String authority = hostHeader;
    String uri = requestTarget;
    int scheme = requestTarget.indexOf("://");
    if (!requestTarget.startsWith("/") && scheme > 0) {
      // RFC 9112 §3.2.2: the absolute form's host replaces the Host header.
      int slash = firstOf(requestTarget, scheme + 3);
      authority = requestTarget.substring(scheme + 3, slash);
      uri = requestTarget.substring(slash);
      uri = uri.startsWith("/") ? uri : "/" + uri;
      String name = requestTarget.substring(0, scheme);
      if (!name.equalsIgnoreCase("http") && !name.equalsIgnoreCase("https")) {
        return null;
      }
    }
    boolean star = uri.equals("*") && method.equals("OPTIONS");
    if ((!uri.startsWith("/") && !star) || uri.indexOf('#') >= 0) {
      return null;
    }
    int query = uri.indexOf('?');
    String path = star ? "/" : query < 0 ? uri : uri.substring(0, query);
    return HostName.parse(authority, path, uri);
  }

  private static int firstOf(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) == '/' || text.charAt(i) == '?') {
        return i;
      }
    }
    return text.length();
  }
}
