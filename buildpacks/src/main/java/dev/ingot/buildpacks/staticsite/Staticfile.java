package dev.ingot.buildpacks.staticsite;

import dev.ingot.buildpacks.kit.BuildFailure;
import dev.ingot.buildpacks.kit.Log;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The app's {@code Staticfile} with the keys that Cloud Foundry's static buildpack knows: {@code key: value} lines, and one indented table {@code status_codes}.
 *
 * @param values by key
 * @param statusCodes pages to answer instead, by status
 */
record Staticfile(Map<String, String> values, Map<Integer, String> statusCodes) {
  private static final String CODES = "status_codes";
  private static final Set<String> KEYS = Set.of("root", "pushstate", "directory", "force_https", "host_dot_files", "ssi", "http_strict_transport_security",
      "http_strict_transport_security_include_subdomains", "http_strict_transport_security_preload", "location_include", "enable_http2", CODES);

  /** @throws BuildFailure when a line is not {@code key: value} */
  static Staticfile parse(String text, Log log) {
    var values = new LinkedHashMap<String, String>();
    var codes = new TreeMap<Integer, String>();
    var table = "";
    for (var line : text.split("\\R")) {
      var bare = line.replaceFirst("(^|\\s)#.*", "").stripTrailing();
      if (bare.isBlank() || bare.equals("---")) {
        continue;
      }
      int colon = bare.indexOf(':');
      if (colon < 1) {
        throw new BuildFailure("The Staticfile has the line '" + bare.strip() + "', which is not 'key: value'. Known keys: " + new TreeSet<>(KEYS) + ".");
      }
      var key = unquoted(bare.substring(0, colon).strip());
      var value = unquoted(bare.substring(colon + 1).strip());
      if (Character.isWhitespace(bare.charAt(0)) && table.equals(CODES)) {
        codes.put(code(key), page(value));
        continue;
      }
      table = value.isEmpty() ? key : "";
      if (!KEYS.contains(key)) {
        log.warn("the key '" + key + "' of the Staticfile is not known and has no effect");
      } else if (key.equals("enable_http2")) {
        log.info("enable_http2 has no effect: browsers speak HTTP/2 with the platform's router, not with nginx");
      }
      values.put(key, value);
    }
    return new Staticfile(values, codes);
  }

  /** A switch; other words than YAML's and CF's are refused. */
  boolean on(String key) {
    var value = values.getOrDefault(key, "");
    return switch (value) {
      case "true", "enabled", "visible", "on", "yes" -> true;
      case "", "false", "disabled", "off", "no" -> false;
      default -> throw new BuildFailure("The Staticfile says " + key + ": " + value + ", which is not a switch. Write true or false.");
    };
  }

  String text(String key) {
    return values.getOrDefault(key, "");
  }

  private static int code(String key) {
    if (!key.matches("[3-5]\\d\\d")) {
      throw new BuildFailure("The Staticfile names the status '" + key + "' below status_codes. Statuses are numbers from 300 to 599, such as 404.");
    }
    return Integer.parseInt(key);
  }

  private static String page(String value) {
    if (!value.matches("/[A-Za-z0-9._~/-]*|https?://[A-Za-z0-9._~:/?#@!&+,=%-]+")) {
      throw new BuildFailure("The Staticfile names the page '" + value + "' below status_codes. Write a path such as /404.html, or an address that begins with https://.");
    }
    return value;
  }

  private static String unquoted(String value) {
    return value.replaceAll("^[\"']|[\"']$", "");
  }
}
