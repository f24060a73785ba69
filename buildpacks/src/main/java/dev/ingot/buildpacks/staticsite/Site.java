package dev.ingot.buildpacks.staticsite;

import dev.ingot.buildpacks.kit.BuildContext;
import dev.ingot.buildpacks.kit.BuildFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What is served and how.
 *
 * @param root directory with the files
 * @param pushState unknown paths get index.html, for apps that do their own routing in the browser
 * @param listing directories without index.html show their files
 * @param forceHttps plain requests are sent to https
 * @param dotFiles files whose name begins with a dot are served
 * @param strictTransport browsers are told to use https from now on
 */
record Site(Path root, boolean pushState, boolean listing, boolean forceHttps, boolean dotFiles, boolean strictTransport) {
  private static final Set<String> KEYS = Set.of("root", "pushstate", "directory", "force_https", "host_dot_files", "http_strict_transport_security");

  /**
   * Reads {@code Staticfile}; {@code BP_STATIC_ROOT} wins over its root.
   *
   * @throws BuildFailure when the file is not {@code key: value} lines, or the root is not a directory inside the app
   */
  static Site of(BuildContext context) throws IOException {
    var text = context.appText("Staticfile");
    var values = text == null ? Map.<String, String>of() : parse(text, context);
    var named = context.settings().get("BP_WEB_SERVER_ROOT").or(() -> context.settings().get("BP_STATIC_ROOT")).orElse(values.getOrDefault("root", ""));
    return new Site(root(context.app(), named), context.settings().flag("BP_WEB_SERVER_ENABLE_PUSH_STATE", on(values, "pushstate")), on(values, "directory"), on(values, "force_https"), on(values, "host_dot_files"),
        on(values, "http_strict_transport_security"));
  }

  private static Map<String, String> parse(String text, BuildContext context) {
    var values = new LinkedHashMap<String, String>();
    for (var line : text.split("\\R")) {
      var bare = line.replaceFirst("(^|\\s)#.*", "").strip();
      int colon = bare.indexOf(':');
      if (bare.isEmpty() || bare.equals("---")) {
        continue;
      }
      if (colon < 1) {
        throw new BuildFailure("The Staticfile has the line '" + bare + "', which is not 'key: value'. Known keys: " + new java.util.TreeSet<>(KEYS) + ".");
      }
      var key = bare.substring(0, colon).strip();
      if (!KEYS.contains(key)) {
        context.log().warn("the key '" + key + "' of the Staticfile is not known and has no effect");
      }
      values.put(key, bare.substring(colon + 1).strip().replaceAll("^[\"']|[\"']$", ""));
    }
    return values;
  }

  private static boolean on(Map<String, String> values, String key) {
    var value = values.getOrDefault(key, "");
    return switch (value) {
      case "true", "enabled", "visible", "on", "yes" -> true;
      case "", "false", "disabled", "off", "no" -> false;
      default -> throw new BuildFailure("The Staticfile says " + key + ": " + value + ", which is not a switch. Write true or false.");
    };
  }

  private static Path root(Path app, String named) throws IOException {
    if (named.isEmpty()) {
      for (var guess : new String[] {"", "public", "dist"}) {
        if (Files.isRegularFile(app.resolve(guess).resolve("index.html"))) {
          return app.resolve(guess).normalize();
        }
      }
      return app;
    }
    var root = app.resolve(named.replaceFirst("^/+", "")).normalize();
    if (!root.startsWith(app) || !Files.isDirectory(root) || !root.toRealPath().startsWith(app.toRealPath())) {
      throw new BuildFailure("The root '" + named + "' of the site is not a directory inside the app. Correct root in the Staticfile or BP_STATIC_ROOT.");
    }
    return root;
  }

  /** Whether the whole app is served, its settings files included unless they are shut out. */
  boolean isWholeApp(Path app) {
    return root.equals(app);
  }
}
