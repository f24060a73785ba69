package dev.ingot.controller.environment.http;

import dev.ingot.api.app.AppEnv;
import dev.ingot.controller.app.Apps;
import dev.ingot.controller.environment.AppEnvironment;
import dev.ingot.controller.auth.Permission;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** `GET /v3/apps/:guid/env`. There are no variable groups and services on this platform yet, so those parts are empty. */
@RestController
class EnvironmentEndpoint {
  private final Apps apps;
  private final AppEnvironment environment;

  EnvironmentEndpoint(Apps apps, AppEnvironment environment) {
    this.apps = apps;
    this.environment = environment;
  }

  @GetMapping("/v3/apps/{guid}/env")
  AppEnv env(@PathVariable String guid) {
    apps.get(guid, Permission.READ_SECRETS);
    var app = apps.readEnvironment(guid);
    return new AppEnv(Map.of(), Map.of(), app.environment(), Map.of("VCAP_SERVICES", Map.of()),
        Map.of("VCAP_APPLICATION", environment.application(guid)));
  }
}
