package dev.ingot.controller.auth.http;

import dev.ingot.controller.auth.BrowserSessions;
import dev.ingot.controller.http.Links;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** What the login pages have in common: who is logged in, where a login may lead, what a browser may do with a page. */
@Component
public class Pages {
  /** Where a login leads without anything else. */
  public static final String HOME = "/uaa/login";
  // No form-action: after a login the form's answer leads to the client's own site.
  private static final String POLICY = "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'";
  private static final Pattern NEXT = Pattern.compile("(?:/uaa)?/(?:oauth/authorize\\?[\\x21-\\x7e&&[^\\\\{}]]{1,4000}|passcode|login)");
  private final BrowserSessions sessions;
  private final Links links;

  Pages(BrowserSessions sessions, Links links) {
    this.sessions = sessions;
    this.links = links;
  }

  /** Whether a browser asks, that wants to see a page. */
  static boolean wanted(HttpServletRequest request) {
    return String.valueOf(request.getHeader("Accept")).contains("text/html");
  }

  /** The browser's session. */
  public Optional<BrowserSessions.Session> session(HttpServletRequest request) {
    return sessions.find(LoginCookie.read(request, LoginCookie.SESSION));
  }

  /** Starts a session for a user who proved who it is, in place of the one before. */
  public void open(String userGuid, HttpServletRequest request, HttpServletResponse response) {
    sessions.close(LoginCookie.read(request, LoginCookie.SESSION));
    LoginCookie.write(request, response, LoginCookie.SESSION, sessions.open(userGuid));
  }

  void close(HttpServletRequest request, HttpServletResponse response) {
    sessions.close(LoginCookie.read(request, LoginCookie.SESSION));
    LoginCookie.write(request, response, LoginCookie.SESSION, "");
  }

  /** Headers of every page. */
  public void protect(HttpServletResponse response) {
    response.setHeader("Content-Security-Policy", POLICY);
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("X-Frame-Options", "DENY");
    response.setHeader("Cache-Control", "no-store");
    response.addHeader("Vary", "Accept");
  }

  /** 403 for a form that another site sent. */
  void ownForm(HttpServletRequest request) {
    String site = request.getHeader("Sec-Fetch-Site");
    String origin = request.getHeader("Origin");
    if (site != null ? !site.equals("same-origin") && !site.equals("none") : origin != null && !origin.equalsIgnoreCase(links.origin())) {
      throw new UaaException(403, "access_denied", "This form does not come from our own page: open the page again");
    }
  }

  /** 403 for a form that does not carry the session's token. */
  void ownForm(HttpServletRequest request, BrowserSessions.Session session, String token) {
    ownForm(request);
    if (!MessageDigest.isEqual(session.formToken().getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8))) {
      throw new UaaException(403, "access_denied", "This form does not come from a page of this session: open the page again");
    }
  }

  /** Only to our own pages: a link to the login page must not lead elsewhere. */
  public static String next(String wanted) {
    return NEXT.matcher(wanted).matches() ? wanted : HOME;
  }

  /** Sends the browser to the login page, and from there on. */
  static String toLogin(String next, HttpServletResponse response) {
    return go("/uaa/login?next=" + URLEncoder.encode(next, StandardCharsets.UTF_8), response);
  }

  /** Sends the browser on; what a handler of a page returns then. Not by a `redirect:` view: what a client registered is sent as it is. */
  public static String go(String location, HttpServletResponse response) {
    response.setStatus(HttpServletResponse.SC_SEE_OTHER);
    response.setHeader("Location", location);
    return "uaa/empty";
  }
}
