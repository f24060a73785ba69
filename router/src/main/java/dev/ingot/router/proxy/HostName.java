package dev.ingot.router.proxy;

import io.netty.util.NetUtil;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the host and port of a request. */
final class HostName {
  private HostName() {}

  /** The target with its host, or null if the authority is not a host name or address with an optional port. */
  static @Nullable Target parse(String authority, String path, String uri) {
    int colon = authority.startsWith("[") ? authority.indexOf(':', Math.max(0, authority.indexOf(']'))) : authority.indexOf(':');
    String host = (colon < 0 ? authority : authority.substring(0, colon)).toLowerCase(Locale.ROOT);
    int port = colon < 0 ? -1 : port(authority.substring(colon + 1));
    if (host.endsWith(".")) {
      host = host.substring(0, host.length() - 1);
    }
    return port == 0 || !valid(host) ? null : new Target(authority, host, port, path, uri);
  }

  private static int port(String text) {
    if (text.isEmpty()) {
      return -1;
    }
    if (text.length() > 5 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return 0;
    }
    int port = Integer.parseInt(text);
    return port <= 65_535 ? port : 0;
  }

  private static boolean valid(String host) {
    if (host.startsWith("[")) {
      return host.endsWith("]") && NetUtil.isValidIpV6Address(host.substring(1, host.length() - 1));
    }
    return !host.isEmpty() && host.length() <= 253 && host.chars().allMatch(
        c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_');
  }
}
