package dev.ingot.controller.manifest;

import dev.ingot.controller.manifest.ManifestApp.Check;
import dev.ingot.controller.manifest.ManifestApp.ManifestProcess;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Process settings of a manifest: those at the app's top level mean `web`, and an explicit entry for `web` wins over them whole. */
final class ProcessReader {
  private static final Set<String> KEYS = Set.of("command", "instances", "memory", "disk_quota", "disk-quota", "log-rate-limit-per-second",
      "timeout", "health-check-type", "health-check-http-endpoint", "health-check-invocation-timeout", "health-check-interval",
      "readiness-health-check-type", "readiness-health-check-http-endpoint", "readiness-health-check-invocation-timeout",
      "readiness-health-check-interval");
  private static final Set<String> CHECKS = Set.of("port", "http", "process");

  private ProcessReader() {}

  static List<ManifestProcess> processes(Fields app) {
    List<ManifestProcess> processes = new ArrayList<>();
    Set<String> types = new HashSet<>();
    for (Object value : Objects.requireNonNullElse(app.list("processes", 100), List.of())) {
      if (!(value instanceof Map<?, ?> map) || map.get("type") == null) {
        app.problem("processes must be a list of objects with a key 'type'");
        continue;
      }
      ManifestProcess process = process(app.in(map, "Process \"" + map.get("type") + "\""), Objects.requireNonNullElse(app.in(map, "").text("type", 255), ""));
      if (!types.add(process.type())) {
        app.problem("Process \"" + process.type() + "\" may only be present once");
      }
      processes.add(process);
    }
    if (!types.contains("web") && KEYS.stream().anyMatch(app::has)) {
      processes.addFirst(process(app, "web"));
    }
    return processes;
  }

  private static ManifestProcess process(Fields fields, String type) {
    Check health = check(fields, "health-check");
    Check readiness = check(fields, "readiness-health-check");
    return new ManifestProcess(type, fields.has("command"), command(fields), fields.integer("instances", 0, ManifestParser.MAX_INSTANCES),
        fields.megabytes("memory"), fields.megabytes(fields.either("disk_quota", "disk-quota")),
        fields.logRate("log-rate-limit-per-second"), fields.integer("timeout", 1, ManifestParser.MAX_SECONDS), health, readiness);
  }

  /** The words null and default mean the droplet's command, as `cf push -c null` writes them. */
  private static @Nullable String command(Fields fields) {
    String command = fields.text("command", 4096);
    if (command != null && command.isBlank()) {
      fields.problem("command must have at least 1 character");
    }
    return command == null || command.equals("null") || command.equals("default") ? null : command;
  }

  private static Check check(Fields fields, String prefix) {
    String type = fields.text(prefix + "-type", 20);
    if ("none".equals(type)) {
      type = "process";
    } else if (type != null && !CHECKS.contains(type)) {
      fields.problem(prefix + "-type must be \"port\", \"process\", or \"http\"");
    }
    String endpoint = fields.text(prefix + "-http-endpoint", 255);
    if (endpoint != null && !endpoint.startsWith("/")) {
      fields.problem(prefix + "-http-endpoint must be a valid URI path");
    }
    if (endpoint != null && type != null && !type.equals("http")) {
      fields.problem(prefix + "-type must be \"http\" to set a health check HTTP endpoint");
    }
    return new Check(type, endpoint, fields.integer(prefix + "-invocation-timeout", 1, ManifestParser.MAX_SECONDS),
        fields.integer(prefix + "-interval", 1, ManifestParser.MAX_SECONDS));
  }
}
