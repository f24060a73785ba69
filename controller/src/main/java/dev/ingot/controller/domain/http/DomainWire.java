package dev.ingot.controller.domain.http;

import dev.ingot.api.common.Link;
import dev.ingot.api.common.ToMany;
import dev.ingot.api.common.ToOne;
import dev.ingot.api.domain.Domain;
import dev.ingot.controller.domain.Domains;
import dev.ingot.controller.domain.db.DomainEntity;
import dev.ingot.controller.http.Links;
import java.util.LinkedHashMap;
import java.util.List;
import org.springframework.stereotype.Component;

/** Domains as the API answers them. */
@Component
public class DomainWire {
  private final Domains domains;
  private final Links links;

  DomainWire(Domains domains, Links links) {
    this.domains = domains;
    this.links = links;
  }

  /** The wire record. */
  public Domain of(DomainEntity domain) {
    String self = "/v3/domains/" + domain.guid();
    var more = new LinkedHashMap<String, Link>();
    more.put("self", links.to(self));
    more.put("route_reservations", links.to(self + "/route_reservations"));
    if (domain.organizationGuid() != null) {
      more.put("organization", links.to("/v3/organizations/" + domain.organizationGuid()));
      more.put("shared_organizations", links.to(self + "/relationships/shared_organizations"));
    }
    return new Domain(domain.guid(), domain.createdAt(), domain.updatedAt(), domain.name(), domain.internal(), null, List.of("http"), domain.metadata(),
        new Domain.Relationships(ToOne.of(domain.organizationGuid()), ToMany.of(domains.sharedWith(domain))), more);
  }
}
