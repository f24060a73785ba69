package dev.ingot.controller.app;

import dev.ingot.api.app.AppFeature;
import dev.ingot.api.error.ApiException;
import dev.ingot.controller.app.db.AppEntity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The features apps have, with their defaults (source: CF v3 API, "App features"). */
public enum AppFeatures {
  SSH("ssh", "Enable SSHing into the app.", true),
  REVISIONS("revisions", "Enable versioning of an application", true),
  SERVICE_BINDING_K8S("service-binding-k8s", "Enable k8s service bindings for the app", false),
  FILE_BASED_VCAP_SERVICES("file-based-vcap-services", "Enable file-based VCAP service bindings for the app", false);

  private static final Map<String, AppFeatures> BY_NAME = new LinkedHashMap<>();

  static {
    List.of(values()).forEach(feature -> BY_NAME.put(feature.label, feature));
  }

  private final String label;
  private final String description;
  private final boolean enabledByDefault;

  AppFeatures(String label, String description, boolean enabledByDefault) {
    this.label = label;
    this.description = description;
    this.enabledByDefault = enabledByDefault;
  }

  /** The feature with this name on the wire; 404 `Feature not found` when there is none. */
  public static AppFeatures named(String name) {
    AppFeatures feature = BY_NAME.get(name);
    if (feature == null) {
      throw ApiException.notFound("Feature");
    }
    return feature;
  }

  /** Whether there is a feature of this name. */
  public static boolean exists(String name) {
    return BY_NAME.containsKey(name);
  }

  /** Its name on the wire. */
  public String label() {
    return label;
  }

  /** Whether it is on for an app. */
  public boolean enabled(AppEntity app) {
    return enabled(app.features());
  }

  /** Whether it is on, given the features that were switched. */
  public boolean enabled(Map<String, Boolean> switched) {
    return switched.getOrDefault(label, enabledByDefault);
  }

  /** Switches it; 422 for both ways of service bindings as files at once. */
  public void set(AppEntity app, boolean enabled) {
    if (enabled && (this == SERVICE_BINDING_K8S && FILE_BASED_VCAP_SERVICES.enabled(app) || this == FILE_BASED_VCAP_SERVICES && SERVICE_BINDING_K8S.enabled(app))) {
      throw ApiException.unprocessable("'file-based-vcap-services' and 'service-binding-k8s' features cannot be enabled at the same time.");
    }
    app.feature(label, enabled);
  }

  /** As the API answers it. */
  public AppFeature wire(AppEntity app) {
    return new AppFeature(label, description, enabled(app));
  }
}
