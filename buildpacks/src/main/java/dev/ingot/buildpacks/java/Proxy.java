package dev.ingot.buildpacks.java;

import dev.ingot.buildpacks.kit.BuildFailure;
import dev.ingot.buildpacks.kit.Settings;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The proxy variables of Unix as options of a JVM. */
final class Proxy {
  private Proxy() {}

  /** @throws BuildFailure when a variable is not an address */
  static List<String> options(Settings settings) {
    var options = new ArrayList<String>();
    for (var scheme : List.of("http", "https")) {
      variable(settings, scheme + "_proxy").ifPresent(value -> options.addAll(proxy(scheme, value)));
    }
    variable(settings, "no_proxy").filter(hosts -> !options.isEmpty()).ifPresent(hosts -> options.add("-Dhttp.nonProxyHosts="
        + Arrays.stream(hosts.split("[,\\s]+")).filter(host -> host.matches("[A-Za-z0-9.*_-]+")).map(host -> host.startsWith(".") ? "*" + host : host)
            .collect(Collectors.joining("|"))));
    return options;
  }

  private static List<String> proxy(String scheme, String value) {
    try {
      var uri = URI.create(value.contains("://") ? value : "http://" + value);
      if (uri.getHost() != null) {
        int port = uri.getPort() < 0 ? 80 : uri.getPort();
        return List.of("-D" + scheme + ".proxyHost=" + uri.getHost(), "-D" + scheme + ".proxyPort=" + port);
      }
    } catch (IllegalArgumentException notAnAddress) {
      // Told below, without the value: it may hold a password.
    }
    throw new BuildFailure("The variable " + scheme + "_proxy is not an address such as http://proxy:3128. Correct the platform's proxy settings.");
  }

  private static Optional<String> variable(Settings settings, String name) {
    return settings.get(name).or(() -> settings.get(name.toUpperCase(java.util.Locale.ROOT)));
  }
}
