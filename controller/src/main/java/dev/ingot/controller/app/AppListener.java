package dev.ingot.controller.app;

import dev.ingot.controller.app.db.AppEntity;

/** What other features do when something happens to an app, in the same transaction; a failure undoes the whole. */
public interface AppListener {
  /** The app was made. */
  default void created(AppEntity app) {}

  /** A stopped app is about to be started; its state is still STOPPED. Throw to refuse. */
  default void starting(AppEntity app) {}

  /** All instances of the app must be replaced: it was started or restarted. @param before whether it was STARTED already */
  default void replaced(AppEntity app, boolean before) {}

  /** The app is about to be stopped; throws to refuse it. */
  default void stopping(AppEntity app) {}

  /** The app is stopped now. */
  default void stopped(AppEntity app) {}

  /** The app is about to be removed, its rows are still there. */
  default void deleting(AppEntity app) {}
}
