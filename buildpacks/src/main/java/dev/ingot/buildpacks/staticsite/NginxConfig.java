package dev.ingot.buildpacks.staticsite;

import dev.ingot.buildpacks.kit.BuildFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/** Writes nginx's configuration. The port and the directory for temporary files come at launch, in place of {@code @PORT@} and {@code @TMP@}. */
final class NginxConfig {
  private NginxConfig() {}

  /**
   * @param digest of all files: image layers carry no real times, so nginx's own ETag (time and size) would call a changed file unchanged
   * @throws BuildFailure when a path has characters that nginx would misread
   */
  static String of(Site site, Path app, Path mimeTypes, String digest) throws IOException {
    var text = resource("nginx.conf");
    var values = new LinkedHashMap<String, String>();
    values.put("@ROOT@", quote(site.root()));
    values.put("@MIME@", quote(mimeTypes));
    values.put("@ETAG@", "W/\"" + digest.substring(0, 32) + "\"");
    values.put("@LISTING@", onOff(site.listing()));
    values.put("@SSI@", onOff(site.serverSideIncludes()));
    values.put("@FALLBACK@", site.pushState() ? "/index.html" : "=404");
    values.put("@HTTPS@", site.forceHttps() ? "if ($http_x_forwarded_proto = http) { return 301 https://$host$request_uri; }" : "");
    values.put("@HEADERS@", headers(site));
    values.put("@DOTFILES@", site.dotFiles() ? "" : "location ~ /\\.(?!well-known/) { return 404; }");
    values.put("@SETTINGS@", site.isWholeApp(app) ? "location ~ ^/(Staticfile|Staticfile\\.auth|Procfile|manifest\\.ya?ml|project\\.toml|nginx/conf/.*)$ { return 404; }"
        : "location ~ ^/(Staticfile\\.auth|nginx/conf/.*)$ { return 404; }");
    values.put("@AUTH@", auth(site, app));
    values.put("@PAGES@", site.statusCodes().entrySet().stream().map(page -> "error_page " + page.getKey() + " " + page.getValue() + ";").collect(Collectors.joining(" ")));
    // A location with a header of its own has none of its server's.
    values.put("@INCLUDED@", site.includes().isEmpty() ? ""
        : headers(site) + " " + site.includes().stream().map(file -> "include " + quote(file) + ";").collect(Collectors.joining(" ")));
    for (var value : values.entrySet()) {
      text = text.replace(value.getKey(), value.getValue());
    }
    return text;
  }

  private static String headers(Site site) {
    return "add_header Last-Modified \"\"; add_header ETag $ingot_etag; add_header Cache-Control $ingot_cache_ok; add_header X-Content-Type-Options nosniff; add_header X-App-Instance \"@INDEX@\";"
        + site.strictTransport().map(header -> " add_header Strict-Transport-Security \"" + header + "\" always;").orElse("");
  }

  private static String onOff(boolean value) {
    return value ? "on" : "off";
  }

  private static String auth(Site site, Path app) {
    for (var file : List.of(app.resolve("Staticfile.auth"), site.root().resolve("Staticfile.auth"))) {
      if (Files.isRegularFile(file)) {
        return "auth_basic \"Restricted\"; auth_basic_user_file " + quote(file) + ";";
      }
    }
    return "";
  }

  private static String quote(Path path) {
    if (!path.toString().matches("[^\"$;{}\\\\\\p{Cntrl}@]+")) {
      throw new BuildFailure("The path " + path + " has characters that nginx's configuration cannot hold. Rename the directory.");
    }
    return "\"" + path + "\"";
  }

  static String resource(String name) throws IOException {
    try (var in = NginxConfig.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new BuildFailure("The buildpack's own file " + name + " is missing: it is installed incompletely.");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
