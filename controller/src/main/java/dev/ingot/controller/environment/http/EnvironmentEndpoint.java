package dev.ingot.controller.environment.http;

import dev.ingot.api.app.AppEnv;
import dev.ingot.controller.app.Apps;
import dev.ingot.controller.auth.Permission;
import dev.ingot.controller.environment.AppEnvironment;
import dev.ingot.controller.environment.VariableGroups;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** `GET /v3/apps/:guid/env`. */
@RestController
class EnvironmentEndpoint {
  private final Apps apps;
  private final AppEnvironment environment;
  private final VariableGroups groups;

  EnvironmentEndpoint(Apps apps, AppEnvironment environment, VariableGroups groups) {
    this.apps = apps;
    this.environment = environment;
    this.groups = groups;
  }

  @GetMapping("/v3/apps/{guid}/env")
  AppEnv env(@PathVariable String guid) {
    apps.get(guid, Permission.READ_SECRETS);
    var app = apps.readEnvironment(guid);
    return new AppEnv(groups.variables(VariableGroups.STAGING), groups.variables(VariableGroups.RUNNING), app.environment(), environment.services(app),
        Map.of("VCAP_APPLICATION", environment.application(guid)));
  }
}
