package dev.ingot.oci.registry;

import dev.ingot.oci.image.Digest;
import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An image as people write it: `nginx`, `team/app:1.0`, `registry.example.com:5000/team/app@sha256:…`. Without a registry it is Docker
 * Hub's (source: distribution reference grammar).
 *
 * @param host registry as written, with its port if any
 * @param repository with `library/` for Docker Hub's short names
 * @param reference tag or digest; `latest` when none is given. With both the digest counts
 */
public record ImageReference(String host, String repository, String reference) {
  private static final String HUB = "docker.io";
  private static final int MAX_LENGTH = 512;
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?(?::[0-9]{1,5})?|\\[[0-9A-Fa-f:]{2,39}\\](?::[0-9]{1,5})?");
  private static final Pattern PATH = Pattern.compile("[a-z0-9]+(?:(?:\\.|_{1,2}|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\\.|_{1,2}|-+)[a-z0-9]+)*)*");
  private static final Pattern TAG = Pattern.compile("\\w[\\w.-]{0,127}");

  /** @throws IllegalArgumentException saying what is wrong with it */
  public static ImageReference parse(String text) {
    if (text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("it is longer than " + MAX_LENGTH + " characters");
    }
    String rest = text;
    String digest = "";
    int at = rest.indexOf('@');
    if (at >= 0) {
      digest = rest.substring(at + 1);
      rest = rest.substring(0, at);
      if (!Digest.isDigest(digest)) {
        throw new IllegalArgumentException("what follows '@' is not a digest");
      }
    }
    String tag = "";
    int colon = rest.lastIndexOf(':');
    if (colon > rest.lastIndexOf('/')) {
      tag = rest.substring(colon + 1);
      rest = rest.substring(0, colon);
      if (!TAG.matcher(tag).matches()) {
        throw new IllegalArgumentException("what follows ':' is not a tag");
      }
    }
    int slash = rest.indexOf('/');
    String first = slash < 0 ? "" : rest.substring(0, slash);
    boolean named = first.contains(".") || first.contains(":") || first.equals("localhost");
    String host = named ? first : HUB;
    String path = named ? rest.substring(slash + 1) : rest;
    if (!HOST.matcher(host).matches() || !PATH.matcher(path).matches()) {
      throw new IllegalArgumentException("it must look like [registry/]repository[:tag][@digest], in lower case");
    }
    boolean hub = host.equals(HUB) || host.equals("index.docker.io");
    return new ImageReference(hub ? HUB : host.toLowerCase(Locale.ROOT), hub && !path.contains("/") ? "library/" + path : path,
        !digest.isEmpty() ? digest : tag.isEmpty() ? "latest" : tag);
  }

  /** Where the registry is: https, but http on this machine's own loopback addresses. */
  public URI origin() {
    return URI.create(loopback(host) ? "http://" + host : "https://" + (host.equals(HUB) ? "registry-1." + HUB : host));
  }

  /** The same image by this digest. */
  public String pinned(Digest digest) {
    return host + "/" + repository + "@" + digest;
  }

  /** Whether this authority (`host`, `host:port`) is the machine itself. */
  static boolean loopback(String authority) {
    String name = authority.replaceFirst(":[0-9]{1,5}$", "");
    return name.equals("localhost") || name.equals("[::1]") || name.matches("127\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}");
  }

  @Override
  public String toString() {
    return host + "/" + repository + (Digest.isDigest(reference) ? "@" : ":") + reference;
  }
}
