package dev.ingot.stager.sbom;

import dev.ingot.oci.document.Component;
import dev.ingot.oci.image.OciJson;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** What npm, yarn and pnpm have resolved. Packages that only development needs are left out where the file tells. */
final class NodeLocks {
  private static final String MODULES = "node_modules/";
  private static final Pattern YARN_VERSION = Pattern.compile("^ {2}version:? \"?([^\"\\s]+)\"?\\s*$");
  private static final Pattern PNPM_KEY = Pattern.compile("^ {2}'?/?((?:@[^/@'\\s]+/)?[^/@'\\s(]+)[@/]([^'\\s(:/]+)(?:\\([^']*\\))?'?:.*$");

  private static final int MAX_LINE = 2_000;

  private NodeLocks() {}

  /** package-lock.json and npm-shrinkwrap.json, versions 1 to 3. */
  static void npm(byte[] content, String source, Consumer<Component> found) {
    JsonNode root = OciJson.object(content, source);
    for (var entry : root.path("packages").properties()) {
      JsonNode facts = entry.getValue();
      int at = entry.getKey().lastIndexOf(MODULES);
      if (at >= 0 && !facts.path("dev").asBoolean(false) && !facts.path("link").asBoolean(false)) {
        found.accept(Component.npm(facts.path("name").asString(entry.getKey().substring(at + MODULES.length())), facts.path("version").asString(""), source));
      }
    }
    if (!root.has("packages")) {
      version1(root.path("dependencies"), source, found);
    }
  }

  private static void version1(JsonNode dependencies, String source, Consumer<Component> found) {
    for (var entry : dependencies.properties()) {
      if (!entry.getValue().path("dev").asBoolean(false)) {
        found.accept(Component.npm(entry.getKey(), entry.getValue().path("version").asString(""), source));
        version1(entry.getValue().path("dependencies"), source, found);
      }
    }
  }

  /** yarn.lock of yarn 1 and of the later ones. */
  static void yarn(String content, String source, Consumer<Component> found) {
    String name = "";
    for (String line : content.lines().toList()) {
      if (!line.isEmpty() && !line.startsWith(" ") && !line.startsWith("#") && line.endsWith(":")) {
        String first = line.substring(0, line.length() - 1).split(", *")[0].replace("\"", "");
        int at = first.indexOf('@', 1);
        name = at < 0 || first.contains("@workspace:") ? "" : first.substring(0, at);
        continue;
      }
      var version = YARN_VERSION.matcher(line.length() > MAX_LINE ? "" : line);
      if (!name.isEmpty() && version.matches()) {
        found.accept(Component.npm(name, version.group(1), source));
        name = "";
      }
    }
  }

  /** pnpm-lock.yaml, versions 5 to 9: the keys of its part `packages`. */
  static void pnpm(String content, String source, Consumer<Component> found) {
    boolean inside = false;
    for (String line : TextLocks.lines(content).toList()) {
      if (!line.isEmpty() && !line.startsWith(" ")) {
        inside = line.startsWith("packages:");
      } else if (inside) {
        var key = PNPM_KEY.matcher(line);
        if (key.matches()) {
          found.accept(Component.npm(key.group(1), key.group(2).replaceFirst("_.*", ""), source));
        }
      }
    }
  }
}
