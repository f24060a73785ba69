package dev.ingot.controller.org.http;

import dev.ingot.api.common.ToOne;
import dev.ingot.api.org.Organization;
import dev.ingot.controller.http.Links;
import dev.ingot.controller.org.db.OrganizationEntity;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Orgs as the API answers them. */
@Component
public class OrganizationWire {
  private final Links links;

  OrganizationWire(Links links) {
    this.links = links;
  }

  /** The wire record, with links on the request's origin. */
  public Organization of(OrganizationEntity organization) {
    String self = "/v3/organizations/" + organization.guid();
    return new Organization(organization.guid(), organization.createdAt(), organization.updatedAt(), organization.name(), organization.suspended(),
        new Organization.Relationships(ToOne.of(organization.quotaGuid())), organization.metadata(),
        Map.of("self", links.to(self), "domains", links.to(self + "/domains"), "default_domain", links.to(self + "/domains/default"),
            "quota", links.to("/v3/organization_quotas/" + organization.quotaGuid())));
  }
}
