package dev.ingot.controller.environment;

import dev.ingot.api.error.ApiException;
import dev.ingot.controller.app.db.AppEntity;
import dev.ingot.controller.config.IngotProperties;
import dev.ingot.controller.environment.db.EnvironmentFacts;
import dev.ingot.controller.environment.db.EnvironmentFacts.AppFacts;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Makes environments of what the database says; what the platform sets wins over what the user set. */
@Component
class StoredAppEnvironment implements AppEnvironment {
  private static final int OPEN_FILES = 16_384;

  private final EnvironmentFacts facts;
  private final VariableGroups groups;
  private final ServiceEnvironment services;
  private final IngotProperties properties;
  private final JsonMapper json;

  StoredAppEnvironment(EnvironmentFacts facts, VariableGroups groups, ServiceEnvironment services, IngotProperties properties, JsonMapper json) {
    this.facts = facts;
    this.groups = groups;
    this.services = services;
    this.properties = properties;
    this.json = json;
  }

  @Override
  public Map<String, String> running(String appGuid, String processGuid) {
    var process = facts.process(appGuid, processGuid).orElseThrow(() -> ApiException.notFound("Process"));
    Map<String, Object> application = application(process.app(), process.memoryMb(), process.diskMb());
    application.put("process_id", process.guid());
    application.put("process_type", process.type());
    application.put("version", process.version());
    application.put("application_version", process.version());
    return environment(process.app(), application, process.memoryMb(), VariableGroups.RUNNING, running(process.app()));
  }

  @Override
  public Map<String, String> task(String appGuid, int memoryMb, int diskMb) {
    AppFacts app = facts.app(appGuid).orElseThrow(() -> ApiException.notFound("App"));
    return environment(app, application(app, memoryMb, diskMb), memoryMb, VariableGroups.RUNNING, running(app));
  }

  @Override
  public Map<String, String> staging(String buildGuid) {
    var build = facts.build(buildGuid).orElseThrow(() -> ApiException.notFound("Build"));
    Map<String, String> environment = environment(build.app(), application(build.app(), build.memoryMb(), build.diskMb()), build.memoryMb(),
        VariableGroups.STAGING, services.staging(build.app().guid()));
    if (build.stack() != null) {
      environment.put("CF_STACK", build.stack());
    }
    return environment;
  }

  @Override
  public Map<String, Object> application(String appGuid) {
    AppFacts app = facts.app(appGuid).orElseThrow(() -> ApiException.notFound("App"));
    Map<String, Object> application = application(app, 0, 0);
    application.put("limits", Map.of("fds", OPEN_FILES));
    return application;
  }

  @Override
  public Map<String, Object> services(AppEntity app) {
    return services.shown(app);
  }

  @Override
  public Map<String, String> serviceFiles(String appGuid) {
    AppFacts app = facts.app(appGuid).orElseThrow(() -> ApiException.notFound("App"));
    return services.files(appGuid, ServiceEnvironment.among(app.features()));
  }

  private Map<String, String> running(AppFacts app) {
    return services.running(app.guid(), ServiceEnvironment.among(app.features()));
  }

  private Map<String, String> environment(AppFacts app, Map<String, Object> application, int memoryMb, String group, Map<String, String> ofServices) {
    Map<String, String> environment = new TreeMap<>();
    environment.put("LANG", "en_US.UTF-8");
    environment.putAll(groups.variables(group));
    environment.putAll(app.own());
    environment.put("VCAP_APPLICATION", json.writeValueAsString(application));
    environment.put("MEMORY_LIMIT", memoryMb + "m");
    environment.putAll(ofServices);
    return environment;
  }

  private Map<String, Object> application(AppFacts app, int memoryMb, int diskMb) {
    Map<String, Object> limits = new LinkedHashMap<>();
    limits.put("fds", OPEN_FILES);
    limits.put("mem", memoryMb);
    limits.put("disk", diskMb);
    Map<String, Object> application = new LinkedHashMap<>();
    application.put("cf_api", properties.externalUrl().toString());
    application.put("limits", limits);
    application.put("application_name", app.name());
    application.put("application_uris", app.uris());
    application.put("name", app.name());
    application.put("space_name", app.spaceName());
    application.put("space_id", app.spaceGuid());
    application.put("organization_id", app.organizationGuid());
    application.put("organization_name", app.organizationName());
    application.put("uris", app.uris());
    application.put("application_id", app.guid());
    return application;
  }
}
