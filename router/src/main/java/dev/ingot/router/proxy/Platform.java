package dev.ingot.router.proxy;

import dev.ingot.router.table.Endpoint;
import dev.ingot.router.table.EndpointState;
import io.netty.util.NetUtil;
import java.util.Locale;
import java.util.Set;

/** The platform's own origin: which hosts are it, and where its controller listens. Immutable but for the endpoint's counters. */
public final class Platform {
  private static final Set<String> CLASSIC = Set.of("api", "uaa", "login", "log-cache", "doppler");
  private final String systemDomain;
  private final Endpoint controller;

  /**
   * Names the platform's origin.
   *
   * @param systemDomain such as {@code sys.example.com}; {@code localhost} where there is none
   * @param address IP address of the controller
   * @param port its HTTP port
   */
  public Platform(String systemDomain, String address, int port) {
    this.systemDomain = systemDomain.toLowerCase(Locale.ROOT);
    this.controller = new Endpoint("controller", "", "", 0, address, port, "http1", new EndpointState());
  }

  /** Where requests for the platform go. */
  Endpoint controller() {
    return controller;
  }

  /** Whether a host (lower case, no port) is the platform itself rather than an app. */
  boolean owns(String host) {
    if (host.equals("localhost") || host.equals(systemDomain) || host.startsWith("[") || NetUtil.isValidIpV4Address(host)) {
      return true;
    }
    int dot = host.indexOf('.');
    return dot > 0 && host.length() - dot - 1 == systemDomain.length() && host.endsWith(systemDomain) && CLASSIC.contains(host.substring(0, dot));
  }
}
