package dev.ingot.controller.route;

import dev.ingot.api.error.ApiException;
import dev.ingot.controller.config.IngotProperties;
import dev.ingot.controller.route.db.RouteDomains.Domain;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Rules for hosts, paths and options of routes (source: CF v3 API, "Routes"). */
@Component
public class RouteRules {
  private static final Pattern HOST = Pattern.compile("[\\w-]{1,63}|\\*");
  private static final Pattern PATH = Pattern.compile("(?:/[!$&'()*+,;=:@%\\w.~-]+)+");
  private static final int MAX_PATH = 128;
  private static final int MAX_NAME = 253;
  private static final Set<String> PROTOCOLS = Set.of("http1", "http2");
  private static final Set<String> BALANCING = Set.of("round-robin", "least-connection");
  private static final Set<String> OURS = Set.of("api", "uaa", "login", "log-cache", "doppler", "ssh", "registry");

  private final String systemDomain;

  RouteRules(IngotProperties properties) {
    this.systemDomain = properties.systemDomain();
  }

  /** The host in lower case, empty for none; 422 when a route of this domain cannot have it. */
  public String host(@Nullable String asked, Domain domain) {
    String host = asked == null ? "" : asked.toLowerCase(Locale.ROOT);
    if (host.isEmpty() && domain.organizationGuid() == null) {
      throw ApiException.unprocessable("Missing host. Routes in shared domains must have a host defined.");
    }
    if (!host.isEmpty() && !HOST.matcher(host).matches()) {
      throw ApiException.unprocessable("Host must be either \"*\" or contain only alphanumeric characters, \"_\", or \"-\", at most 63 of them");
    }
    if (domain.internal() && host.equals("*")) {
      throw ApiException.unprocessable("Wildcard hosts are not supported for internal domains.");
    }
    String whole = host.isEmpty() ? domain.name() : host + "." + domain.name();
    if (whole.length() > MAX_NAME) {
      throw ApiException.unprocessable("Host combined with domain name must be no more than " + MAX_NAME + " characters");
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
    if (!asked.startsWith("/") || asked.equals("/")) {
      throw ApiException.unprocessable(asked.equals("/") ? "Path cannot be a single slash" : "Path must start with a slash");
    }
    String path = asked.endsWith("/") ? asked.substring(0, asked.length() - 1) : asked;
    if (path.length() > MAX_PATH || !PATH.matcher(path).matches()) {
      throw ApiException.unprocessable("Path must be a valid URL path of at most " + MAX_PATH + " characters without '?'");
    }
    return path;
  }

  /** `current` with the changes over it; a null value removes. */
  public Map<String, String> options(Map<String, String> current, @Nullable Map<String, @Nullable String> changes) {
    Map<String, String> options = new TreeMap<>(current);
    if (changes == null) {
      return options;
    }
    changes.forEach((key, value) -> {
      if (!key.equals("loadbalancing")) {
        throw ApiException.unprocessable("Options can only hold 'loadbalancing', not '" + (key.length() > 60 ? key.substring(0, 60) : key) + "'");
      }
      if (value == null) {
        options.remove(key);
      } else if (BALANCING.contains(value)) {
        options.put(key, value);
      } else {
        throw ApiException.unprocessable("Options loadbalancing must be one of 'round-robin, least-connection' if present");
      }
    });
    return options;
  }

  /** The protocol of a destination, `http1` when it is not said. */
  public String protocol(@Nullable String asked) {
    if (asked == null) {
      return "http1";
    }
    if (!PROTOCOLS.contains(asked)) {
      throw ApiException.unprocessable("Destination protocol must be 'http1' or 'http2' if provided");
    }
    return asked;
  }

  /** The port of a destination. */
  public @Nullable Integer port(@Nullable Integer asked) {
    if (asked != null && (asked < 1024 || asked > 65_535)) {
      throw ApiException.unprocessable("Destination port must be between 1024 and 65535 inclusive");
    }
    return asked;
  }
}
