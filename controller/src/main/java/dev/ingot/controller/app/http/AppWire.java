package dev.ingot.controller.app.http;

import dev.ingot.api.app.App;
import dev.ingot.api.app.EnvironmentVariables;
import dev.ingot.api.app.Lifecycle;
import dev.ingot.api.common.Link;
import dev.ingot.api.common.ToOne;
import dev.ingot.controller.app.db.AppEntity;
import dev.ingot.controller.http.Links;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Apps as the API answers them. */
@Component
public class AppWire {
  private static final List<String> PARTS = List.of("environment_variables", "processes", "packages", "droplets", "features", "revisions");

  private final Links links;

  AppWire(Links links) {
    this.links = links;
  }

  /** The app. */
  public App app(AppEntity app) {
    boolean docker = app.lifecycleType().equals("docker");
    var lifecycle = new Lifecycle(app.lifecycleType(), docker ? new Lifecycle.Data(null, null) : new Lifecycle.Data(app.buildpacks(), app.stack()));
    return new App(app.guid(), app.createdAt(), app.updatedAt(), app.name(), app.state(), lifecycle,
        new App.Relationships(ToOne.of(app.spaceGuid()), ToOne.of(app.dropletGuid())), app.metadata(), links(app));
  }

  /** The app's own variables. */
  EnvironmentVariables variables(AppEntity app) {
    Map<String, @Nullable Object> variables = new LinkedHashMap<>(app.environment());
    return new EnvironmentVariables(variables,
        Map.of("self", links.to(path(app) + "/environment_variables"), "app", links.to(path(app))));
  }

  private Map<String, Link> links(AppEntity app) {
    String url = links.href(path(app));
    Map<String, Link> all = new LinkedHashMap<>();
    all.put("self", new Link(url));
    all.put("space", links.to("/v3/spaces/" + app.spaceGuid()));
    for (String part : PARTS) {
      all.put(part, new Link(url + "/" + part));
    }
    all.put("current_droplet", new Link(url + "/droplets/current"));
    all.put("deployed_revisions", new Link(url + "/revisions/deployed"));
    all.put("start", new Link(url + "/actions/start", "POST"));
    all.put("stop", new Link(url + "/actions/stop", "POST"));
    return all;
  }

  private static String path(AppEntity app) {
    return "/v3/apps/" + app.guid();
  }
}
