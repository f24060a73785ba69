package dev.ingot.controller.registry.http;

import dev.ingot.controller.registry.RegistryError;
import dev.ingot.controller.registry.RegistryException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A path below `/v2/`, taken apart from its end because repository names hold slashes (and may hold the words we look for).
 *
 * @param name the repository as the client wrote it, which is how answers name it; empty only for {@link Door#PING}
 * @param repository its name in the store; the same until {@link #at} says otherwise
 * @param argument digest, reference or upload id; empty for doors without one
 */
record RegistryPath(Door door, String name, String repository, String argument) {
  /** What a path leads to. */
  enum Door {
    PING, UPLOADS, UPLOAD, BLOB, MANIFEST, TAGS, REFERRERS
  }

  private static final Pattern UPLOADS = Pattern.compile("(.+)/blobs/uploads/?");
  private static final Pattern UPLOAD = Pattern.compile("(.+)/blobs/uploads/([^/]+)");
  private static final Pattern BLOB = Pattern.compile("(.+)/blobs/([^/]+)");
  private static final Pattern MANIFEST = Pattern.compile("(.+)/manifests/([^/]+)");
  private static final Pattern TAGS = Pattern.compile("(.+)/tags/list");
  private static final Pattern REFERRERS = Pattern.compile("(.+)/referrers/([^/]+)");

  /** @throws RegistryException UNSUPPORTED with 404's meaning for paths the distribution-spec does not know */
  static RegistryPath parse(String requestUri) {
    String path = decode(requestUri);
    if (path.equals("/v2") || path.equals("/v2/")) {
      return new RegistryPath(Door.PING, "", "", "");
    }
    String rest = path.substring("/v2/".length());
    Matcher matcher = UPLOADS.matcher(rest);
    if (matcher.matches()) {
      return of(Door.UPLOADS, matcher.group(1), "");
    }
    matcher = TAGS.matcher(rest);
    if (matcher.matches()) {
      return of(Door.TAGS, matcher.group(1), "");
    }
    Object[][] doors = {{UPLOAD, Door.UPLOAD}, {BLOB, Door.BLOB}, {MANIFEST, Door.MANIFEST}, {REFERRERS, Door.REFERRERS}};
    for (Object[] door : doors) {
      matcher = ((Pattern) door[0]).matcher(rest);
      if (matcher.matches()) {
        return of((Door) door[1], matcher.group(1), matcher.group(2));
      }
    }
    throw new RegistryException(RegistryError.NAME_UNKNOWN, "No such path in the registry API (OCI distribution-spec 1.1)");
  }

  private static RegistryPath of(Door door, String name, String argument) {
    return new RegistryPath(door, name, name, argument);
  }

  /** The same for the repository that lies there in the store. */
  RegistryPath at(String stored) {
    return new RegistryPath(door, name, stored, argument);
  }

  private static String decode(String uri) {
    try {
      return URLDecoder.decode(uri.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new RegistryException(RegistryError.NAME_INVALID, "The path is not valid percent-encoding");
    }
  }
}
