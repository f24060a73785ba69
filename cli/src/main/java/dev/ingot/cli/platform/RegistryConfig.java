package dev.ingot.cli.platform;

import dev.ingot.cli.Failure;
import dev.ingot.oci.registry.RegistryClient;
import dev.ingot.oci.registry.RegistryException;
import dev.ingot.oci.registry.RegistryPlace;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Where the platform's images are kept. Passwords are in `secrets/registry-*`, not here.
 *
 * @param url `https://host[:port]`; empty = the platform's own registry
 * @param prefix of all repositories there, may be empty
 * @param user goes with the password; empty = none, or a token
 */
record RegistryConfig(String url, String prefix, String user) {
  static final RegistryConfig OWN = new RegistryConfig("", "", "");
  private static final String PASSWORD = "registry-password";
  private static final String TOKEN = "registry-token";
  private static final String AUTHORITIES = "registry-ca.pem";
  /** Ends the names of the secrets of the registry before. */
  private static final String FORMER = ".former";

  static RegistryConfig of(Properties p) {
    return new RegistryConfig(p.getProperty("registry.url", ""), p.getProperty("registry.prefix", ""), p.getProperty("registry.user", ""));
  }

  void addTo(Properties p) {
    p.setProperty("registry.url", url);
    p.setProperty("registry.prefix", prefix);
    p.setProperty("registry.user", user);
  }

  boolean own() {
    return url.isEmpty();
  }

  /** What tells one place of images from another. */
  String place() {
    return own() ? "" : url + "/" + prefix;
  }

  /** What the controller is told. */
  void tell(Platform platform, Properties controller) {
    if (own()) {
      return;
    }
    controller.setProperty("ingot.registry.url", url);
    controller.setProperty("ingot.registry.prefix", prefix);
    controller.setProperty("ingot.registry.user", user);
    file(platform, PASSWORD).ifPresent(file -> controller.setProperty("ingot.registry.password-file", file.toString()));
    file(platform, TOKEN).ifPresent(file -> controller.setProperty("ingot.registry.token-file", file.toString()));
    file(platform, AUTHORITIES).ifPresent(file -> controller.setProperty("ingot.registry.ca-file", file.toString()));
  }

  /** With the secrets as they are now; empty for the platform's own. */
  Optional<RegistryPlace> open(Platform platform) throws IOException {
    return open(platform, Secrets.AS_THEY_ARE);
  }

  private Optional<RegistryPlace> open(Platform platform, Secrets given) throws IOException {
    if (own()) {
      return Optional.empty();
    }
    boolean fresh = given.moved || given.password != null || given.token != null;
    Path password = fresh ? given.password : file(platform, PASSWORD).orElse(null);
    Path token = fresh ? given.token : file(platform, TOKEN).orElse(null);
    Path authorities = given.moved || given.authorities != null ? given.authorities : file(platform, AUTHORITIES).orElse(null);
    return Optional.of(new RegistryPlace(URI.create(url), prefix, RegistryPlace.credentials(user, password, token), RegistryPlace.authorities(authorities)));
  }

  /**
   * Asks the registry that is to hold the platform's images whether it lets us in and takes some, with these secrets instead of those it has.
   *
   * @throws Failure when it does not, with the reason
   */
  void require(Platform platform, Secrets given, Stack stack) throws IOException {
    Optional<RegistryPlace> place = open(platform, given);
    if (place.isPresent()) {
      try (RegistryClient registry = place.get().open()) {
        registry.ping();
        registry.requirePush(place.get().repository("stacks/" + stack.name() + "/run").name());
      } catch (RegistryException e) {
        throw new Failure("the registry " + place.get().origin() + " cannot be used: " + e.getMessage() + ". " + e.remedy(), e);
      }
    }
  }

  private static Optional<Path> file(Platform platform, String name) {
    return Optional.of(platform.secret(name)).filter(Files::exists);
  }

  /** What the controller is to be told for images that stay in this registry when the platform's are elsewhere; empty lines for its own. */
  String asOther(Platform platform) {
    StringBuilder lines = new StringBuilder("ingot.registry.others[0].url=" + url);
    if (!user.isEmpty()) {
      lines.append("\ningot.registry.others[0].user=").append(user);
    }
    Map.of(PASSWORD, "password-file", TOKEN, "token-file", AUTHORITIES, "ca-file").forEach((name, property) -> file(platform, name + FORMER)
        .ifPresent(file -> lines.append("\ningot.registry.others[0].").append(property).append('=').append(file)));
    return lines.toString();
  }

  /**
   * Files with secrets that `up` was given; null = as they are. A password takes the place of a token, and the other way round.
   *
   * @param moved they are for another registry than those that are there: nothing of these may be told to it
   */
  record Secrets(@Nullable Path password, @Nullable Path token, @Nullable Path authorities, boolean moved) {
    static final Secrets AS_THEY_ARE = new Secrets(null, null, null, false);

    boolean given() {
      return password != null || token != null || authorities != null;
    }

    void copy(Platform platform, String user) throws IOException {
      if (moved) {
        for (String name : List.of(PASSWORD, TOKEN, AUTHORITIES)) {
          Files.deleteIfExists(platform.secret(name + FORMER));
          if (Files.exists(platform.secret(name))) {
            Files.move(platform.secret(name), platform.secret(name + FORMER));
          }
        }
      }
      if (password != null || token != null) {
        Files.deleteIfExists(platform.secret(PASSWORD));
        Files.deleteIfExists(platform.secret(TOKEN));
      }
      copy(password, platform.secret(PASSWORD), user);
      copy(token, platform.secret(TOKEN), user);
      copy(authorities, platform.secret(AUTHORITIES), user);
    }

    private static void copy(@Nullable Path from, Path to, String user) throws IOException {
      if (from != null) {
        Layout.secret(to, Files.readString(from), user);
      }
    }
  }
}
