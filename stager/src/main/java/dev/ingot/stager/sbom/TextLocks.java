package dev.ingot.stager.sbom;

import dev.ingot.oci.document.Component;
import dev.ingot.oci.image.OciJson;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What the package managers of Python, Go, Ruby, Rust and PHP have resolved or installed. */
final class TextLocks {
  private static final Pattern PINNED = Pattern.compile("^([A-Za-z0-9][A-Za-z0-9._-]*)(?:\\[[^\\]]*\\])?\\s*={2,3}\\s*([A-Za-z0-9][A-Za-z0-9.!+_-]*).*$");
  private static final Pattern GO = Pattern.compile("^(?:require\\s+)?([a-z0-9][\\w.~/-]*\\.[\\w.~/-]+)\\s+(v[\\w.+-]+)(?:\\s*//.*)?$");
  private static final Pattern GEM = Pattern.compile("^ {4}([A-Za-z0-9][\\w.-]*) \\(([0-9][\\w.]*)(?:-[\\w.-]+)?\\)$");
  private static final Pattern TEXT = Pattern.compile("^(\\w+)\\s*=\\s*\"([^\"]*)\".*$");

  private static final int MAX_LINE = 2_000;

  private TextLocks() {}

  /** Lines that may be matched against patterns, whose time grows with the square of a line's length. Packages need no longer ones. */
  static Stream<String> lines(String content) {
    return content.lines().filter(line -> line.length() <= MAX_LINE);
  }

  /** requirements.txt: the lines that pin a version. */
  static void requirements(String content, String source, Consumer<Component> found) {
    lines(content).map(line -> PINNED.matcher(line.strip())).filter(java.util.regex.Matcher::matches)
        .forEach(line -> found.accept(Component.python(line.group(1), line.group(2), source)));
  }

  /** Pipfile.lock: the packages that are not only for development. */
  static void pipfile(byte[] content, String source, Consumer<Component> found) {
    for (var entry : OciJson.object(content, source).path("default").properties()) {
      found.accept(Component.python(entry.getKey(), entry.getValue().path("version").asString("").replaceFirst("^=+", ""), source));
    }
  }

  /** A lock file of tables `[[package]]` with name and version: poetry.lock, uv.lock, pdm.lock, Cargo.lock. What has no source of its own is the app itself. */
  static void packages(String content, String source, Consumer<Component> found) {
    boolean rust = source.endsWith("Cargo.lock");
    String name = "";
    String version = "";
    boolean inside = false;
    boolean own = rust;
    for (String line : lines(content + "\n[end]").toList()) {
      if (line.startsWith("[")) {
        if (!line.startsWith("[package.") && !line.startsWith("[[package.")) {
          if (inside && !name.isEmpty() && !own) {
            found.accept(rust ? Component.of("cargo", "", name, version, source) : Component.python(name, version, source));
          }
          inside = line.strip().equals("[[package]]");
          name = "";
          version = "";
          own = rust;
        }
        continue;
      }
      var text = TEXT.matcher(line);
      if (inside && text.matches()) {
        switch (text.group(1)) {
          case "name" -> name = name.isEmpty() ? text.group(2) : name;
          case "version" -> version = version.isEmpty() ? text.group(2) : version;
          case "source" -> own = false;
          default -> { }
        }
      } else if (inside && line.startsWith("source = {") && line.matches(".*\\b(virtual|editable|directory)\\b.*")) {
        own = true;
      }
    }
  }

  /** go.mod: since Go 1.17 it lists all modules that are built in. */
  static void goMod(String content, String source, Consumer<Component> found) {
    boolean block = false;
    for (String line : lines(content).map(String::strip).toList()) {
      if (line.startsWith("require (")) {
        block = true;
      } else if (line.equals(")")) {
        block = false;
      } else if (block || line.startsWith("require ")) {
        var module = GO.matcher(line);
        if (module.matches()) {
          found.accept(Component.path("golang", module.group(1), module.group(2), source));
        }
      }
    }
  }

  /** Gemfile.lock. */
  static void gems(String content, String source, Consumer<Component> found) {
    lines(content).map(GEM::matcher).filter(java.util.regex.Matcher::matches)
        .forEach(gem -> found.accept(Component.of("gem", "", gem.group(1), gem.group(2), source)));
  }

  /** composer.lock: the packages that are not only for development. */
  static void composer(byte[] content, String source, Consumer<Component> found) {
    for (JsonNode one : OciJson.object(content, source).path("packages")) {
      found.accept(Component.path("composer", one.path("name").asString(""), one.path("version").asString(""), source));
    }
  }

  /** METADATA of an installed Python distribution: the headers before the first empty line. */
  static void pythonMetadata(String content, String source, Consumer<Component> found) {
    String name = "";
    String version = "";
    for (String line : content.lines().takeWhile(text -> !text.isEmpty()).toList()) {
      name = line.startsWith("Name: ") ? line.substring(6).strip() : name;
      version = line.startsWith("Version: ") ? line.substring(9).strip() : version;
    }
    found.accept(Component.python(name, version, source));
  }
}
