package dev.ingot.buildpacks.python;

import dev.ingot.buildpacks.kit.BuildContext;
import dev.ingot.buildpacks.kit.BuildFailure;
import java.io.IOException;
import java.util.List;

/** Who installs the app's packages: the tool whose file is there. */
enum Manager {
  UV("uv", List.of("uv.lock", "pyproject.toml")),
  POETRY("poetry", List.of("poetry.lock", "pyproject.toml")),
  PIPENV("pipenv", List.of("Pipfile.lock", "Pipfile")),
  PIP("", List.of()),
  /** Nothing to install. */
  NONE("", List.of());

  /** Name of the tool on PyPI; empty when it comes with Python. */
  final String tool;
  /** Files that decide what is installed. */
  final List<String> files;

  Manager(String tool, List<String> files) {
    this.tool = tool;
    this.files = files;
  }

  /** A lock file wins over requirements.txt, and requirements.txt over a bare pyproject.toml. */
  static Manager of(BuildContext context, Project project) throws IOException {
    var named = context.settings().get("BP_PYTHON_PACKAGE_MANAGER");
    if (named.isPresent()) {
      return switch (named.get()) {
        case "uv" -> UV;
        case "poetry" -> POETRY;
        case "pipenv" -> PIPENV;
        case "pip" -> PIP;
        default -> throw new BuildFailure("BP_PYTHON_PACKAGE_MANAGER=" + named.get() + " is not known. Use pip, pipenv, poetry or uv.");
      };
    }
    if (project.has("uv.lock")) {
      return UV;
    }
    if (project.has("poetry.lock")) {
      return POETRY;
    }
    if (project.has("Pipfile.lock")) {
      return PIPENV;
    }
    if (project.has("requirements.txt")) {
      return PIP;
    }
    if (project.has("Pipfile")) {
      return PIPENV;
    }
    if (project.hasTool("uv")) {
      return UV;
    }
    if (project.hasTool("poetry")) {
      return POETRY;
    }
    return project.has("pyproject.toml") && project.pyproject().containsKey("project") || project.has("setup.py") ? PIP : NONE;
  }

  /** Whether the first of its files, the lock, is there. */
  boolean isLocked(Project project) {
    return this == PIP || this == NONE || project.has(files.getFirst());
  }
}
