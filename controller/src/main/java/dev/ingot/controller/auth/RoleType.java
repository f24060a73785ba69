package dev.ingot.controller.auth;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The roles a user can have in an org or a space (source: CF v3 API, "Roles"). */
public enum RoleType {
  ORGANIZATION_USER, ORGANIZATION_AUDITOR, ORGANIZATION_MANAGER, ORGANIZATION_BILLING_MANAGER,
  SPACE_DEVELOPER, SPACE_AUDITOR, SPACE_MANAGER, SPACE_SUPPORTER;

  /** As on the wire and in the database: `space_developer`. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it is a role in an org; otherwise it is one in a space. */
  public boolean ofOrganization() {
    return name().startsWith("ORGANIZATION");
  }

  /** The role with this wire name. */
  public static Optional<RoleType> of(String wire) {
    return Arrays.stream(values()).filter(type -> type.wire().equals(wire)).findFirst();
  }
}
