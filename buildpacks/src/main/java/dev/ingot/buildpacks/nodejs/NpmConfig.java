package dev.ingot.buildpacks.nodejs;

import dev.ingot.buildpacks.kit.BuildFailure;
import dev.ingot.buildpacks.kit.Files2;
import dev.ingot.buildpacks.kit.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where npm's packages come from, found before npm itself is there.
 *
 * @param registry address that ends with a slash
 * @param authorization value of the header to send to it, empty for none
 * @param fromPlatform the address is the platform's, so npm must be told; else npm finds it in its own files
 * @param scopes those that have a registry of their own, as {@code @company}
 */
record NpmConfig(String registry, Optional<String> authorization, boolean fromPlatform, Set<String> scopes) {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)\\}");

  /**
   * The first of: {@code NPM_CONFIG_REGISTRY}, the app's, the user's and the machine's {@code .npmrc}, {@code INGOT_NPM_REGISTRY}.
   *
   * @throws BuildFailure when none names a registry
   */
  static NpmConfig find(Settings settings, Path app) throws IOException {
    var npmrc = read(settings, app);
    var own = settings.get("NPM_CONFIG_REGISTRY").or(() -> settings.get("npm_config_registry")).or(() -> Optional.ofNullable(npmrc.get("registry")));
    var address = own.or(() -> settings.get("INGOT_NPM_REGISTRY")).orElseThrow(() -> new BuildFailure(
        "No npm registry is known, so Node.js cannot be fetched. Set INGOT_NPM_REGISTRY for the platform's builds (the value of `npm config get registry`), or registry= in .npmrc."));
    if (!address.matches("https?://[^\\s]+")) {
      throw new BuildFailure("The npm registry '" + address + "' is not an http or https address. Correct registry= in .npmrc or INGOT_NPM_REGISTRY.");
    }
    var registry = address.endsWith("/") ? address : address + "/";
    return new NpmConfig(registry, authorization(npmrc, registry), own.isEmpty(),
        npmrc.keySet().stream().filter(key -> key.matches("@[^:]+:registry")).map(key -> key.substring(0, key.indexOf(':'))).collect(Collectors.toSet()));
  }

  private static Map<String, String> read(Settings settings, Path app) throws IOException {
    var files = new ArrayList<Path>(List.of(Path.of("/etc/npmrc"), Path.of("/usr/etc/npmrc"), Path.of(settings.get("HOME", "/nowhere"), ".npmrc")));
    settings.get("NPM_CONFIG_USERCONFIG").map(Path::of).ifPresent(files::add);
    files.add(app.resolve(".npmrc"));
    var values = new LinkedHashMap<String, String>();
    for (var file : files) {
      if (Files.isRegularFile(file) && Files.isReadable(file)) {
        Files2.boundedText(file, 1 << 20).lines().map(String::strip).filter(line -> !line.isEmpty() && "#;[".indexOf(line.charAt(0)) < 0).forEach(line -> {
          int equals = line.indexOf('=');
          if (equals > 0) {
            values.put(line.substring(0, equals).strip(), expand(settings, unquote(line.substring(equals + 1).strip())));
          }
        });
      }
    }
    return values;
  }

  private static String unquote(String value) {
    return value.length() > 1 && value.startsWith("\"") && value.endsWith("\"") ? value.substring(1, value.length() - 1) : value;
  }

  private static String expand(Settings settings, String value) {
    return VARIABLE.matcher(value).replaceAll(match -> java.util.regex.Matcher.quoteReplacement(settings.get(match.group(1), match.group())));
  }

  /** Credentials are bound to an address, as {@code //host/path/:_authToken}; the longest prefix wins. */
  private static Optional<String> authorization(Map<String, String> npmrc, String registry) {
    for (var prefix = registry.replaceFirst("^https?:", ""); prefix.length() > 2; prefix = prefix.replaceFirst("[^/]*/?$", "")) {
      var token = npmrc.get(prefix + ":_authToken");
      var basic = npmrc.get(prefix + ":_auth");
      if (token != null || basic != null) {
        return Optional.of(token != null ? "Bearer " + token : "Basic " + basic);
      }
    }
    return Optional.empty();
  }
}
