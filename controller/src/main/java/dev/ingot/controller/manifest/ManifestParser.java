package dev.ingot.controller.manifest;

import dev.ingot.controller.app.AppFeatures;
import dev.ingot.controller.app.UserEnvironment;
import dev.ingot.controller.manifest.ManifestApp.ManifestRoute;
import dev.ingot.controller.manifest.ManifestApp.ManifestService;
import dev.ingot.controller.sidecar.SidecarSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads manifests (source: CF v3 API, "Manifests"; cf-cli-contract.md §2.2). Pure; unknown keys are ignored, as clients pass through what users write. */
public final class ManifestParser {
  /** Largest memory or disk of one instance in MiB. */
  public static final int MAX_MEGABYTES = 1 << 24;
  static final int MAX_INSTANCES = 100_000;
  static final int MAX_SECONDS = 3600;
  private static final int MAX_APPS = 100;
  private static final int MAX_LIST = 200;
  private static final int MAX_TEXT = 4096;
  private static final Set<String> LIFECYCLES = Set.of("buildpack", "cnb", "docker");

  private ManifestParser() {}

  /**
   * The apps in the manifest's order, at least one.
   *
   * @throws ManifestException with every problem found
   */
  public static List<ManifestApp> parse(String yaml) {
    List<String> problems = new ArrayList<>();
    List<ManifestApp> apps = apps(SafeYaml.read(yaml), problems);
    if (!problems.isEmpty()) {
      throw new ManifestException(problems);
    }
    return apps;
  }

  private static List<ManifestApp> apps(@Nullable Object document, List<String> problems) {
    if (!(document instanceof Map<?, ?> top)) {
      throw new ManifestException(List.of("The manifest must be an object with a list 'applications'"));
    }
    Object version = top.get("version");
    if (version != null && !version.equals(1)) {
      problems.add("Unsupported manifest schema version. Currently supported versions: [1].");
    }
    if (!(top.get("applications") instanceof List<?> list) || list.isEmpty()) {
      problems.add("Cannot parse manifest with no 'applications' field.");
      return List.of();
    }
    if (list.size() > MAX_APPS) {
      problems.add("The manifest has more than " + MAX_APPS + " applications");
      return List.of();
    }
    List<ManifestApp> apps = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < list.size(); i++) {
      ManifestApp app = app(list.get(i), i, problems);
      if (app != null && !names.add(app.name())) {
        problems.add("For application '" + app.name() + "': the name is used by two applications of the manifest");
      }
      if (app != null) {
        apps.add(app);
      }
    }
    return apps;
  }

  private static @Nullable ManifestApp app(@Nullable Object value, int index, List<String> problems) {
    String position = "For application at index " + index + ":";
    if (!(value instanceof Map<?, ?> map)) {
      problems.add(position + " it must be an object");
      return null;
    }
    String name = new Fields(map, position, problems).text("name", 250);
    if (name == null || name.isBlank() || name.chars().anyMatch(Character::isISOControl)) {
      problems.add(position + " Name must not be empty or hold control characters");
      return null;
    }
    Fields fields = new Fields(map, "For application '" + name + "':", problems);
    Map<String, @Nullable Object> metadata = fields.object("metadata");
    String lifecycle = fields.oneOf("lifecycle", LIFECYCLES);
    if (lifecycle == null && fields.raw("docker") != null) {
      lifecycle = "docker";
    }
    if ("docker".equals(lifecycle) && (fields.has("buildpacks") || fields.has("buildpack"))) {
      fields.problem("Docker cannot be configured with buildpacks");
    }
    return new ManifestApp(name, lifecycle, buildpacks(fields), fields.text("stack", 250), env(fields), routes(fields),
        fields.flag("no-route"), fields.flag("random-route"), fields.flag("default-route"), ProcessReader.processes(fields),
        strings(fields, metadata.get("labels"), "metadata labels"), strings(fields, metadata.get("annotations"), "metadata annotations"),
        features(fields), services(fields), sidecars(fields));
  }

  private static @Nullable List<String> buildpacks(Fields fields) {
    List<?> list = fields.list("buildpacks", 50);
    if (list != null) {
      List<String> buildpacks = new ArrayList<>();
      for (Object buildpack : list) {
        if (buildpack == null || buildpack instanceof Map || buildpack instanceof List || String.valueOf(buildpack).length() > MAX_TEXT) {
          fields.problem("Buildpacks can only contain strings");
        } else {
          buildpacks.add(String.valueOf(buildpack));
        }
      }
      return buildpacks;
    }
    if (!fields.has("buildpack")) {
      return null;
    }
    String single = fields.text("buildpack", MAX_TEXT);
    return single == null || single.equals("null") || single.equals("default") ? List.of() : List.of(single);
  }

  private static Map<String, @Nullable String> env(Fields fields) {
    Map<String, @Nullable String> env = new LinkedHashMap<>();
    fields.object("env").forEach((key, value) -> env.put(key, value == null ? null : UserEnvironment.text(value)));
    String problem = UserEnvironment.problem(env);
    if (problem != null) {
      fields.problem(problem);
    }
    return env;
  }

  private static @Nullable List<ManifestRoute> routes(Fields fields) {
    List<?> list = fields.list("routes", MAX_LIST);
    if (list == null) {
      return null;
    }
    List<ManifestRoute> routes = new ArrayList<>();
    for (Object value : list) {
      if (!(value instanceof Map<?, ?> map) || map.get("route") == null) {
        fields.problem("routes must be a list of objects with a key 'route'");
        continue;
      }
      Fields route = fields.in(map, "route '" + map.get("route") + "'");
      routes.add(new ManifestRoute(Objects.requireNonNullElse(route.text("route", 500), ""),
          route.oneOf("protocol", Set.of("http1", "http2", "tcp")), strings(route, map.get("options"), "options")));
    }
    return routes;
  }

  private static Map<String, @Nullable String> strings(Fields fields, @Nullable Object value, String what) {
    if (value == null) {
      return Map.of();
    }
    if (!(value instanceof Map<?, ?> map) || map.size() > MAX_LIST) {
      fields.problem(what + " must be an object of at most " + MAX_LIST + " entries");
      return Map.of();
    }
    Map<String, @Nullable String> strings = new LinkedHashMap<>();
    map.forEach((key, text) -> strings.put(String.valueOf(key), text == null ? null : String.valueOf(text)));
    return strings;
  }

  private static Map<String, Boolean> features(Fields fields) {
    Map<String, Boolean> features = new LinkedHashMap<>();
    fields.object("features").forEach((name, enabled) -> {
      if (!AppFeatures.exists(name)) {
        fields.problem("Unknown feature(s): '" + name + "'");
      } else if (enabled instanceof Boolean flag) {
        features.put(name, flag);
      } else {
        fields.problem("feature '" + name + "' must be a boolean");
      }
    });
    return features;
  }

  private static List<ManifestService> services(Fields fields) {
    List<ManifestService> services = new ArrayList<>();
    for (Object value : Objects.requireNonNullElse(fields.list("services", MAX_LIST), List.of())) {
      if (value instanceof Map<?, ?> map && map.get("name") != null) {
        Fields service = fields.in(map, "service '" + map.get("name") + "'");
        String name = service.text("name", 250);
        Object parameters = map.get("parameters");
        if (parameters != null && !(parameters instanceof Map)) {
          service.problem("parameters must be an object");
        }
        services.add(new ManifestService(Objects.requireNonNullElse(name, ""), service.text(service.either("binding_name", "binding-name"), 250), parameters != null));
      } else if (value == null || value instanceof Map || value instanceof List) {
        fields.problem("services must be a list of names, or of objects with a key 'name'");
      } else {
        services.add(new ManifestService(String.valueOf(value), null, false));
      }
    }
    return services;
  }

  private static List<SidecarSpec> sidecars(Fields fields) {
    List<SidecarSpec> sidecars = new ArrayList<>();
    for (Object value : Objects.requireNonNullElse(fields.list("sidecars", MAX_LIST), List.of())) {
      if (!(value instanceof Map<?, ?> map) || map.get("name") == null) {
        fields.problem("sidecars must be a list of objects with a key 'name'");
        continue;
      }
      Fields sidecar = fields.in(map, "sidecar '" + map.get("name") + "'");
      List<?> types = sidecar.list("process_types", MAX_LIST);
      sidecars.add(new SidecarSpec(sidecar.text("name", 250), sidecar.text("command", MAX_TEXT),
          types == null ? null : types.stream().map(String::valueOf).toList(), sidecar.megabytes("memory")));
    }
    return sidecars;
  }
}
