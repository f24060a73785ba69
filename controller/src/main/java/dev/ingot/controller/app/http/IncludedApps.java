package dev.ingot.controller.app.http;

import dev.ingot.controller.http.Includable;
import dev.ingot.controller.app.Apps;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/** `include=app`. */
@Component
class IncludedApps implements Includable {
  private final Apps apps;
  private final AppWire wire;

  IncludedApps(Apps apps, AppWire wire) {
    this.apps = apps;
    this.wire = wire;
  }

  @Override
  public String name() {
    return "app";
  }

  @Override
  public String collection() {
    return "apps";
  }

  @Override
  public List<Found> byGuids(Set<String> guids) {
    return apps.visible(List.copyOf(guids)).stream().map(app -> new Found(wire.app(app), Map.of("space", app.spaceGuid()))).toList();
  }
}
