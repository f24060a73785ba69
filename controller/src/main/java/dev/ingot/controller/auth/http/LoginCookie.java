package dev.ingot.controller.auth.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Cookies of the login pages. Scripts cannot read them; over HTTPS they are never sent in clear. */
public final class LoginCookie {
  /** Names the browser's session. */
  public static final String SESSION = "ingot_login";

  private LoginCookie() {}

  /** The cookie's value, or "". */
  public static String read(HttpServletRequest request, String name) {
    if (request.getCookies() != null) {
      for (var cookie : request.getCookies()) {
        if (cookie.getName().equals(name)) {
          return cookie.getValue();
        }
      }
    }
    return "";
  }

  /** Sets it; an empty value deletes it. */
  public static void write(HttpServletRequest request, HttpServletResponse response, String name, String value) {
    boolean secure = request.isSecure() || "https".equalsIgnoreCase(request.getHeader("X-Forwarded-Proto"));
    response.addHeader("Set-Cookie", name + "=" + value + "; Path=/; HttpOnly; SameSite=Lax" + (secure ? "; Secure" : "") + (value.isEmpty() ? "; Max-Age=0" : ""));
  }
}
