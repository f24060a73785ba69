package dev.ingot.buildpacks.nodejs;

import dev.ingot.buildpacks.kit.BuildContext;
import java.io.IOException;

/** Which Node.js the app wants. @param origin where it says so, for people */
record NodeRequest(String range, String origin) {
  /** The first of: {@code BP_NODE_VERSION}, {@code engines.node}, {@code .nvmrc}, {@code .node-version}, the buildpack's default. */
  static NodeRequest of(BuildContext context, PackageJson app) throws IOException {
    var setting = context.settings().get("BP_NODE_VERSION");
    if (setting.isPresent()) {
      return new NodeRequest(alias(setting.get(), context), "BP_NODE_VERSION");
    }
    if (!app.engine("node").isBlank()) {
      return new NodeRequest(app.engine("node"), "engines.node of package.json");
    }
    for (var name : new String[] {".nvmrc", ".node-version"}) {
      var text = context.appText(name);
      var line = text == null ? "" : text.lines().map(String::strip).filter(word -> !word.isEmpty() && !word.startsWith("#")).findFirst().orElse("");
      if (!line.isEmpty()) {
        return new NodeRequest(alias(line, context), name);
      }
    }
    return new NodeRequest(defaultRange(context), "the buildpack's default");
  }

  /** The words of version managers. */
  private static String alias(String word, BuildContext context) throws IOException {
    return switch (word) {
      case "lts/*", "lts", "stable", "node", "default", "current" -> defaultRange(context);
      case "lts/jod" -> "22.x";
      case "lts/krypton" -> "24.x";
      case "lts/iron" -> "20.x";
      default -> word;
    };
  }

  /** The line of Node.js the buildpack itself prefers. */
  static String defaultRange(BuildContext context) throws IOException {
    return String.valueOf(context.descriptorMetadata().getOrDefault("default-node", "24.x"));
  }
}
