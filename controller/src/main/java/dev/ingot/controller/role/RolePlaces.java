package dev.ingot.controller.role;

import dev.ingot.api.error.ApiException;
import dev.ingot.controller.auth.Access;
import dev.ingot.controller.auth.Permission;
import dev.ingot.controller.org.db.OrganizationEntity;
import dev.ingot.controller.org.db.OrganizationRepository;
import dev.ingot.controller.space.db.SpaceEntity;
import dev.ingot.controller.space.db.SpaceRepository;
import org.springframework.stereotype.Component;

/** The orgs and spaces that roles are given in. */
@Component
class RolePlaces {
  private final OrganizationRepository organizations;
  private final SpaceRepository spaces;
  private final Access access;

  RolePlaces(OrganizationRepository organizations, SpaceRepository spaces, Access access) {
    this.organizations = organizations;
    this.spaces = spaces;
    this.access = access;
  }

  OrganizationEntity organization(String guid) {
    return organizations.findById(guid).filter(org -> access.mayOrganization(Permission.READ_ORG, guid)).orElseThrow(() -> invalid("organization"));
  }

  SpaceEntity space(String guid) {
    return spaces.findById(guid).filter(space -> access.maySpace(Permission.READ_SPACE, guid)).orElseThrow(() -> invalid("space"));
  }

  private static ApiException invalid(String kind) {
    return ApiException.unprocessable("Invalid " + kind + ". Ensure that the " + kind + " exists and you have access to it.");
  }
}
