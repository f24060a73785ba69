package dev.ingot.webui.session;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;

/** The cookie that names a session. Scripts cannot read it, other sites cannot send it with a form, only `/ui` gets it. */
public final class SessionCookie {
  private static final String NAME = "ingot_ui";

  private SessionCookie() {}

  static Optional<String> read(HttpServletRequest request) {
    if (request.getCookies() != null) {
      for (Cookie cookie : request.getCookies()) {
        if (cookie.getName().equals(NAME)) {
          return Optional.of(cookie.getValue());
        }
      }
    }
    return Optional.empty();
  }

  /** Gives the browser its session; over HTTPS it is never sent in clear. */
  public static void write(HttpServletRequest request, HttpServletResponse response, UiSession session) {
    add(request, response, session.id(), "");
  }

  /** Takes it back. */
  public static void clear(HttpServletRequest request, HttpServletResponse response) {
    add(request, response, "", "; Max-Age=0");
  }

  private static void add(HttpServletRequest request, HttpServletResponse response, String value, String more) {
    response.addHeader("Set-Cookie", NAME + "=" + value + "; Path=/ui; HttpOnly; SameSite=Lax" + (Origin.of(request).secure() ? "; Secure" : "") + more);
  }
}
