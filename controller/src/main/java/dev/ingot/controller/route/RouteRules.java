package dev.ingot.controller.route;

import dev.ingot.api.error.ApiException;
import dev.ingot.controller.config.IngotProperties;
import dev.ingot.controller.route.db.RouteDomains.Domain;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Rules for hosts, paths and destinations of routes (source: CF v3 API, "Routes"). */
@Component
public class RouteRules {
  private static final Pattern HOST = Pattern.compile("[\\w-]+|\\*");
  private static final Pattern PATH = Pattern.compile("(?:/[!$&'()*+,;=:@%\\w.~-]+)+");
  private static final int MAX_HOST = 63;
  private static final int MAX_PATH = 128;
  private static final int MAX_NAME = 253;
  private static final Set<String> PROTOCOLS = Set.of("http1", "http2", "tcp");
  private static final Set<String> OURS = Set.of("api", "uaa", "login", "log-cache", "doppler", "ssh", "registry");

  private final String systemDomain;

  RouteRules(IngotProperties properties) {
    this.systemDomain = properties.systemDomain();
  }

  /** The host in lower case, empty for none; 422 when a route of this domain cannot have it. */
  public String host(@Nullable String asked, Domain domain) {
    String host = asked == null ? "" : asked.toLowerCase(Locale.ROOT);
    if (host.length() > MAX_HOST) {
      throw ApiException.unprocessable("Host is too long (maximum is " + MAX_HOST + " characters)");
    }
    if (!host.isEmpty() && !HOST.matcher(host).matches()) {
      throw ApiException.unprocessable("Host must be either \"*\" or contain only alphanumeric characters, \"_\", or \"-\"");
    }
    if (host.isEmpty() && domain.organizationGuid() == null) {
      throw ApiException.unprocessable("Missing host. Routes in shared domains must have a host defined.");
    }
    if (domain.internal() && host.equals("*")) {
      throw ApiException.unprocessable("Wildcard hosts are not supported for internal domains.");
    }
    String whole = host.isEmpty() ? domain.name() : host + "." + domain.name();
    if (whole.length() > MAX_NAME) {
      throw ApiException.unprocessable("Host combined with domain name must be no more than " + MAX_NAME + " characters.");
    }
    if (whole.equals(systemDomain) || domain.name().equals(systemDomain) && OURS.contains(host)) {
      throw ApiException.unprocessable("Route conflicts with a reserved system route.");
    }
    return host;
  }

  /** The path without a slash at its end, empty for none. */
  public String path(@Nullable String asked, Domain domain) {
    if (asked == null || asked.isEmpty()) {
      return "";
    }
    if (domain.internal()) {
      throw ApiException.unprocessable("Paths are not supported for internal domains.");
    }
    if (asked.length() > MAX_PATH) {
      throw ApiException.unprocessable("Path is too long (maximum is " + MAX_PATH + " characters)");
    }
    if (!asked.startsWith("/")) {
      throw ApiException.unprocessable("Path must begin with /");
    }
    if (asked.indexOf('?') >= 0) {
      throw ApiException.unprocessable("Path cannot contain ?");
    }
    if (asked.equals("/")) {
      throw ApiException.unprocessable("Path cannot be exactly /");
    }
    String path = asked.endsWith("/") ? asked.substring(0, asked.length() - 1) : asked;
    if (!PATH.matcher(path).matches()) {
      throw ApiException.unprocessable("Path is invalid.");
    }
    return path;
  }

  /** The protocol of an HTTP route's destination, `http1` when it is not said. */
  public String protocol(@Nullable String asked) {
    if (asked == null) {
      return "http1";
    }
    if (!PROTOCOLS.contains(asked)) {
      throw ApiException.unprocessable("Destination protocol must be 'http1', 'http2' or 'tcp'.");
    }
    if (asked.equals("tcp")) {
      throw ApiException.unprocessable("Cannot use 'tcp' protocol for http routes; valid options are: [http1, http2].");
    }
    return asked;
  }
}
