package dev.ingot.controller.org.http;

import dev.ingot.controller.http.Includable;
import dev.ingot.controller.org.Organizations;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/** `include=organization`. */
@Component
class IncludedOrganizations implements Includable {
  private final Organizations organizations;
  private final OrganizationWire wire;

  IncludedOrganizations(Organizations organizations, OrganizationWire wire) {
    this.organizations = organizations;
    this.wire = wire;
  }

  @Override
  public String name() {
    return "organization";
  }

  @Override
  public String collection() {
    return "organizations";
  }

  @Override
  public List<Found> byGuids(Set<String> guids) {
    return organizations.byGuids(guids).stream().map(organization -> new Found(wire.of(organization), Map.of())).toList();
  }
}
