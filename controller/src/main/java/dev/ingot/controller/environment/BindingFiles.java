package dev.ingot.controller.environment;

import dev.ingot.api.error.ApiException;
import dev.ingot.controller.service.BoundService;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/**
 * Bound services as files for apps with one of the features `file-based-vcap-services` (one file, the JSON of `VCAP_SERVICES`) and
 * `service-binding-k8s` (a directory a binding, a file a value: servicebinding.io, "Workload projection"). Pure.
 */
final class BindingFiles {
  /** Where apps see them. */
  static final String ROOT = "/etc/cf-service-bindings";
  /** The one file of `file-based-vcap-services`. */
  static final String VCAP_FILE = "vcap_services";
  private static final int MAX_BYTES = 1_000_000;
  private static final Pattern BINDING = Pattern.compile("[a-z0-9\\-.]{1,253}");
  private static final Pattern FILE = Pattern.compile("[a-z0-9\\-._]{1,253}");
  private static final Set<String> DASHED = Set.of("binding_guid", "binding_name", "instance_guid", "instance_name", "syslog_drain_url", "volume_mounts");

  private final JsonMapper json;
  private final Map<String, String> files = new LinkedHashMap<>();

  private BindingFiles(JsonMapper json) {
    this.json = json;
  }

  /** The file of `file-based-vcap-services`. @throws ApiException 422 when it is larger than 1 MB */
  static Map<String, String> vcap(List<BoundService> bound, JsonMapper json) {
    return checked(Map.of(VCAP_FILE, json.writeValueAsString(VcapServices.of(bound))));
  }

  /** The files of `service-binding-k8s`, path → content. @throws ApiException 422 for names that cannot be files, or more than 1 MB */
  static Map<String, String> tree(List<BoundService> bound, JsonMapper json) {
    BindingFiles tree = new BindingFiles(json);
    Set<String> names = new HashSet<>();
    for (BoundService service : bound) {
      String name = service.name();
      if (!BINDING.matcher(name).matches() || name.equals(".") || name.equals("..")) {
        throw ApiException.unprocessable("Invalid binding name: '" + name + "'. Name must match /^" + BINDING + "$/");
      }
      if (!names.add(name)) {
        throw ApiException.unprocessable("Duplicate binding name: " + name);
      }
      service.credentials().forEach((key, value) -> tree.add(name, key, value));
      VcapServices.one(service).forEach((key, value) -> {
        if (!key.equals("credentials")) {
          tree.add(name, DASHED.contains(key) ? key.replace('_', '-') : key, value);
        }
      });
      tree.add(name, "type", VcapServices.USER_PROVIDED);
      tree.add(name, "provider", VcapServices.USER_PROVIDED);
    }
    return checked(tree.files);
  }

  private void add(String binding, String key, @org.jspecify.annotations.Nullable Object value) {
    if (!FILE.matcher(key).matches() || key.equals(".") || key.equals("..")) {
      throw ApiException.unprocessable("Invalid file name: " + (key.length() > 300 ? key.substring(0, 300) + "…" : key));
    }
    boolean nothing = value == null || value instanceof Collection<?> list && list.isEmpty() || value instanceof Map<?, ?> map && map.isEmpty();
    if (!nothing) {
      files.put(binding + "/" + key, value instanceof String text ? text : json.writeValueAsString(value));
    }
  }

  private static Map<String, String> checked(Map<String, String> files) {
    long bytes = files.entrySet().stream().mapToLong(file -> file.getKey().length() + (long) file.getValue().getBytes(StandardCharsets.UTF_8).length).sum();
    if (bytes > MAX_BYTES) {
      throw ApiException.unprocessable("Bindings exceed the maximum allowed bytesize of " + MAX_BYTES + ": " + bytes);
    }
    return files;
  }
}
