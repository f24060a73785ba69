package dev.ingot.cli.platform;

import java.util.Properties;

/**
 * What `up` was told or decided, kept in config/platform.properties so that the next `up` without options is the same platform.
 *
 * @param domain system domain: `localhost` or one with wildcard DNS
 * @param httpPort the router's port; @param httpsPort 0 = no TLS
 * @param databaseUrl JDBC URL of an external PostgreSQL, empty = embedded
 * @param user system user that runs everything but the cell
 * @param firstPort first of the loopback ports: postgres, controller HTTP, controller gRPC, router status, then one status port per cell
 * @param prefix what names on this machine start with (bridge, nft table, cgroup); ≤ 8 characters, unique per INGOT_HOME
 * @param registry where images are kept
 * @param subnet third number of the first cell's network 10.132.N.0/24; the next cells follow
 */
record PlatformConfig(String domain, int httpPort, int httpsPort, String tlsCert, String tlsKey, int cells, String databaseUrl, String user,
    int firstPort, String prefix, int subnet, long memory, RegistryConfig registry) {

  static PlatformConfig of(Properties p) {
    return new PlatformConfig(p.getProperty("domain"), number(p, "http.port"), number(p, "https.port"), p.getProperty("tls.cert", ""),
        p.getProperty("tls.key", ""), number(p, "cells"), p.getProperty("database.url", ""), p.getProperty("user"), number(p, "first.port"),
        p.getProperty("prefix"), number(p, "subnet"), Long.parseLong(p.getProperty("memory", "0")), RegistryConfig.of(p));
  }

  Properties toProperties() {
    Properties p = new Properties();
    p.setProperty("domain", domain);
    p.setProperty("http.port", String.valueOf(httpPort));
    p.setProperty("https.port", String.valueOf(httpsPort));
    p.setProperty("tls.cert", tlsCert);
    p.setProperty("tls.key", tlsKey);
    p.setProperty("cells", String.valueOf(cells));
    p.setProperty("database.url", databaseUrl);
    p.setProperty("user", user);
    p.setProperty("first.port", String.valueOf(firstPort));
    p.setProperty("prefix", prefix);
    p.setProperty("subnet", String.valueOf(subnet));
    p.setProperty("memory", String.valueOf(memory));
    registry.addTo(p);
    return p;
  }

  int postgresPort() {
    return firstPort;
  }

  int controllerPort() {
    return firstPort + 1;
  }

  int grpcPort() {
    return firstPort + 2;
  }

  int routerStatusPort() {
    return firstPort + 3;
  }

  /** @param cell from 1 */
  int cellStatusPort(int cell) {
    return firstPort + 3 + cell;
  }

  /** Whether the router listens where only root may by default. */
  boolean hasPrivilegedPort() {
    return httpPort < 1024 || httpsPort > 0 && httpsPort < 1024;
  }

  /** Where apps are found below: `apps.localhost`, `apps.<system domain>`. */
  String appsDomain() {
    return "apps." + domain;
  }

  /** The address people and tools use. */
  String url() {
    if (httpsPort != 0) {
      return "https://" + apiHost() + (httpsPort == 443 ? "" : ":" + httpsPort);
    }
    return "http://" + apiHost() + (httpPort == 80 ? "" : ":" + httpPort);
  }

  private String apiHost() {
    return domain.equals("localhost") ? "localhost" : "api." + domain;
  }

  private static int number(Properties p, String key) {
    return Integer.parseInt(p.getProperty(key, "0"));
  }
}
