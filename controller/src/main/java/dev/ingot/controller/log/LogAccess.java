package dev.ingot.controller.log;

import dev.ingot.api.error.ApiException;
import dev.ingot.controller.auth.Access;
import dev.ingot.controller.auth.Caller;
import dev.ingot.controller.auth.Permission;
import org.springframework.stereotype.Component;

/** Who may read an app's log. */
@Component
public class LogAccess {
  private final AppSpaces apps;
  private final Access access;

  LogAccess(AppSpaces apps, Access access) {
    this.apps = apps;
    this.access = access;
  }

  /** Passes, or throws 401 without a caller, 404 for an unknown app and for one whose log the caller may not read (as log-cache does). */
  public void check(String appGuid) {
    Caller.current();
    if (apps.spaceOf(appGuid).filter(space -> access.maySpace(Permission.READ_LOGS, space)).isEmpty()) {
      throw ApiException.notFound("App");
    }
  }
}
