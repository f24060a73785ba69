package dev.ingot.controller.role;

import dev.ingot.api.common.ToOne;
import dev.ingot.api.error.ApiException;
import dev.ingot.api.role.RoleRequest;
import dev.ingot.controller.auth.Access;
import dev.ingot.controller.auth.Permission;
import dev.ingot.controller.auth.RoleType;
import dev.ingot.controller.event.AuditEvents;
import dev.ingot.controller.job.Jobs;
import dev.ingot.controller.listing.ListQuery;
import dev.ingot.controller.listing.PageOf;
import dev.ingot.controller.listing.db.Listing;
import dev.ingot.controller.role.db.RoleEntity;
import dev.ingot.controller.role.db.RoleRepository;
import dev.ingot.controller.user.UserRemoval;
import dev.ingot.controller.user.db.UserEntity;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.data.jpa.domain.Specification;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** Giving and taking roles. The texts of its errors are an interface (cf-cli-contract.md §1.7). */
@Service
public class Roles implements UserRemoval {
  private static final Listing<RoleEntity> LISTING = Listing.of(RoleEntity.class).filter("types", "type").filter("user_guids", "userGuid")
      .filter("organization_guids", "organizationGuid").filter("space_guids", "spaceGuid").include("user", "organization", "space");

  private final RoleRepository roles;
  private final RolePlaces places;
  private final RoleUsers users;
  private final Access access;
  private final Jobs jobs;
  private final AuditEvents events;
  private final TransactionTemplate transaction;
  private final Clock clock;

  Roles(RoleRepository roles, RolePlaces places, RoleUsers users, Access access, Jobs jobs, AuditEvents events, TransactionTemplate transaction,
      Clock clock) {
    this.roles = roles;
    this.places = places;
    this.users = users;
    this.access = access;
    this.jobs = jobs;
    this.events = events;
    this.transaction = transaction;
    this.clock = clock;
  }

  /** The roles in orgs and spaces the caller may see. */
  @Transactional(readOnly = true)
  public PageOf<RoleEntity> list(ListQuery query) {
    return LISTING.page(roles, query, visible());
  }

  /** One role; 404 when the caller may not see its org or space. */
  @Transactional(readOnly = true)
  public RoleEntity get(String guid) {
    return roles.findById(guid).filter(role -> role.spaceGuid() == null
        ? access.mayOrganization(Permission.READ_ORG, role.organizationGuid()) : access.maySpace(Permission.READ_SPACE, role.spaceGuid()))
        .orElseThrow(() -> ApiException.notFound("Role"));
  }

  /** Gives a role. 422 when the user has it, or for a role in a space has none in its org. For managers of the org, or of the space. */
  @Transactional
  public RoleEntity create(RoleRequest request) {
    var type = RoleType.of(request.type() == null ? "" : request.type()).orElseThrow(() -> ApiException.unprocessable("Type must be one of "
        + Arrays.stream(RoleType.values()).map(RoleType::wire).collect(Collectors.joining(", "))));
    var relationships = request.relationships();
    String organization = relationships == null ? null : ToOne.guid(relationships.organization());
    String space = relationships == null ? null : ToOne.guid(relationships.space());
    if (type.ofOrganization() ? organization == null || space != null : space == null || organization != null) {
      throw ApiException.unprocessable("Role with type '" + type.wire() + "' must have the relationship '" + (type.ofOrganization() ? "organization" : "space")
          + "' and no other than that and 'user'");
    }
    return type.ofOrganization() ? giveInOrganization(type, relationships.user(), organization) : giveInSpace(type, relationships.user(), space);
  }

  /** Starts taking a role away; answers the job's guid. */
  @Transactional
  public String delete(String guid) {
    var role = get(guid);
    if (role.spaceGuid() != null) {
      access.space(Permission.WRITE_SPACE, role.spaceGuid(), "Role");
    } else {
      access.organization(Permission.WRITE_ORG, role.organizationGuid(), "Role");
      if (RoleType.ORGANIZATION_USER.wire().equals(role.type()) && roles.countInSpacesOf(role.userGuid(), role.organizationGuid()) > 0) {
        throw ApiException.unprocessable("Cannot delete organization_user role while user has roles in spaces in that organization.");
      }
    }
    record("audit.user." + role.type() + "_remove", role);
    return jobs.start("role.delete", guid, progress -> transaction.executeWithoutResult(status -> roles.deleteById(guid)));
  }

  /** All roles in an org itself, whoever asks. */
  public List<RoleEntity> inOrganization(String organizationGuid) {
    return roles.findByOrganizationGuid(organizationGuid);
  }

  /** All roles in a space, whoever asks. */
  public List<RoleEntity> inSpace(String spaceGuid) {
    return roles.findBySpaceGuid(spaceGuid);
  }

  @Override
  public void removeUser(String userGuid) {
    roles.deleteOf(userGuid);
  }

  private RoleEntity giveInOrganization(RoleType type, RoleRequest.@Nullable UserRelationship who, String guid) {
    var organization = places.organization(guid);
    access.organization(Permission.WRITE_ORG, guid, "Organization");
    var user = users.find(who);
    if (roles.existsByTypeAndUserGuidAndOrganizationGuid(type.wire(), user.guid(), guid)) {
      throw alreadyHas(user, type, "organization", organization.name());
    }
    return save(RoleEntity.inOrganization(type, user.guid(), guid, clock.instant()));
  }

  private RoleEntity giveInSpace(RoleType type, RoleRequest.@Nullable UserRelationship who, String guid) {
    var space = places.space(guid);
    access.space(Permission.WRITE_SPACE, guid, "Space");
    var user = users.find(who);
    if (!roles.existsByUserGuidAndOrganizationGuid(user.guid(), space.organizationGuid())) {
      throw ApiException.unprocessable("Users cannot be assigned roles in a space if they do not have a role in that space's organization.");
    }
    if (roles.existsByTypeAndUserGuidAndSpaceGuid(type.wire(), user.guid(), guid)) {
      throw alreadyHas(user, type, "space", space.name());
    }
    return save(RoleEntity.inSpace(type, user.guid(), guid, clock.instant()));
  }

  private RoleEntity save(RoleEntity role) {
    roles.saveAndFlush(role);
    record("audit.user." + role.type() + "_add", role);
    return role;
  }

  private void record(String type, RoleEntity role) {
    String space = role.spaceGuid() == null ? "" : role.spaceGuid();
    String organization = role.organizationGuid() == null ? places.space(space).organizationGuid() : role.organizationGuid();
    events.record(type, new AuditEvents.Target(role.userGuid(), "user", users.name(role.userGuid()), space, organization), Map.of());
  }

  private Specification<RoleEntity> visible() {
    var spaces = access.spaces(Permission.READ_SPACE);
    var organizations = access.organizations(Permission.READ_ORG);
    return spaces.all() || organizations.all() ? Specification.unrestricted()
        : Listing.<RoleEntity>within("spaceGuid", spaces).or(Listing.within("organizationGuid", organizations));
  }

  private static ApiException alreadyHas(UserEntity user, RoleType type, String kind, String name) {
    return ApiException.unprocessable("User '" + user.username() + "' already has '" + type.wire() + "' role in " + kind + " '" + name + "'.");
  }
}
