package dev.ingot.controller.auth;

import dev.ingot.api.error.ApiException;
import dev.ingot.api.error.ErrorCode;
import dev.ingot.controller.auth.db.Tenancy;
import dev.ingot.controller.listing.GuidSet;
import java.util.HashSet;
import org.springframework.stereotype.Component;

/**
 * Decides whether the current caller may do something, by the table in {@link Permission}. What the caller cannot see is 404
 * `<Resource> not found`, what it can see but not do is 403. Thread-safe.
 */
@Component
public class Access {
  private final Tenancy tenancy;

  Access(Tenancy tenancy) {
    this.tenancy = tenancy;
  }

  /** Passes, or throws 404 with `resource` (`App`) when the caller cannot read the space, 403 when it may not do this in it. */
  public void space(Permission permission, String spaceGuid, String resource) {
    var space = tenancy.space(spaceGuid).orElseThrow(() -> ApiException.notFound(resource));
    if (!in(Permission.READ_SPACE, space)) {
      throw ApiException.notFound(resource);
    }
    require(in(permission, space), permission, space);
  }

  /** The same for something in an org. */
  public void organization(Permission permission, String organizationGuid, String resource) {
    var org = tenancy.organization(organizationGuid).orElseThrow(() -> ApiException.notFound(resource));
    if (!in(Permission.READ_ORG, org)) {
      throw ApiException.notFound(resource);
    }
    require(in(permission, org), permission, org);
  }

  /** Passes when the caller may do this everywhere, throws 403 otherwise. */
  public void platform(Permission permission) {
    if (!permission.everywhere(Caller.current().scopes())) {
      throw forbidden();
    }
  }

  /** Passes when there is a space that the caller may do this in, throws 403 otherwise. */
  public void anySpace(Permission permission) {
    var spaces = spaces(permission);
    if (!spaces.all() && spaces.guids().isEmpty()) {
      throw forbidden();
    }
  }

  /** Whether the caller may do this everywhere. */
  public boolean may(Permission permission) {
    return permission.everywhere(Caller.current().scopes());
  }

  /** Whether the caller may do this in a space; false for a space that does not exist. */
  public boolean maySpace(Permission permission, String spaceGuid) {
    return tenancy.space(spaceGuid).filter(space -> in(permission, space)).isPresent();
  }

  /** Whether the caller may do this in an org; false for an org that does not exist. */
  public boolean mayOrganization(Permission permission, String organizationGuid) {
    return tenancy.organization(organizationGuid).filter(org -> in(permission, org)).isPresent();
  }

  /** The spaces the caller may do this in: for lists. */
  public GuidSet spaces(Permission permission) {
    var caller = Caller.current();
    if (permission.everywhere(caller.scopes())) {
      return GuidSet.ALL;
    }
    var guids = new HashSet<String>();
    var managed = new HashSet<String>();
    for (var grant : caller.grants()) {
      if (permission.with(grant.role())) {
        if (grant.spaceGuid() == null) {
          managed.add(grant.organizationGuid());
        } else {
          guids.add(grant.spaceGuid());
        }
      }
    }
    guids.addAll(tenancy.spacesOf(managed));
    return GuidSet.of(guids);
  }

  /** The orgs the caller may do this in: for lists. A role in a space lets its org be seen. */
  public GuidSet organizations(Permission permission) {
    var caller = Caller.current();
    if (permission.everywhere(caller.scopes())) {
      return GuidSet.ALL;
    }
    var guids = new HashSet<String>();
    for (var grant : caller.grants()) {
      if (inOrganization(permission, grant)) {
        guids.add(grant.organizationGuid());
      }
    }
    return GuidSet.of(guids);
  }

  /** The users the caller may see: itself and those who have a role in an org it has one in. */
  public GuidSet users() {
    var caller = Caller.current();
    if (Permission.READ_PLATFORM.everywhere(caller.scopes())) {
      return GuidSet.ALL;
    }
    var guids = new HashSet<>(tenancy.usersOf(organizations(Permission.READ_ORG).guids()));
    guids.add(caller.guid());
    return GuidSet.of(guids);
  }

  private static boolean in(Permission permission, Tenancy.Place place) {
    var caller = Caller.current();
    return permission.everywhere(caller.scopes()) || caller.grants().stream().anyMatch(grant -> holds(permission, grant, place));
  }

  private static boolean holds(Permission permission, Caller.Grant grant, Tenancy.Place place) {
    if (!grant.organizationGuid().equals(place.organizationGuid())) {
      return false;
    }
    if (place.spaceGuid() == null) {
      return inOrganization(permission, grant);
    }
    return permission.with(grant.role()) && (grant.spaceGuid() == null || grant.spaceGuid().equals(place.spaceGuid()));
  }

  private static boolean inOrganization(Permission permission, Caller.Grant grant) {
    return grant.spaceGuid() == null ? permission.with(grant.role()) : permission == Permission.READ_ORG;
  }

  private static void require(boolean allowed, Permission permission, Tenancy.Place place) {
    if (!allowed) {
      throw forbidden();
    }
    if (permission.writes() && place.suspended() && !Caller.current().admin()) {
      throw new ApiException(ErrorCode.ORG_SUSPENDED, "The organization is suspended");
    }
  }

  private static ApiException forbidden() {
    return new ApiException(ErrorCode.NOT_AUTHORIZED, "You are not authorized to perform the requested action");
  }
}
