package dev.ingot.oci.document;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One thing an image contains.
 *
 * @param group namespace in its ecosystem: Maven's group id, npm's scope, Composer's vendor; "" = none
 * @param version "" = not known
 * @param purl its package URL (purl-spec), which is its identity
 * @param source what told of it: a path below the app or layer directory
 */
public record Component(String group, String name, String version, String purl, String source) {
  private static final int MAX_TEXT = 500;

  /** A package of an ecosystem that purl-spec has a type for. */
  public static Component of(String type, String group, String name, String version, String source) {
    return of(type, group, name, version, "", source);
  }

  /** As the other. @param qualifiers as they stand after the `?` of a package URL; "" = none */
  public static Component of(String type, String group, String name, String version, String qualifiers, String source) {
    var purl = new StringBuilder("pkg:").append(type).append('/');
    for (String part : group.split("/")) {
      if (!part.isEmpty()) {
        purl.append(encode(part)).append('/');
      }
    }
    purl.append(encode(name));
    if (!version.isEmpty()) {
      purl.append('@').append(encode(version));
    }
    if (!qualifiers.isEmpty()) {
      purl.append('?').append(qualifiers);
    }
    return new Component(group, name, version, purl.toString(), source);
  }

  /** `@scope/name` or `name`. */
  public static Component npm(String name, String version, String source) {
    int slash = name.startsWith("@") ? name.indexOf('/') : -1;
    return of("npm", slash < 0 ? "" : name.substring(0, slash), name.substring(slash + 1), version, source);
  }

  /** Names are compared without case, and `_` and `.` count as `-`. */
  public static Component python(String name, String version, String source) {
    return of("pypi", "", name.toLowerCase(Locale.ROOT).replaceAll("[-_.]+", "-"), version, source);
  }

  /** A package whose name has its group in front: `github.com/a/b`, `vendor/name`. */
  public static Component path(String type, String path, String version, String source) {
    int slash = path.lastIndexOf('/');
    return of(type, slash < 0 ? "" : path.substring(0, slash), path.substring(slash + 1), version, source);
  }

  /** False for what no package is called: lock files are text that anybody may have written. */
  public boolean usable() {
    return !name.isBlank() && name.length() <= MAX_TEXT && version.length() <= MAX_TEXT && group.length() <= MAX_TEXT
        && (group + name + version).chars().allMatch(c -> c > ' ' && c < 0x7f);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20").replace("%3A", ":").replace("%7E", "~");
  }
}
