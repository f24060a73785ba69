package dev.ingot.controller.docker;

import dev.ingot.controller.config.IngotProperties;
import dev.ingot.oci.registry.ImageReference;
import java.net.URI;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Tells cells which registry an image reference means. Our own is reached from inside, so that it needs neither DNS nor a certificate there;
 * it lets the user in and not the cell, so that nobody can run an image they may not read.
 */
@Component
public class OwnRegistry {
  private static final String PLATFORM = "platform:";
  private static final String LOCAL = "localhost";

  private final Set<String> names = new HashSet<>();

  OwnRegistry(IngotProperties properties) {
    URI external = properties.externalUrl();
    String authority = external.getAuthority() == null ? "" : external.getAuthority().toLowerCase(Locale.ROOT);
    names.add(authority);
    String domain = properties.systemDomain().toLowerCase(Locale.ROOT);
    if (!domain.equals(LOCAL)) {
      String port = external.getPort() < 0 ? "" : ":" + external.getPort();
      for (String name : new String[] {domain, "api." + domain}) {
        names.add(name);
        names.add(name + port);
      }
    }
  }

  /** Origin of the registry, or `platform:`. */
  public String registry(ImageReference image) {
    return names.contains(image.host()) ? PLATFORM : image.origin().toString();
  }
}
