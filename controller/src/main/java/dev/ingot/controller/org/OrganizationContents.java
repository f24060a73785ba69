package dev.ingot.controller.org;

import java.util.List;

/** Something orgs own. Each feature that stores things in an org offers one as a bean, so that deleting the org deletes them too. */
public interface OrganizationContents {
  /** Deletes everything of this feature in the org, in the current transaction. Called as a caller that may delete the org. */
  void deleteIn(String organizationGuid);

  /**
   * Large parts of {@link #deleteIn} that can be done before it, each in a transaction of its own: what is done when the controller is killed
   * stays done, and the next try does the rest.
   */
  default List<Runnable> parts(String organizationGuid) {
    return List.of();
  }

  /** Lower goes first: spaces (0) before domains (10). */
  default int rank() {
    return 0;
  }
}
