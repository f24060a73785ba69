package dev.ingot.buildpacks.python;

import dev.ingot.buildpacks.kit.BuildContext;
import dev.ingot.buildpacks.kit.Command;
import dev.ingot.buildpacks.kit.Digests;
import dev.ingot.buildpacks.kit.Files2;
import dev.ingot.buildpacks.kit.Freshness;
import dev.ingot.buildpacks.kit.Layer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The app's packages: a virtual environment in the layer {@code venv}, which is kept while lock file, Python and settings are the same. Wheels are kept in the cached layer
 * {@code wheels}; a tool that is not pip lives in a cached layer of its own.
 */
final class Packages {
  private final BuildContext context;
  private final Project project;
  private final Interpreter python;
  private final Manager manager;
  private final Freshness freshness;

  Packages(BuildContext context, Project project, Interpreter python, Manager manager, Freshness freshness) {
    this.context = context;
    this.project = project;
    this.python = python;
    this.manager = manager;
    this.freshness = freshness;
  }

  /** The layer with the virtual environment. */
  Layer install() throws IOException {
    var venv = context.layer("venv").types(Layer.Type.BUILD, Layer.Type.LAUNCH, Layer.Type.CACHE);
    var wheels = context.layer("wheels").types(Layer.Type.CACHE).keep();
    var key = key();
    boolean pinned = manager.isLocked(project) && !installsItself();
    if (pinned && venv.has(key)) {
      context.log().info("packages are unchanged (layer venv)");
      keepTool();
      return venv;
    }
    if (!manager.isLocked(project)) {
      context.log().warn("there is no " + manager.files.getFirst() + ", so today's newest packages are used. Run `" + manager.tool + " lock` and push the file too.");
    }
    venv.clear();
    python.environmentIn(venv.dir());
    var env = environment(venv, wheels);
    switch (manager) {
      case PIP -> pip(venv, env);
      case PIPENV -> pipenv(venv, env);
      case POETRY -> poetry(env);
      case UV -> uv(venv, env);
      case NONE -> { }
    }
    python.compile(venv.dir().resolve("lib"));
    removeStamps(venv.dir());
    venv.envDefault("VIRTUAL_ENV", venv.dir().toString());
    return venv.metadata("key", key);
  }

  /** The installed distributions, small letters and '-' in their names. */
  static List<String> installed(Layer venv) throws IOException {
    try (var files = Files.walk(venv.dir().resolve("lib"), 4)) {
      return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".dist-info"))
          .map(name -> name.replaceFirst("-[^-]+\\.dist-info$", "").toLowerCase(java.util.Locale.ROOT).replaceAll("[-_.]+", "-")).sorted().toList();
    }
  }

  private String key() throws IOException {
    var parts = new ArrayList<String>(List.of("4", manager.name(), python.key()));
    for (var setting : List.of("BP_PIP_REQUIREMENT", "BP_PIP_VERSION", "BP_PIP_INSTALL_ARGS", "BP_UV_INSTALL_ARGS", "BP_POETRY_INSTALL_ARGS", "BP_PIPENV_INSTALL_ARGS", "BP_PYTHON_HEADERS")) {
      parts.add(context.settings().get(setting, ""));
    }
    if (manager == Manager.PIP && requirementFiles().isPresent()) {
      for (var file : requirementFiles().get()) {
        Requirements.of(context, file).texts().forEach((name, text) -> parts.addAll(List.of(name, text)));
      }
    }
    for (var name : manager.files) {
      parts.add(String.valueOf(context.appText(name)));
    }
    return Digests.key(parts.toArray(String[]::new));
  }

  private java.util.Optional<List<String>> requirementFiles() {
    var named = context.settings().get("BP_PIP_REQUIREMENT").map(list -> List.of(list.split("\\s+")));
    return named.isPresent() || !project.has("requirements.txt") ? named : java.util.Optional.of(List.of("requirements.txt"));
  }

  /** Then what is installed depends on files that no lock names. */
  private boolean installsItself() throws IOException {
    return switch (manager) {
      case UV, POETRY -> project.isPackage();
      case PIPENV -> String.valueOf(context.appText("Pipfile")).matches("(?s).*\\b(path|editable|file)\\s*=.*");
      case PIP -> {
        if (requirementFiles().isEmpty()) {
          yield true;
        }
        boolean local = false;
        for (var file : requirementFiles().get()) {
          local |= Requirements.of(context, file).local();
        }
        yield local;
      }
      case NONE -> false;
    };
  }

  private Map<String, String> environment(Layer venv, Layer wheels) throws IOException {
    var env = new HashMap<>(python.environment());
    env.remove("PYTHONHASHSEED");
    env.putAll(python.headers(freshness));
    env.putAll(Map.of("VIRTUAL_ENV", venv.dir().toString(), "PIP_CACHE_DIR", wheels.dir().resolve("pip").toString(), "PIP_DISABLE_PIP_VERSION_CHECK", "1", "PIP_NO_COMPILE", "1",
        "PIP_NO_INPUT", "1", "PYTHONDONTWRITEBYTECODE", "1"));
    // The bundle of the container; pip's own knows no company's authority.
    context.settings().get("SSL_CERT_FILE").ifPresent(bundle -> env.put("PIP_CERT", context.settings().get("PIP_CERT", bundle)));
    return env;
  }

  private void pip(Layer venv, Map<String, String> env) throws IOException {
    var words = new ArrayList<>(List.of(venv.dir().resolve("bin/python").toString()));
    words.add(context.settings().get("BP_PIP_VERSION").isPresent() ? new Tool(context, python, "pip", freshness).install(Map.copyOf(env)).resolve("pip").toString() : python.pip().toString());
    words.addAll(List.of("install", "--progress-bar", "off", "--no-warn-script-location"));
    if (requirementFiles().isPresent()) {
      requirementFiles().get().forEach(file -> words.addAll(List.of("--requirement", file)));
    } else {
      words.add(".");
    }
    words.addAll(more("BP_PIP_INSTALL_ARGS"));
    run(words, env, requirementFiles().map(files -> "pip install -r " + String.join(" -r ", files)).orElse("pip install ."),
        "pip's own message above says why. A package that must be compiled and has no wheel may need BP_PYTHON_HEADERS=true.");
  }

  private void pipenv(Layer venv, Map<String, String> env) throws IOException {
    // Without it pipenv takes the environment for none and makes another one first.
    var sign = Files.createFile(venv.dir().resolve("bin/activate"));
    env.putAll(Map.of("PIPENV_VERBOSITY", "-1", "PIPENV_NOSPIN", "1", "PIPENV_YES", "1", "PIPENV_CACHE_DIR", env.get("PIP_CACHE_DIR") + "env", "CI", "1"));
    context.settings().get("PIP_INDEX_URL").ifPresent(index -> env.putIfAbsent("PIPENV_PYPI_MIRROR", index));
    var words = new ArrayList<>(List.of(tool(env).toString(), project.has("Pipfile.lock") ? "sync" : "install"));
    if (!project.has("Pipfile.lock")) {
      words.add("--skip-lock");
    }
    words.addAll(more("BP_PIPENV_INSTALL_ARGS"));
    run(words, env, "pipenv " + String.join(" ", words.subList(1, words.size())), "If pipenv says that Pipfile and Pipfile.lock differ, run `pipenv lock` and push again.");
    Files.delete(sign);
  }

  private void poetry(Map<String, String> env) throws IOException {
    env.putAll(Map.of("POETRY_VIRTUALENVS_CREATE", "false", "POETRY_NO_INTERACTION", "1", "POETRY_CACHE_DIR", env.get("PIP_CACHE_DIR") + "-poetry", "POETRY_KEYRING_ENABLED", "false",
        "POETRY_INSTALLER_MAX_WORKERS", "4"));
    var words = new ArrayList<>(List.of(tool(env).toString(), "install", "--only", "main", "--no-ansi"));
    if (!project.isPackage()) {
      words.add("--no-root");
    }
    words.addAll(more("BP_POETRY_INSTALL_ARGS"));
    run(words, env, "poetry " + String.join(" ", words.subList(1, words.size())), "If poetry says that pyproject.toml changed since poetry.lock was made, run `poetry lock` and push again.");
  }

  private void uv(Layer venv, Map<String, String> env) throws IOException {
    env.putAll(Map.of("UV_PROJECT_ENVIRONMENT", venv.dir().toString(), "UV_PYTHON", venv.dir().resolve("bin/python").toString(), "UV_PYTHON_DOWNLOADS", "never", "UV_LINK_MODE", "copy",
        "UV_CACHE_DIR", env.get("PIP_CACHE_DIR") + "-uv", "UV_NO_PROGRESS", "1"));
    context.settings().get("PIP_INDEX_URL").filter(index -> context.settings().get("UV_DEFAULT_INDEX").isEmpty()).ifPresent(index -> env.put("UV_DEFAULT_INDEX", index));
    var words = new ArrayList<>(List.of(tool(env).toString(), "sync", "--no-dev"));
    if (project.has("uv.lock")) {
      words.add("--frozen");
    }
    if (!project.isPackage()) {
      words.add("--no-install-project");
    }
    words.addAll(more("BP_UV_INSTALL_ARGS"));
    run(words, env, "uv " + String.join(" ", words.subList(1, words.size())), "uv's own message above says why; `uv lock` on your machine makes the lock file anew.");
  }

  private Path tool(Map<String, String> env) throws IOException {
    return new Tool(context, python, manager.tool, freshness).install(Map.copyOf(env)).resolve("bin").resolve(manager.tool);
  }

  /** The tool is not needed now, but the next change needs it again. */
  private void keepTool() throws IOException {
    if (!manager.tool.isEmpty()) {
      context.layer(manager.tool).types(Layer.Type.CACHE).keep();
    }
  }

  private List<String> more(String setting) {
    return context.settings().get(setting).map(words -> List.of(words.split("\\s+"))).orElse(List.of());
  }

  private void run(List<String> words, Map<String, String> env, String shown, String remedy) {
    context.log().step(shown);
    Command.of(context.app(), words).env(env).remedy(remedy).run("installing packages (" + shown + ")");
  }

  /** Files that differ from one installation of the same packages to the next would make another layer each time. */
  private static void removeStamps(Path venv) throws IOException {
    List<Path> stamps;
    try (var files = Files.walk(venv.resolve("lib"), 5)) {
      stamps = files.filter(file -> file.getFileName().toString().matches("uv_cache\\.json|INSTALLER\\.lock")).collect(Collectors.toList());
    }
    for (var stamp : stamps) {
      Files2.delete(stamp);
    }
    Files2.delete(venv.resolve(".lock"));
  }
}
