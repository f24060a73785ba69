package dev.ingot.cell.instance;

import dev.ingot.api.cell.v1.StartInstance;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The environment of an instance: the image's, below the platform's and user's, below what only the cell knows. Pure. */
final class InstanceEnv {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private InstanceEnv() {}

  /**
   * `NAME=value` of every variable.
   *
   * @param hostAddress of the cell's machine
   * @param home an existing directory of the image
   * @param tmp an existing directory of the image
   */
  static List<String> of(StartInstance spec, Map<String, String> image, String hostAddress, String containerAddress, String home, String tmp) {
    Map<String, String> env = new LinkedHashMap<>();
    env.put("PATH", DEFAULT_PATH);
    if (spec.getDocker()) {
      env.put("HOME", home);
      env.putAll(image);
    } else {
      env.put("LANG", "en_US.UTF-8");
      env.putAll(image);
      env.put("HOME", home);
      env.put("TMPDIR", tmp);
      env.put("USER", "vcap");
    }
    env.putAll(spec.getEnvMap());
    // Less than the container's when sidecars have their part of it: then the controller says so.
    env.putIfAbsent("MEMORY_LIMIT", (spec.getMemoryBytes() >> 20) + "m");
    if (!spec.getTask()) {
      env.put("INSTANCE_INDEX", Integer.toString(spec.getIndex()));
      env.put("CF_INSTANCE_INDEX", Integer.toString(spec.getIndex()));
      env.put("INSTANCE_GUID", spec.getInstanceGuid());
    }
    env.put("CF_INSTANCE_GUID", spec.getInstanceGuid());
    env.put("CF_INSTANCE_IP", hostAddress);
    env.put("CF_INSTANCE_INTERNAL_IP", containerAddress);
    ports(spec, env);
    env.put("VCAP_APPLICATION", application(env.getOrDefault("VCAP_APPLICATION", "{}"), spec));
    return env.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
  }

  /** No host port exists: the router dials the container. */
  private static void ports(StartInstance spec, Map<String, String> env) {
    env.put("CF_INSTANCE_PORT", "");
    env.put("CF_INSTANCE_ADDR", "");
    env.put("CF_INSTANCE_PORTS", "[]");
    if (spec.getPortsCount() > 0) {
      String port = Integer.toString(spec.getPorts(0));
      env.put("PORT", port);
      env.put("VCAP_APP_PORT", port);
      env.put("VCAP_APP_HOST", "0.0.0.0");
      env.put("CF_INSTANCE_PORTS", JSON.writeValueAsString(spec.getPortsList().stream().map(p -> Map.of("internal", p)).toList()));
    }
  }

  private static String application(String given, StartInstance spec) {
    JsonNode parsed;
    try {
      parsed = JSON.readTree(given);
    } catch (JacksonException e) {
      return given;
    }
    if (!(parsed instanceof ObjectNode application)) {
      return given;
    }
    application.put("host", "0.0.0.0");
    application.put("instance_id", spec.getInstanceGuid());
    if (!spec.getTask()) {
      application.put("instance_index", spec.getIndex());
    }
    if (spec.getPortsCount() > 0) {
      application.put("port", spec.getPorts(0));
    }
    return JSON.writeValueAsString(application);
  }
}
