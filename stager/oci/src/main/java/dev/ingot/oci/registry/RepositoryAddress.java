package dev.ingot.oci.registry;

import java.net.URI;

/**
 * A repository of images and the registry it lies in. As text it is a plain name (`apps/<guid>`) in the platform's own registry, and an
 * address (`https://images.example.com/team/apps/<guid>`) in another: what is written down so stays readable when the platform's registry is
 * another one later.
 *
 * @param registry origin of the other registry; empty = the platform's own
 * @param name without registry
 */
public record RepositoryAddress(String registry, String name) {
  private static final String SCHEME = "://";

  /** Reads the text; does not check names. */
  public static RepositoryAddress parse(String text) {
    int scheme = text.indexOf(SCHEME);
    int slash = scheme < 0 ? -1 : text.indexOf('/', scheme + SCHEME.length());
    return slash < 0 ? new RepositoryAddress("", text) : new RepositoryAddress(text.substring(0, slash), text.substring(slash + 1));
  }

  /** Whether it is in the platform's own registry. */
  public boolean own() {
    return registry.isEmpty();
  }

  /** As image references name it: `images.example.com/team/apps/<guid>`; the plain name in the platform's own registry. */
  public String reference() {
    return own() ? name : URI.create(registry).getAuthority() + "/" + name;
  }

  /** As text. */
  @Override
  public String toString() {
    return own() ? name : registry + "/" + name;
  }
}
