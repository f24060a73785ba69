package dev.ingot.controller.process;

import dev.ingot.controller.app.db.AppEntity;
import dev.ingot.controller.droplet.db.DropletEntity;

/** What other features do when an app gets another current droplet, in the same transaction; a failure undoes the whole. */
public interface DropletListener {
  /** The droplet is the app's current one now; its processes are there. */
  void current(AppEntity app, DropletEntity droplet);
}
