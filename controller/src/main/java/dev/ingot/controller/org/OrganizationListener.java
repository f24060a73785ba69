package dev.ingot.controller.org;

import dev.ingot.controller.org.db.OrganizationEntity;

/** What other features do when something happens to an org, in the same transaction; a failure undoes the whole. */
public interface OrganizationListener {
  /** The current caller made the org. */
  void created(OrganizationEntity organization);
}
