package dev.ingot.buildpacks.java;

import dev.ingot.buildpacks.kit.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a JVM that fetches dependencies must be told: Java knows neither the proxy variables nor the CA bundle of the container. */
final class Network {
  private Network() {}

  /** Options of that JVM. @param scratch a directory that outlives it */
  static List<String> options(Settings settings, Path scratch) throws IOException {
    var options = new ArrayList<String>(Proxy.options(settings));
    var bundle = settings.get("SSL_CERT_FILE").map(Path::of).filter(Files::isRegularFile);
    if (bundle.isPresent()) {
      options.addAll(TrustStore.options(bundle.get(), scratch.resolve("trust.p12")));
    }
    return options;
  }
}
