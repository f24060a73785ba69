package dev.ingot.controller.app;

import dev.ingot.controller.auth.Access;
import dev.ingot.controller.auth.Permission;
import dev.ingot.controller.auth.db.Tenancy;
import dev.ingot.controller.listing.GuidSet;
import dev.ingot.controller.listing.ListQuery;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Which spaces a list may draw from: those the caller sees, within the filters `organization_guids` and `space_guids` where they are sent. */
@Component
public class VisibleSpaces {
  /** Filters this class answers; lists allow them and leave them alone. */
  public static final String ORGANIZATIONS = "organization_guids";
  public static final String SPACES = "space_guids";

  private final Access access;
  private final Tenancy tenancy;

  VisibleSpaces(Access access, Tenancy tenancy) {
    this.access = access;
    this.tenancy = tenancy;
  }

  /** The spaces for this query. */
  public GuidSet of(ListQuery query) {
    GuidSet spaces = access.spaces(Permission.READ_SPACE);
    if (query.filters().containsKey(ORGANIZATIONS)) {
      spaces = within(spaces, tenancy.spacesOf(query.filter(ORGANIZATIONS)));
    }
    return query.filters().containsKey(SPACES) ? within(spaces, query.filter(SPACES)) : spaces;
  }

  private static GuidSet within(GuidSet spaces, List<String> wanted) {
    Set<String> both = new HashSet<>(wanted);
    both.removeIf(space -> !spaces.contains(space));
    return GuidSet.of(both);
  }
}
