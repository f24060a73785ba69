package dev.ingot.controller.log;

import dev.ingot.api.error.ApiException;
import dev.ingot.controller.auth.Access;
import dev.ingot.controller.auth.Caller;
import dev.ingot.controller.auth.Permission;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
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

  /** Where the app is; 401 without a caller, 404 for an unknown app and for one whose log the caller may not read (as log-cache does). */
  public AppPlace check(String appGuid) {
    Caller.current();
    return apps.of(appGuid).filter(app -> access.maySpace(Permission.READ_LOGS, app.spaceGuid())).orElseThrow(() -> ApiException.notFound("App"));
  }

  /** Those of these apps whose logs the caller may read; 401 without a caller. */
  public Set<String> readable(Collection<String> appGuids) {
    var spaces = access.spaces(Permission.READ_LOGS);
    Set<String> readable = new HashSet<>();
    apps.spaces(appGuids).forEach((app, space) -> {
      if (spaces.contains(space)) {
        readable.add(app);
      }
    });
    return readable;
  }
}
