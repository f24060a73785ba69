package dev.ingot.controller.org;

/** Something orgs own. Each feature that stores things in an org offers one as a bean, so that deleting the org deletes them too. */
public interface OrganizationContents {
  /** Deletes everything of this feature in the org, in the current transaction. Called as a caller that may delete the org. */
  void deleteIn(String organizationGuid);

  /** Lower goes first: spaces (0) before domains (10). */
  default int rank() {
    return 0;
  }
}
