package dev.ingot.controller.http;

import dev.ingot.api.common.Link;
import dev.ingot.controller.config.IngotProperties;
import jakarta.servlet.http.HttpServletRequest;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Absolute URLs on the origin the client itself used, as our router tells it in X-Forwarded-Proto and X-Forwarded-Host; outside a
 * request on `ingot.external-url`. Thread-safe.
 */
@Component
public class Links {
  private static final Pattern HOST = Pattern.compile("(?:[A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}\\])(?::[0-9]{1,5})?");
  /** A list has hundreds of links, all on one origin: it is found out once a request. */
  private static final String ORIGIN = Links.class.getName() + ".origin";
  private final String external;

  Links(IngotProperties properties) {
    String url = properties.externalUrl().toString();
    external = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  /** Scheme, host and port without a slash at the end: `http://localhost:8080`. */
  public String origin() {
    if (!(RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes)) {
      return external;
    }
    var request = attributes.getRequest();
    if (request.getAttribute(ORIGIN) instanceof String known) {
      return known;
    }
    String origin = origin(request);
    request.setAttribute(ORIGIN, origin);
    return origin;
  }

  /** The origin a request used; for doors outside of Spring MVC. */
  public String origin(HttpServletRequest request) {
    String forwarded = request.getHeader("X-Forwarded-Host");
    String host = forwarded == null ? request.getHeader("Host") : forwarded;
    if (host == null || !HOST.matcher(host).matches()) {
      return external;
    }
    return ("https".equalsIgnoreCase(request.getHeader("X-Forwarded-Proto")) ? "https://" : "http://") + host;
  }

  /** The path of the request in hand, as the client wrote it (still percent-encoded), without its query. */
  static String path() {
    return ((ServletRequestAttributes) RequestContextHolder.currentRequestAttributes()).getRequest().getRequestURI();
  }

  /** The absolute URL of a path that begins with a slash. */
  public String href(String path) {
    return origin() + path;
  }

  /** A link to be followed with GET. */
  public Link to(String path) {
    return new Link(href(path));
  }

  /** A link to be followed with another method. */
  public Link to(String path, String method) {
    return new Link(href(path), method);
  }
}
