package dev.ingot.webui.session;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * Stands before every page: tells the browser what it may load, sends strangers to the sign-in page, and lets a request change something
 * only when it comes from our own page (same origin, and the session's form token).
 */
public final class PageGuard implements Filter {
  /** Field of every form, and header of every htmx request, that holds the session's form token. */
  public static final String FORM_TOKEN = "form_token";
  private static final String FORM_TOKEN_HEADER = "X-Form-Token";
  private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
      + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  private final Sessions sessions;

  public PageGuard(Sessions sessions) {
    this.sessions = sessions;
  }

  @Override
  public void doFilter(ServletRequest plainRequest, ServletResponse plainResponse, FilterChain chain) throws IOException, ServletException {
    HttpServletRequest request = (HttpServletRequest) plainRequest;
    HttpServletResponse response = (HttpServletResponse) plainResponse;
    protect(response);
    String path = request.getRequestURI();
    if (path.startsWith("/ui/assets/")) {
      chain.doFilter(request, response);
      return;
    }
    response.setHeader("Cache-Control", "no-store");
    Optional<UiSession> session = SessionCookie.read(request).flatMap(sessions::find);
    session.ifPresent(found -> found.attach(request));
    boolean signIn = path.equals("/ui/signin");
    if (changes(request) && !(sameOrigin(request) && (signIn || session.isEmpty() || hasToken(request, session.get())))) {
      response.sendError(HttpServletResponse.SC_FORBIDDEN, "This form does not come from a page of this session: open the page again");
    } else if (session.isEmpty() && !signIn) {
      askToSignIn(request, response);
    } else {
      chain.doFilter(request, response);
    }
  }

  private static void protect(HttpServletResponse response) {
    response.setHeader("Content-Security-Policy", POLICY);
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Referrer-Policy", "same-origin");
    response.setHeader("X-Frame-Options", "DENY");
    response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
  }

  private static boolean changes(HttpServletRequest request) {
    return !request.getMethod().equals("GET") && !request.getMethod().equals("HEAD");
  }

  private static boolean sameOrigin(HttpServletRequest request) {
    String site = request.getHeader("Sec-Fetch-Site");
    if (site != null) {
      return site.equals("same-origin") || site.equals("none");
    }
    String origin = request.getHeader("Origin");
    return origin == null || Origin.of(request).sameAs(origin);
  }

  private static boolean hasToken(HttpServletRequest request, UiSession session) {
    String token = request.getHeader(FORM_TOKEN_HEADER) == null ? request.getParameter(FORM_TOKEN) : request.getHeader(FORM_TOKEN_HEADER);
    return token != null && MessageDigest.isEqual(token.getBytes(StandardCharsets.UTF_8), session.formToken().getBytes(StandardCharsets.UTF_8));
  }

  /** A page is redirected; a part of a page, asked for by htmx, tells htmx to go there. */
  private static void askToSignIn(HttpServletRequest request, HttpServletResponse response) throws IOException {
    if (request.getHeader("HX-Request") != null) {
      response.setHeader("HX-Redirect", "/ui/signin");
      response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
    } else if (String.valueOf(request.getHeader("Accept")).contains("text/event-stream")) {
      response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
    } else {
      String back = request.getMethod().equals("GET") && !request.getRequestURI().equals("/ui")
          ? "?next=" + URLEncoder.encode(request.getRequestURI(), StandardCharsets.UTF_8) : "";
      response.setStatus(HttpServletResponse.SC_SEE_OTHER);
      response.setHeader("Location", "/ui/signin" + back);
    }
  }
}
