package dev.ingot.buildpacks.nodejs;

import dev.ingot.buildpacks.kit.BuildContext;
import dev.ingot.buildpacks.kit.BuildFailure;
import dev.ingot.buildpacks.kit.Files2;
import dev.ingot.buildpacks.kit.Layer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A site that the app's scripts made out of its sources, for a web server that comes later in the group. Nothing else stays in the image. */
final class BuiltSite {
  /** What a later buildpack provides its web server for (build plan). */
  static final String PLAN = "web-content";
  private static final Set<String> KEPT = Set.of("Staticfile", "Staticfile.auth", "Procfile", "nginx.conf", "mime.types", ".htpasswd", "project.toml");

  private static final Pattern ROOT = Pattern.compile("(?m)^root:\\s*[\"']?([^\"'#\\s]+)");

  private BuiltSite() {}

  /** Leaves the site in the app's directory and tells the web server where it is. @throws BuildFailure when the scripts made none */
  static void keep(BuildContext context, Workspace workspace) throws IOException {
    var root = root(context, workspace);
    var relative = context.app().relativize(root);
    if (relative.toString().isEmpty()) {
      throw new BuildFailure("The site's root is the app's own directory, so its sources would be published. Let the build write to a directory such as dist, and name it by BP_WEB_SERVER_ROOT.");
    }
    context.log().info("the site is " + relative + "; sources and modules are not part of the image");
    var site = context.layer("site").types(Layer.Type.BUILD).clear();
    site.envDefault("BP_WEB_SERVER_ROOT", relative.toString());
    // Such apps do their own routing in the browser.
    site.envDefault("BP_WEB_SERVER_ENABLE_PUSH_STATE", "true");
    Path top = context.app().resolve(relative.getName(0));
    var scratch = context.app().resolve(".ingot-site");
    Files2.delete(scratch);
    Files.createDirectories(scratch.resolve(relative).getParent());
    Files2.move(root, scratch.resolve(relative));
    for (var entry : Files2.list(context.app())) {
      if (!entry.equals(scratch) && !KEPT.contains(entry.getFileName().toString())) {
        Files2.delete(entry);
      }
    }
    Files2.move(scratch.resolve(relative.getName(0)), top);
    Files2.delete(scratch);
  }

  private static Path root(BuildContext context, Workspace workspace) throws IOException {
    var staticfile = context.appText("Staticfile");
    var named = context.settings().get("BP_WEB_SERVER_ROOT").or(() -> context.settings().get("BP_STATIC_ROOT")).or(() -> ofStaticfile(staticfile));
    if (named.isPresent()) {
      var root = context.app().resolve(named.get().replaceFirst("^/+", "")).normalize();
      if (!root.startsWith(context.app()) || !Files.isDirectory(root)) {
        throw new BuildFailure("The build did not make the directory " + named.get() + " that BP_WEB_SERVER_ROOT names. Correct the setting, or the build's output directory.");
      }
      return root;
    }
    var found = new ArrayList<Path>();
    for (var name : List.of("dist", "build", "out", ".output/public", "www")) {
      var dir = workspace.directory().resolve(name);
      if (Files.isRegularFile(dir.resolve("index.html"))) {
        return dir;
      }
      for (var below : Files.isDirectory(dir) ? Files2.list(dir) : List.<Path>of()) {
        for (var guess : List.of(below, below.resolve("browser"))) {
          if (Files.isRegularFile(guess.resolve("index.html"))) {
            found.add(guess);
          }
        }
      }
    }
    if (found.size() != 1) {
      throw new BuildFailure((found.isEmpty() ? "The build made no index.html in dist, build or out." : "The build made several sites: " + found.stream().map(context.app()::relativize).toList() + ".")
          + " Name the directory with the site by BP_WEB_SERVER_ROOT.");
    }
    return found.getFirst();
  }

  private static Optional<String> ofStaticfile(@Nullable String text) {
    var match = ROOT.matcher(text == null ? "" : text);
    return match.find() ? Optional.of(match.group(1)) : Optional.empty();
  }
}
