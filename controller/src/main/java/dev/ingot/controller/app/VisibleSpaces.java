package dev.ingot.controller.app;

import dev.ingot.controller.auth.Access;
import dev.ingot.controller.auth.Permission;
import dev.ingot.controller.auth.db.Tenancy;
import dev.ingot.controller.listing.GuidSet;
import dev.ingot.controller.listing.ListQuery;
import java.util.HashSet;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Which spaces a list may draw from: those the caller sees, within the orgs of the filter `organization_guids` where it is sent. */
@Component
public class VisibleSpaces {
  /** The filter this class answers; lists allow it and leave it alone. */
  public static final String ORGANIZATIONS = "organization_guids";

  private final Access access;
  private final Tenancy tenancy;

  VisibleSpaces(Access access, Tenancy tenancy) {
    this.access = access;
    this.tenancy = tenancy;
  }

  /** The spaces for this query. */
  public GuidSet of(ListQuery query) {
    GuidSet readable = access.spaces(Permission.READ_SPACE);
    if (!query.filters().containsKey(ORGANIZATIONS)) {
      return readable;
    }
    Set<String> within = new HashSet<>(tenancy.spacesOf(query.filter(ORGANIZATIONS)));
    within.removeIf(space -> !readable.contains(space));
    return GuidSet.of(within);
  }
}
