package dev.ingot.controller.app;

import dev.ingot.api.error.ApiException;
import dev.ingot.api.error.ErrorCode;
import dev.ingot.controller.app.db.AppEntity;
import dev.ingot.controller.app.db.AppRepository;
import dev.ingot.controller.auth.Access;
import dev.ingot.controller.auth.Permission;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds apps for the current caller: what it may not see is `App not found`. */
@Component
public class AppFinder {
  private final AppRepository apps;
  private final Access access;

  AppFinder(AppRepository apps, Access access) {
    this.apps = apps;
    this.access = access;
  }

  /** The app; 404 when there is none or the caller cannot see it, 403 when it may not do this. */
  public AppEntity require(String guid, Permission permission) {
    return checked(apps.findById(guid).orElseThrow(() -> ApiException.notFound("App")), permission);
  }

  /** The same, locked until the transaction ends. */
  public AppEntity lock(String guid, Permission permission) {
    return checked(apps.lock(guid).orElseThrow(() -> ApiException.notFound("App")), permission);
  }

  /** The app that a request body names for something new; 422 when there is none, or the caller cannot see it. */
  public AppEntity target(@Nullable String guid) {
    if (guid == null) {
      throw ApiException.unprocessable("Relationships 'app' is required: {\"app\": {\"data\": {\"guid\": \"…\"}}}");
    }
    try {
      return require(guid, Permission.WRITE_APP);
    } catch (ApiException e) {
      throw e.code() != ErrorCode.RESOURCE_NOT_FOUND ? e
          : ApiException.unprocessable("App with guid \"" + guid + "\" does not exist, or you do not have access to it.");
    }
  }

  /** For things of an app: like {@link #require}, but what cannot be seen is `<resource> not found`. */
  public AppEntity owner(String appGuid, Permission permission, String resource) {
    AppEntity app = apps.findById(appGuid).orElseThrow(() -> ApiException.notFound(resource));
    access.space(permission, app.spaceGuid(), resource);
    return app;
  }

  private AppEntity checked(AppEntity app, Permission permission) {
    access.space(permission, app.spaceGuid(), "App");
    return app;
  }
}
