package dev.ingot.buildpacks.staticsite;

import dev.ingot.buildpacks.kit.BuildFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Writes nginx's configuration. The port and the directory for temporary files come at launch, in place of {@code @PORT@} and {@code @TMP@}. */
final class NginxConfig {
  private NginxConfig() {}

  /**
   * @param digest of all files: image layers carry no real times, so nginx's own ETag (time and size) would call a changed file unchanged
   * @throws BuildFailure when a path has characters that nginx would misread
   */
  static String of(Site site, Path app, Path mimeTypes, String digest) throws IOException {
    var text = resource("nginx.conf");
    var values = Map.of(
        "@ROOT@", quote(site.root()),
        "@MIME@", quote(mimeTypes),
        "@ETAG@", "W/\"" + digest.substring(0, 32) + "\"",
        "@LISTING@", site.listing() ? "on" : "off",
        "@FALLBACK@", site.pushState() ? "/index.html" : "=404",
        "@HTTPS@", site.forceHttps() ? "if ($http_x_forwarded_proto = http) { return 301 https://$host$request_uri; }" : "",
        "@HSTS@", site.strictTransport() ? "add_header Strict-Transport-Security \"max-age=31536000\" always;" : "",
        "@DOTFILES@", site.dotFiles() ? "" : "location ~ /\\.(?!well-known/) { return 404; }",
        "@SETTINGS@", site.isWholeApp(app) ? "location ~ ^/(Staticfile|Staticfile\\.auth|Procfile|manifest\\.ya?ml|project\\.toml)$ { return 404; }" : "location = /Staticfile.auth { return 404; }",
        "@AUTH@", Files.isRegularFile(app.resolve("Staticfile.auth")) ? "auth_basic \"Restricted\"; auth_basic_user_file " + quote(app.resolve("Staticfile.auth")) + ";" : "");
    for (var value : values.entrySet()) {
      text = text.replace(value.getKey(), value.getValue());
    }
    return text;
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
