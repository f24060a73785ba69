package dev.ingot.controller.environment;

import dev.ingot.api.error.ApiException;
import dev.ingot.controller.app.AppFeatures;
import dev.ingot.controller.app.AppListener;
import dev.ingot.controller.app.db.AppEntity;
import dev.ingot.controller.service.BoundService;
import dev.ingot.controller.service.BoundServices;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** What an app gets of the services it is bound to: variables, or files where one of its features says so. */
@Component
class ServiceEnvironment implements AppListener {
  /** Longest text one variable can have: Linux takes 128 KiB with name and end. */
  private static final int MAX_VARIABLE = 130_000;
  private static final Logger LOG = LoggerFactory.getLogger(ServiceEnvironment.class);

  private final BoundServices services;
  private final JsonMapper json;

  ServiceEnvironment(BoundServices services, JsonMapper json) {
    this.services = services;
    this.json = json;
  }

  /** Variables of a running instance or task. @param enabled which features the app has */
  Map<String, String> running(String appGuid, Predicate<AppFeatures> enabled) {
    List<BoundService> bound = services.of(appGuid);
    Map<String, String> variables = new TreeMap<>();
    VcapServices.databaseUrl(bound).ifPresent(url -> variables.put("DATABASE_URL", url));
    if (enabled.test(AppFeatures.SERVICE_BINDING_K8S)) {
      variables.put("SERVICE_BINDING_ROOT", BindingFiles.ROOT);
    } else if (enabled.test(AppFeatures.FILE_BASED_VCAP_SERVICES)) {
      variables.put("VCAP_SERVICES_FILE_PATH", BindingFiles.ROOT + "/" + BindingFiles.VCAP_FILE);
    } else {
      variables.put("VCAP_SERVICES", variable(appGuid, bound));
    }
    return variables;
  }

  /** Variables of a build: files are not mounted there, so that it is `VCAP_SERVICES` always. */
  Map<String, String> staging(String appGuid) {
    List<BoundService> bound = services.of(appGuid);
    Map<String, String> variables = new TreeMap<>();
    VcapServices.databaseUrl(bound).ifPresent(url -> variables.put("DATABASE_URL", url));
    variables.put("VCAP_SERVICES", variable(appGuid, bound));
    return variables;
  }

  /** The variables as `GET /v3/apps/:guid/env` shows them. */
  Map<String, Object> shown(AppEntity app) {
    if (AppFeatures.SERVICE_BINDING_K8S.enabled(app)) {
      return Map.of("SERVICE_BINDING_ROOT", BindingFiles.ROOT);
    }
    if (AppFeatures.FILE_BASED_VCAP_SERVICES.enabled(app)) {
      return Map.of("VCAP_SERVICES_FILE_PATH", BindingFiles.ROOT + "/" + BindingFiles.VCAP_FILE);
    }
    return Map.of("VCAP_SERVICES", VcapServices.of(services.of(app.guid())));
  }

  /** Files below {@link BindingFiles#ROOT}, path → content; none when the app has neither feature. */
  Map<String, String> files(String appGuid, Predicate<AppFeatures> enabled) {
    try {
      return checked(services.of(appGuid), enabled);
    } catch (ApiException e) {
      // Starts are refused before it comes to this; an instance that starts anew must not stop all others from starting.
      LOG.error("the bindings of app {} cannot be files, it starts without them: {}", appGuid, e.detail());
      return Map.of();
    }
  }

  /** Refuses a start with bindings that cannot be given to the app. */
  @Override
  public void replaced(AppEntity app, boolean before) {
    List<BoundService> bound = services.of(app.guid());
    boolean asFiles = AppFeatures.SERVICE_BINDING_K8S.enabled(app) || AppFeatures.FILE_BASED_VCAP_SERVICES.enabled(app);
    if (asFiles) {
      checked(bound, feature -> feature.enabled(app));
    } else if (text(bound).getBytes(StandardCharsets.UTF_8).length > MAX_VARIABLE) {
      throw ApiException.unprocessable("The app's bindings make VCAP_SERVICES longer than " + MAX_VARIABLE
          + " bytes, more than an environment variable can hold. Enable the app's feature 'file-based-vcap-services'.");
    }
  }

  private Map<String, String> checked(List<BoundService> bound, Predicate<AppFeatures> enabled) {
    if (enabled.test(AppFeatures.SERVICE_BINDING_K8S)) {
      return BindingFiles.tree(bound, json);
    }
    return enabled.test(AppFeatures.FILE_BASED_VCAP_SERVICES) ? BindingFiles.vcap(bound, json) : Map.of();
  }

  private String variable(String appGuid, List<BoundService> bound) {
    String text = text(bound);
    if (text.getBytes(StandardCharsets.UTF_8).length > MAX_VARIABLE) {
      LOG.error("VCAP_SERVICES of app {} is too long for a variable, it gets an empty one", appGuid);
      return "{}";
    }
    return text;
  }

  private String text(List<BoundService> bound) {
    return json.writeValueAsString(VcapServices.of(bound));
  }

  /** Asks whether features are on, given those that were switched. */
  static Predicate<AppFeatures> among(Map<String, Boolean> switched) {
    return feature -> feature.enabled(switched);
  }
}
