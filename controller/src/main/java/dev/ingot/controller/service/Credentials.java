package dev.ingot.controller.service;

import dev.ingot.api.error.ApiException;
import dev.ingot.controller.crypto.Vault;
import dev.ingot.controller.service.db.ServiceInstanceEntity;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The credentials of service instances: a JSON object each, sealed in the row. */
@Component
class Credentials {
  private static final int MAX_BYTES = 64 * 1024;
  private static final TypeReference<Map<String, @Nullable Object>> OBJECT = new TypeReference<>() {};

  private final Vault vault;
  private final JsonMapper json;

  Credentials(Vault vault, JsonMapper json) {
    this.vault = vault;
    this.json = json;
  }

  /** Keeps them in the row. 422 when they are larger than 64 KiB. */
  void set(ServiceInstanceEntity instance, Map<String, @Nullable Object> credentials) {
    String text = json.writeValueAsString(credentials);
    if (text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      throw ApiException.unprocessable("Credentials is too long (maximum is " + MAX_BYTES + " bytes of JSON)");
    }
    instance.credentials(vault.seal(text, place(instance)));
  }

  /** In the order they were given. */
  Map<String, @Nullable Object> of(ServiceInstanceEntity instance) {
    return json.readValue(vault.open(instance.credentials(), place(instance)), OBJECT);
  }

  private static String place(ServiceInstanceEntity instance) {
    return "service_instances.credentials/" + instance.guid();
  }
}
