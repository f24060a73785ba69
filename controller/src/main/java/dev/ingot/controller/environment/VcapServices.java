package dev.ingot.controller.environment;

import dev.ingot.controller.service.BoundService;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How bound services look in `VCAP_SERVICES`, with CF's fields in CF's order (source: CF docs, "VCAP_SERVICES"). Pure. */
final class VcapServices {
  /** Label of what users provide themselves. */
  static final String USER_PROVIDED = "user-provided";
  private static final Map<String, String> DATABASES = Map.of("mysql", "mysql2", "mysql2", "mysql2", "postgres", "postgres", "postgresql", "postgres");

  private VcapServices() {}

  /** Label → bindings, in the order they were bound. */
  static Map<String, List<Map<String, @Nullable Object>>> of(List<BoundService> bound) {
    Map<String, List<Map<String, @Nullable Object>>> services = new LinkedHashMap<>();
    bound.forEach(service -> services.computeIfAbsent(USER_PROVIDED, label -> new ArrayList<>()).add(one(service)));
    return services;
  }

  static Map<String, @Nullable Object> one(BoundService service) {
    Map<String, @Nullable Object> one = new LinkedHashMap<>();
    one.put("label", USER_PROVIDED);
    one.put("name", service.name());
    one.put("tags", service.tags());
    one.put("instance_guid", service.instanceGuid());
    one.put("instance_name", service.instanceName());
    one.put("binding_guid", service.bindingGuid());
    one.put("binding_name", service.bindingName());
    one.put("credentials", service.credentials());
    one.put("syslog_drain_url", service.syslogDrainUrl());
    one.put("volume_mounts", List.of());
    return one;
  }

  /** `DATABASE_URL`: the first credential `uri` of a kind that Rails knows, with the scheme that Rails wants. */
  static Optional<String> databaseUrl(List<BoundService> bound) {
    for (BoundService service : bound) {
      if (service.credentials().get("uri") instanceof String text) {
        int colon = text.indexOf(':');
        String scheme = colon < 0 ? null : DATABASES.get(text.substring(0, colon));
        if (scheme != null && valid(text)) {
          return Optional.of(scheme + text.substring(colon));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean valid(String text) {
    try {
      return new URI(text).getScheme() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
