package dev.ingot.buildpacks.staticsite;

import dev.ingot.buildpacks.kit.BuildContext;
import dev.ingot.buildpacks.kit.BuildFailure;
import dev.ingot.buildpacks.kit.Settings;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is served and how.
 *
 * @param root directory with the files
 * @param pushState unknown paths get index.html, for apps that do their own routing in the browser
 * @param listing directories without index.html show their files
 * @param forceHttps plain requests are sent to https
 * @param dotFiles files whose name begins with a dot are served
 * @param serverSideIncludes commands in comments of pages are carried out
 * @param strictTransport value of the header that tells browsers to use https from now on
 * @param statusCodes pages to answer instead, by status
 * @param includes the app's own files of directives for the location of the site
 */
record Site(Path root, boolean pushState, boolean listing, boolean forceHttps, boolean dotFiles, boolean serverSideIncludes, Optional<String> strictTransport,
    Map<Integer, String> statusCodes, List<Path> includes) {
  private static final int MAX_INCLUDES = 100;

  /**
   * Reads {@code Staticfile}; {@code BP_WEB_SERVER_ROOT} or {@code BP_STATIC_ROOT} win over its root.
   *
   * @throws BuildFailure when the file cannot be read, or the root is not a directory inside the app
   */
  static Site of(BuildContext context) throws IOException {
    var text = context.appText("Staticfile");
    var file = text == null ? new Staticfile(Map.of(), Map.of()) : Staticfile.parse(text, context.log());
    var settings = context.settings();
    var root = root(context.app(), settings.get("BP_WEB_SERVER_ROOT").or(() -> settings.get("BP_STATIC_ROOT")).orElse(file.text("root")));
    return new Site(root, settings.flag("BP_WEB_SERVER_ENABLE_PUSH_STATE", file.on("pushstate")), file.on("directory"), forceHttps(settings, file), file.on("host_dot_files"), file.on("ssi"),
        strictTransport(file), file.statusCodes(), includes(context.app(), root, file.text("location_include")));
  }

  private static boolean forceHttps(Settings settings, Staticfile file) {
    return settings.flag("BP_WEB_SERVER_FORCE_HTTPS", settings.flag("FORCE_HTTPS", file.on("force_https")));
  }

  private static Optional<String> strictTransport(Staticfile file) {
    if (!file.on("http_strict_transport_security")) {
      return Optional.empty();
    }
    return Optional.of("max-age=31536000" + (file.on("http_strict_transport_security_include_subdomains") ? "; includeSubDomains" : "")
        + (file.on("http_strict_transport_security_preload") ? "; preload" : ""));
  }

  /** The pattern is relative to {@code nginx/conf} in the root or in the app. */
  private static List<Path> includes(Path app, Path root, String pattern) throws IOException {
    if (pattern.isEmpty()) {
      return List.of();
    }
    for (var base : List.of(root.resolve("nginx/conf"), app.resolve("nginx/conf"))) {
      if (!Files.isDirectory(base) || !base.toRealPath().startsWith(app.toRealPath())) {
        continue;
      }
      var matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
      try (var files = Files.walk(base, 8)) {
        var found = files.filter(file -> Files.isRegularFile(file) && matcher.matches(base.relativize(file))).sorted().limit(MAX_INCLUDES + 1L).toList();
        if (found.size() > MAX_INCLUDES) {
          throw new BuildFailure("location_include: " + pattern + " of the Staticfile matches more than " + MAX_INCLUDES + " files. Narrow it.");
        }
        if (!found.isEmpty()) {
          return found;
        }
      } catch (java.util.regex.PatternSyntaxException bad) {
        throw new BuildFailure("location_include: " + pattern + " of the Staticfile is not a pattern of file names: " + bad.getDescription() + ".", bad);
      }
    }
    throw new BuildFailure("location_include: " + pattern + " of the Staticfile matches no file below nginx/conf. Correct it or add the file.");
  }

  private static Path root(Path app, String named) throws IOException {
    if (named.isEmpty()) {
      for (var guess : new String[] {"", "public", "dist", "build"}) {
        if (Files.isRegularFile(app.resolve(guess).resolve("index.html"))) {
          return app.resolve(guess).normalize();
        }
      }
      return app;
    }
    var root = app.resolve(named.replaceFirst("^/+", "")).normalize();
    if (!root.startsWith(app) || !Files.isDirectory(root) || !root.toRealPath().startsWith(app.toRealPath())) {
      throw new BuildFailure("The root '" + named + "' of the site is not a directory inside the app. Correct root in the Staticfile or BP_WEB_SERVER_ROOT.");
    }
    return root;
  }

  /** Whether the whole app is served, its settings files included unless they are shut out. */
  boolean isWholeApp(Path app) {
    return root.equals(app);
  }
}
