package dev.ingot.controller.service;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an app gets of a service it is bound to. Secret.
 *
 * @param bindingName null = none was given
 * @param credentials in the order they were given
 */
public record BoundService(String bindingGuid, @Nullable String bindingName, String instanceGuid, String instanceName, List<String> tags,
    Map<String, @Nullable Object> credentials, @Nullable String syslogDrainUrl) {
  /** The binding's name, or else the instance's. */
  public String name() {
    return bindingName == null ? instanceName : bindingName;
  }
}
