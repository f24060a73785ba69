package dev.ingot.router.proxy;

import dev.ingot.router.table.Endpoint;
import dev.ingot.router.table.Route;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Sessions that stay with their instance (runtime-and-scheduling.md §3.6): an app that sets the cookie {@code JSESSIONID} gets {@code __VCAP_ID__} with the
 * instance's guid beside it; a request with both goes to that instance while it can serve.
 */
final class Sticky {
  private static final String SESSION = "JSESSIONID";
  private static final String INSTANCE = "__VCAP_ID__";
  private static final int MAX_VALUE = 100;

  private Sticky() {}

  /** The instance the request's session is with, or null. */
  static @Nullable String instance(HttpHeaders request) {
    String instance = null;
    boolean session = false;
    for (String header : request.getAll(HttpHeaderNames.COOKIE)) {
      if (!header.contains(INSTANCE) && !header.contains(SESSION)) {
        continue;
      }
      for (String pair : header.split(";")) {
        String cookie = pair.strip();
        if (cookie.startsWith(INSTANCE + "=")) {
          instance = cookie.substring(INSTANCE.length() + 1);
        }
        session |= cookie.startsWith(SESSION + "=");
      }
    }
    return session && instance != null && !instance.isEmpty() && instance.length() <= MAX_VALUE ? instance : null;
  }

  /** Adds the instance's cookie when the app begins a session, or when another instance than the session's had to serve. */
  static void answer(HttpHeaders response, @Nullable String wished, Route route, Endpoint served) {
    String session = null;
    for (String cookie : response.getAll(HttpHeaderNames.SET_COOKIE)) {
      if (cookie.startsWith(INSTANCE + "=")) {
        return;
      }
      if (cookie.startsWith(SESSION + "=")) {
        session = cookie;
      }
    }
    if (session == null && (wished == null || wished.equals(served.instanceGuid()))) {
      return;
    }
    StringBuilder cookie = new StringBuilder(INSTANCE).append('=').append(served.instanceGuid()).append("; Path=")
        .append(route.path().isEmpty() ? "/" : route.path()).append("; HttpOnly");
    if (session != null) {
      copy(session, cookie);
    }
    response.add(HttpHeaderNames.SET_COOKIE, cookie.toString());
  }

  /** As safe, and as long, as the session's own. */
  private static void copy(String session, StringBuilder cookie) {
    String[] parts = session.split(";");
    for (int i = 1; i < parts.length; i++) {
      String attribute = parts[i].strip();
      String name = attribute.indexOf('=') < 0 ? attribute : attribute.substring(0, attribute.indexOf('='));
      boolean taken = name.equalsIgnoreCase("Secure") || name.equalsIgnoreCase("SameSite") || name.equalsIgnoreCase("Expires") || name.equalsIgnoreCase("Partitioned")
          || name.equalsIgnoreCase("Max-Age") && (attribute.contains("=-") || attribute.endsWith("=0"));
      if (taken) {
        cookie.append("; ").append(attribute);
      }
    }
  }
}
