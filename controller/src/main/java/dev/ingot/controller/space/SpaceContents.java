package dev.ingot.controller.space;

/** Something spaces own. Each feature that stores things in a space offers one as a bean, so that deleting the space deletes them too. */
public interface SpaceContents {
  /** Deletes everything of this feature in the space, in the current transaction. Called as a caller that may delete the space. */
  void deleteIn(String spaceGuid);

  /** Lower goes first: apps (0) before routes (10) before whatever they refer to. */
  default int rank() {
    return 0;
  }
}
