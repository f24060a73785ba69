package dev.ingot.controller.app;

import dev.ingot.controller.app.db.AppEntity;
import dev.ingot.controller.app.db.AppRepository;
import dev.ingot.controller.space.SpaceContents;
import org.springframework.stereotype.Component;

/** Deletes the apps of a space that is deleted. */
@Component
class SpaceApps implements SpaceContents {
  private final AppRepository apps;
  private final Apps operations;

  SpaceApps(AppRepository apps, Apps operations) {
    this.apps = apps;
    this.operations = operations;
  }

  @Override
  public void deleteIn(String spaceGuid) {
    apps.findBySpaceGuid(spaceGuid).stream().map(AppEntity::guid).forEach(operations::remove);
  }
}
