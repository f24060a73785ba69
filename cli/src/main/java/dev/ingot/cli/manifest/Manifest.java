package dev.ingot.cli.manifest;

import dev.ingot.cli.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** An app manifest (CF's format), as it goes to the server: variables filled in, options of the command line laid over it. */
public final class Manifest {
  private static final Pattern VARIABLE = Pattern.compile("\\(\\(([^()\\s]+)\\)\\)");
  private final Map<String, Object> document;
  private final List<App> apps;
  private final Path directory;

  private Manifest(Map<String, Object> document, List<App> apps, Path directory) {
    this.document = document;
    this.apps = apps;
    this.directory = directory;
  }

  /** One app to push. `keys` is its part of the manifest; `path` is where its files are. */
  public record App(String name, Path path, Map<String, Object> keys) {}

  /**
   * Where the manifest is.
   *
   * @param named by the user; null = manifest.yml in the directory that `path` is, else in this one
   * @return null = there is none
   */
  public static @Nullable Path file(@Nullable Path named, @Nullable Path path) {
    if (named != null) {
      if (!Files.isReadable(named)) {
        throw new Failure("cannot read the manifest " + named);
      }
      return named;
    }
    Path base = path != null && Files.isDirectory(path) ? path : Path.of("");
    for (String candidate : new String[] {"manifest.yml", "manifest.yaml"}) {
      if (Files.isReadable(base.resolve(candidate))) {
        return base.resolve(candidate);
      }
    }
    return null;
  }

  /**
   * @param file null = no manifest: one app, named `only` or after this directory
   * @param only of several apps, the one to push; null = all
   */
  public static Manifest read(@Nullable Path file, Map<String, String> variables, @Nullable String only) throws IOException {
    if (file == null) {
      return withoutFile(only);
    }
    Map<String, Object> document = parse(file, variables);
    Path directory = file.toAbsolutePath().getParent();
    List<App> apps = new ArrayList<>();
    if (!(document.get("applications") instanceof List<?> list) || list.isEmpty()) {
      throw new Failure(file + " lists no applications. A manifest begins with 'applications:' and '- name: NAME'.");
    }
    for (Object entry : list) {
      apps.add(app(file, directory, entry, only, list.size()));
    }
    apps.removeIf(app -> only != null && list.size() > 1 && !app.name().equals(only));
    if (apps.isEmpty()) {
      throw new Failure("app '" + only + "' is not in " + file);
    }
    return new Manifest(document, apps, directory);
  }

  private static Manifest withoutFile(@Nullable String only) {
    Path here = Path.of("").toAbsolutePath();
    String name = only != null ? only : String.valueOf(here.getFileName());
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("name", name);
    return new Manifest(new LinkedHashMap<>(), new ArrayList<>(List.of(new App(name, here, keys))), here);
  }

  private static App app(Path file, Path directory, Object entry, @Nullable String only, int count) {
    if (!(entry instanceof Map<?, ?> map) || !(map.get("name") instanceof String || count == 1 && only != null)) {
      throw new Failure(file + ": each application needs a name");
    }
    Map<String, Object> keys = new LinkedHashMap<>();
    map.forEach((key, value) -> keys.put(String.valueOf(key), value));
    String name = count == 1 && only != null ? only : (String) keys.get("name");
    keys.put("name", name);
    Path path = keys.get("path") instanceof String relative ? directory.resolve(relative).normalize() : directory;
    return new App(name, path, keys);
  }

  private static Map<String, Object> parse(Path file, Map<String, String> variables) throws IOException {
    String text = fill(file, Files.readString(file), variables);
    try {
      Object loaded = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
      if (loaded instanceof Map<?, ?> map) {
        Map<String, Object> document = new LinkedHashMap<>();
        map.forEach((key, value) -> document.put(String.valueOf(key), value));
        return document;
      }
      throw new Failure(file + " is not a manifest: expected 'applications:' at the top");
    } catch (YAMLException e) {
      throw new Failure(file + " is not valid YAML: " + e.getMessage(), e);
    }
  }

  private static String fill(Path file, String text, Map<String, String> variables) {
    Matcher matcher = VARIABLE.matcher(text);
    return matcher.replaceAll(match -> {
      String value = variables.get(match.group(1));
      if (value == null) {
        throw new Failure(file + " needs a value for ((" + match.group(1) + ")): --var " + match.group(1) + "=VALUE");
      }
      return Matcher.quoteReplacement(value);
    });
  }

  public List<App> apps() {
    return apps;
  }

  public void override(Overrides said) {
    if (said.forOneApp() && apps.size() > 1) {
      throw new Failure("the manifest has " + apps.size() + " apps: name the one these options are for: ingot push NAME …");
    }
    App app = apps.getFirst();
    Map<String, Object> keys = app.keys();
    if (said.path() != null) {
      apps.set(0, new App(app.name(), said.path().toAbsolutePath().normalize(), keys));
    }
    Map<String, Object> web = web(keys);
    put(keys, "buildpacks", said.buildpacks().isEmpty() ? null : said.buildpacks());
    put(web, "command", said.command());
    put(web, "instances", said.instances());
    put(web, "memory", said.memory());
    put(web, "disk_quota", said.disk());
    put(web, "health-check-type", said.healthCheckType() == null && said.endpoint() != null ? "http" : said.healthCheckType());
    put(web, "health-check-http-endpoint", said.endpoint());
    put(keys, "no-route", said.noRoute() ? true : null);
    put(keys, "random-route", said.randomRoute() ? true : null);
  }

  /** The web process's own entry where the manifest has one, else the app. */
  @SuppressWarnings("unchecked")
  private static Map<String, Object> web(Map<String, Object> keys) {
    if (keys.get("processes") instanceof List<?> processes) {
      for (Object process : processes) {
        if (process instanceof Map<?, ?> map && "web".equals(map.get("type"))) {
          return (Map<String, Object>) map;
        }
      }
    }
    return keys;
  }

  private static void put(Map<String, Object> keys, String key, @Nullable Object value) {
    if (value != null) {
      keys.put(key, value);
    }
  }

  /** What the server gets; every app that says nothing of routes asks for the default one. */
  public String toYaml() {
    List<Object> applications = new ArrayList<>();
    for (App app : apps) {
      Map<String, Object> keys = new LinkedHashMap<>(app.keys());
      keys.remove("path");
      if (!keys.containsKey("no-route") && !keys.containsKey("random-route")) {
        keys.put("default-route", true);
      }
      applications.add(keys);
    }
    Map<String, Object> whole = new LinkedHashMap<>();
    if (document.containsKey("version")) {
      whole.put("version", document.get("version"));
    }
    whole.put("applications", applications);
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    return new Yaml(options).dump(whole);
  }

  Path directory() {
    return directory;
  }
}
