package dev.ingot.buildpacks.python;

import dev.ingot.buildpacks.kit.BuildContext;
import dev.ingot.buildpacks.kit.BuildFailure;
import dev.ingot.buildpacks.kit.Toml;
import dev.ingot.buildpacks.kit.VersionRange;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The app as its own files describe it. @param pyproject tables of pyproject.toml, empty without one */
record Project(BuildContext context, Map<String, Object> pyproject) {
  static Project of(BuildContext context) throws IOException {
    var text = context.appText("pyproject.toml");
    return new Project(context, text == null ? Map.of() : toml(text, "pyproject.toml"));
  }

  private static Map<String, Object> toml(String text, String name) {
    try {
      return Toml.parse(text);
    } catch (BuildFailure bad) {
      throw new BuildFailure("Reading " + name + " failed: " + bad.getMessage() + " Correct it and push again.", bad);
    }
  }

  boolean has(String file) {
    return java.nio.file.Files.isRegularFile(context.app().resolve(file));
  }

  /** Whether {@code [tool.<name>]} is in pyproject.toml. */
  boolean hasTool(String name) {
    return Toml.table(pyproject, "tool").containsKey(name);
  }

  /** Whether the project itself is to be installed, not only what it depends on. */
  boolean isPackage() {
    var tools = Toml.table(pyproject, "tool");
    for (var said : new Object[] {Toml.table(tools, "uv").get("package"), Toml.table(tools, "poetry").get("package-mode")}) {
      if (said instanceof Boolean wanted) {
        return wanted;
      }
    }
    return pyproject.containsKey("build-system");
  }

  /** What the app says about its Python, the most specific word first; empty when it says nothing. */
  Optional<VersionRange> python() throws IOException {
    var setting = context.settings().get("BP_CPYTHON_VERSION");
    if (setting.isPresent()) {
      return range(setting.get(), "BP_CPYTHON_VERSION");
    }
    var file = firstLine(".python-version");
    if (file != null) {
      return range(file, ".python-version");
    }
    var runtime = firstLine("runtime.txt");
    if (runtime != null) {
      return range(runtime, "runtime.txt");
    }
    var standard = Toml.table(pyproject, "project").get("requires-python");
    if (standard instanceof String text) {
      return range(text, "requires-python of pyproject.toml");
    }
    var poetry = Toml.table(Toml.table(Toml.table(pyproject, "tool"), "poetry"), "dependencies").get("python");
    if (poetry instanceof String text) {
      return range(text, "tool.poetry.dependencies of pyproject.toml");
    }
    var pipfile = context.appText("Pipfile");
    if (pipfile != null) {
      var requires = Toml.table(toml(pipfile, "Pipfile"), "requires");
      var version = requires.getOrDefault("python_full_version", requires.get("python_version"));
      if (version instanceof String text) {
        return range(text, "requires of the Pipfile");
      }
    }
    return Optional.empty();
  }

  private static Optional<VersionRange> range(String text, String origin) {
    return Optional.of(new VersionRange("Python", text.strip().replaceFirst("^(python|cpython)[-@]?", ""), origin));
  }

  private @Nullable String firstLine(String name) throws IOException {
    var text = context.appText(name);
    return text == null ? null : text.lines().map(String::strip).filter(line -> !line.isEmpty() && !line.startsWith("#")).findFirst().orElse(null);
  }
}
