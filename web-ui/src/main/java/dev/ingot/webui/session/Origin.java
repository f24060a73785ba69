package dev.ingot.webui.session;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Locale;

/**
 * Where the browser thinks it is: the router tells by X-Forwarded-Proto and X-Forwarded-Host, else it is the request itself.
 *
 * @param host as the browser has it, with the port when it is not the scheme's own
 */
public record Origin(String scheme, String host) {
  public static Origin of(HttpServletRequest request) {
    return new Origin(first(request, "X-Forwarded-Proto", request.getScheme()).toLowerCase(Locale.ROOT),
        first(request, "X-Forwarded-Host", first(request, "Host", request.getServerName())).toLowerCase(Locale.ROOT));
  }

  /** Where the browser is: what our router says last in X-Forwarded-For, else the peer. */
  public static String address(HttpServletRequest request) {
    String forwarded = Collections.list(request.getHeaders("X-Forwarded-For")).stream().reduce((first, second) -> second).orElse("");
    String last = forwarded.substring(forwarded.lastIndexOf(',') + 1).strip();
    return last.matches("[0-9A-Fa-f:.]{2,45}") ? last : request.getRemoteAddr();
  }

  public boolean secure() {
    return scheme.equals("https");
  }

  /** `:8080`, or empty when it is the scheme's own port. */
  public String portSuffix() {
    int colon = host.lastIndexOf(':');
    return colon < 0 || host.endsWith("]") ? "" : host.substring(colon);
  }

  /** Whether an `Origin` header means this origin. */
  boolean sameAs(String header) {
    return header.equalsIgnoreCase(scheme + "://" + host);
  }

  private static String first(HttpServletRequest request, String header, String otherwise) {
    String value = request.getHeader(header);
    return value == null || value.isBlank() ? otherwise : value.split(",", 2)[0].strip();
  }
}
