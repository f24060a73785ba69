package dev.ingot.controller.absent.http;

import dev.ingot.api.common.ListBody;
import dev.ingot.api.common.ToOne;
import dev.ingot.api.error.ApiException;
import dev.ingot.api.error.ErrorCode;
import dev.ingot.controller.http.Lists;
import dev.ingot.controller.listing.ListQuery;
import dev.ingot.controller.listing.PageOf;
import dev.ingot.controller.org.Organizations;
import dev.ingot.controller.space.Spaces;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Isolation segments, security groups, feature flags: there are none, and `cf org`, `cf space`, `cf target` … must hear
 * just that. Making one answers 501, not a lie.
 */
@RestController
class AbsentEndpoint {
  private final Lists lists;
  private final Organizations organizations;
  private final Spaces spaces;

  AbsentEndpoint(Lists lists, Organizations organizations, Spaces spaces) {
    this.lists = lists;
    this.organizations = organizations;
    this.spaces = spaces;
  }

  @GetMapping({"/v3/isolation_segments", "/v3/security_groups"})
  ListBody<Object> none(ListQuery query) {
    return lists.body(query, new PageOf<>(List.of(), 0), item -> item);
  }

  @GetMapping({"/v3/spaces/{guid}/running_security_groups", "/v3/spaces/{guid}/staging_security_groups"})
  ListBody<Object> noneInSpace(@PathVariable String guid, ListQuery query) {
    spaces.get(guid);
    return none(query);
  }

  @GetMapping("/v3/isolation_segments/{guid}")
  Object isolationSegment(@PathVariable String guid) {
    throw ApiException.notFound("Isolation segment");
  }

  @GetMapping("/v3/security_groups/{guid}")
  Object securityGroup(@PathVariable String guid) {
    throw ApiException.notFound("Security group");
  }

  @GetMapping("/v3/organizations/{guid}/relationships/default_isolation_segment")
  ToOne ofOrganization(@PathVariable String guid) {
    organizations.get(guid);
    return ToOne.NONE;
  }

  @GetMapping("/v3/spaces/{guid}/relationships/isolation_segment")
  ToOne ofSpace(@PathVariable String guid) {
    spaces.get(guid);
    return ToOne.NONE;
  }

  @PatchMapping("/v3/organizations/{guid}/relationships/default_isolation_segment")
  ToOne resetOrganization(@PathVariable String guid, @RequestBody ToOne segment) {
    organizations.get(guid);
    return onlyNone(segment);
  }

  @PatchMapping("/v3/spaces/{guid}/relationships/isolation_segment")
  ToOne resetSpace(@PathVariable String guid, @RequestBody ToOne segment) {
    spaces.get(guid);
    return onlyNone(segment);
  }

  @PostMapping({"/v3/isolation_segments", "/v3/security_groups"})
  Object create() {
    throw new ApiException(ErrorCode.NOT_IMPLEMENTED, "Things of this kind cannot be made here yet: see docs/known-differences-with-cf.md");
  }

  private static ToOne onlyNone(ToOne segment) {
    if (ToOne.guid(segment) != null) {
      throw ApiException.unprocessable("Unable to assign isolation segment with guid '" + ToOne.guid(segment)
          + "'. Ensure it has been entitled to the organization.");
    }
    return ToOne.NONE;
  }
}
