package dev.ingot.controller.image;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * `ingot.registry.*`: the registry for the platform's images when it is not its own, and credentials for further ones
 * (docs/reference/configuration.md).
 *
 * @param url `https://host[:port]`; empty = the platform's own
 * @param prefix of all repositories there
 * @param user with `passwordFile`; empty = none
 * @param tokenFile bearer token instead of user and password
 * @param caFile certificates (PEM) to trust there beside the machine's
 * @param others registries that images of buildpacks are read from with credentials, and those that droplets made earlier lie in
 */
@ConfigurationProperties("ingot.registry")
record RegistryProperties(@DefaultValue("") String url, @DefaultValue("") String prefix, @DefaultValue("") String user, @Nullable Path passwordFile,
    @Nullable Path tokenFile, @Nullable Path caFile, @Nullable List<Other> others) {
  /** One of `ingot.registry.others[n].*`; fields as those of the main one. */
  record Other(@DefaultValue("") String url, @DefaultValue("") String user, @Nullable Path passwordFile, @Nullable Path tokenFile, @Nullable Path caFile) {}

  RegistryProperties {
    others = others == null ? List.of() : List.copyOf(others);
  }
}
