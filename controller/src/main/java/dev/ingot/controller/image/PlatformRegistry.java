package dev.ingot.controller.image;

import dev.ingot.api.cell.v1.Image;
import dev.ingot.controller.registry.Registry;
import dev.ingot.oci.registry.Credentials;
import dev.ingot.oci.registry.RegistryClient;
import dev.ingot.oci.registry.RegistryException;
import dev.ingot.oci.registry.RegistryPlace;
import dev.ingot.oci.registry.RepositoryAddress;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The registry of the platform's images: where new ones go, how those that are there are reached, and what a cell is told about them. Its own
 * unless `ingot.registry.url` names another; images made before stay where they are, because each is written down with its registry. Files
 * with passwords are read anew when they are needed, so that they can be changed. Thread-safe.
 */
@Component
public class PlatformRegistry {
  private static final Logger LOG = LoggerFactory.getLogger(PlatformRegistry.class);

  /** Where a registry is, and which files hold its secrets. */
  private record Named(URI origin, String prefix, String user, @Nullable Path passwordFile, @Nullable Path tokenFile, @Nullable Path caFile) {
    RegistryPlace read() throws IOException {
      return new RegistryPlace(origin, prefix, RegistryPlace.credentials(user, passwordFile, tokenFile), RegistryPlace.authorities(caFile));
    }
  }

  private record Opened(RegistryPlace place, RegistryClient client) {}

  private final Images own;
  private final @Nullable Named main;
  private final Map<String, Named> others = new LinkedHashMap<>();
  private final Map<String, RegistryPlace> known = new LinkedHashMap<>();
  private final Map<String, Opened> open = new LinkedHashMap<>();

  PlatformRegistry(RegistryProperties properties, Registry registry) {
    this.own = new OwnImages(registry);
    this.main = properties.url().isBlank() ? null : named("ingot.registry", properties.url(), properties.prefix(), properties.user(),
        properties.passwordFile(), properties.tokenFile(), properties.caFile());
    for (RegistryProperties.Other one : properties.others()) {
      Named named = named("ingot.registry.others", one.url(), "", one.user(), one.passwordFile(), one.tokenFile(), one.caFile());
      others.put(named.origin.toString(), named);
    }
    if (main != null) {
      LOG.info("images of the platform are kept in {}{}", main.origin, main.prefix.isEmpty() ? "" : ", below " + main.prefix);
    }
  }

  /** A platform that starts with secrets it cannot read would fail at the first push. */
  private Named named(String where, String url, String prefix, String user, @Nullable Path password, @Nullable Path token, @Nullable Path ca) {
    try {
      Named named = new Named(RegistryPlace.origin(url), RegistryPlace.prefix(prefix), user, password, token, ca);
      RegistryPlace place = named.read();
      place.open().close();
      known.put(named.origin + " " + named.prefix, place);
      return named;
    } catch (IllegalArgumentException | IOException e) {
      throw new IllegalStateException(where + " (" + url.replaceAll("//[^/@]*@", "//…@") + ") cannot be used: " + e.getMessage(), e);
    }
  }

  /** Where a new image of this name goes. @param name `apps/<guid>`, `stacks/<name>/run` */
  public RepositoryAddress repository(String name) {
    return main == null ? new RepositoryAddress("", name) : new RegistryPlace(main.origin, main.prefix, null, "").repository(name);
  }

  /** Whether this is a repository of the platform's images in another registry than ours. @param origin of the registry it is in */
  public boolean platforms(String origin, String repository) {
    return main != null && main.origin.toString().equals(origin) && (main.prefix.isEmpty() || repository.startsWith(main.prefix + "/"));
  }

  /** The images where this repository is. @throws RegistryException when that registry's client cannot be made */
  public Images at(RepositoryAddress address) throws RegistryException {
    return address.own() ? own : new OtherImages(client(address.registry()));
  }

  private RegistryClient client(String origin) throws RegistryException {
    RegistryPlace place = place(origin).orElse(new RegistryPlace(URI.create(origin), "", null, ""));
    synchronized (open) {
      Opened opened = open.get(origin);
      if (opened == null || !opened.place.equals(place)) {
        opened = new Opened(place, place.open());
        open.put(origin, opened);
      }
      return opened.client;
    }
  }

  /** A cell's way to a repository of the platform: its registry with credentials. Without digest. */
  public Image.Builder locate(RepositoryAddress address) {
    Image.Builder image = Image.newBuilder().setRepository(address.name());
    if (!address.own()) {
      image.setRegistry(address.registry());
      place(address.registry()).ifPresent(place -> {
        Credentials credentials = place.credentials();
        image.setAuthorities(place.authorities());
        if (credentials != null) {
          image.setUsername(credentials.user()).setPassword(credentials.password());
        }
      });
    }
    return image;
  }

  /** What operators configured for reading images that are not the platform's own, at an origin. */
  public Optional<RegistryPlace> other(String origin) {
    return Optional.ofNullable(others.get(origin)).map(this::current);
  }

  /** Certificates for an origin, whoever reads there. */
  public String authorities(String origin) {
    return place(origin).map(RegistryPlace::authorities).orElse("");
  }

  private Optional<RegistryPlace> place(String origin) {
    Named named = main != null && main.origin.toString().equals(origin) ? main : others.get(origin);
    return Optional.ofNullable(named).map(this::current);
  }

  private RegistryPlace current(Named named) {
    String origin = named.origin + " " + named.prefix;
    try {
      RegistryPlace place = named.read();
      synchronized (known) {
        known.put(origin, place);
      }
      return place;
    } catch (IOException e) {
      LOG.warn("the credentials for the registry {} cannot be read, those of before are used: {}", named.origin, e.getMessage());
      synchronized (known) {
        return java.util.Objects.requireNonNullElseGet(known.get(origin), () -> new RegistryPlace(named.origin, named.prefix, null, ""));
      }
    }
  }
}
