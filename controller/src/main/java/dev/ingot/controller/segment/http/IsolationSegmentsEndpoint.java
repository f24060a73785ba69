package dev.ingot.controller.segment.http;

import dev.ingot.api.common.Link;
import dev.ingot.api.common.ListBody;
import dev.ingot.api.common.Related;
import dev.ingot.api.common.ToMany;
import dev.ingot.api.org.Organization;
import dev.ingot.api.segment.IsolationSegment;
import dev.ingot.api.segment.IsolationSegmentRequest;
import dev.ingot.controller.http.Answers;
import dev.ingot.controller.http.Links;
import dev.ingot.controller.http.Lists;
import dev.ingot.controller.listing.ListQuery;
import dev.ingot.controller.org.Organizations;
import dev.ingot.controller.org.http.OrganizationWire;
import dev.ingot.controller.segment.IsolationSegments;
import dev.ingot.controller.segment.db.IsolationSegmentEntity;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** `/v3/isolation_segments`. */
@RestController
class IsolationSegmentsEndpoint {
  private static final String PATH = "/v3/isolation_segments/";
  private final IsolationSegments segments;
  private final Organizations organizations;
  private final OrganizationWire organizationWire;
  private final Lists lists;
  private final Links links;

  IsolationSegmentsEndpoint(IsolationSegments segments, Organizations organizations, OrganizationWire organizationWire, Lists lists, Links links) {
    this.segments = segments;
    this.organizations = organizations;
    this.organizationWire = organizationWire;
    this.lists = lists;
    this.links = links;
  }

  @GetMapping("/v3/isolation_segments")
  ListBody<IsolationSegment> list(ListQuery query) {
    return lists.body(query, segments.list(query), this::wire);
  }

  @PostMapping("/v3/isolation_segments")
  ResponseEntity<IsolationSegment> create(@RequestBody IsolationSegmentRequest request) {
    return Answers.created(wire(segments.create(request)));
  }

  @GetMapping("/v3/isolation_segments/{guid}")
  IsolationSegment get(@PathVariable String guid) {
    return wire(segments.get(guid));
  }

  @PatchMapping("/v3/isolation_segments/{guid}")
  IsolationSegment update(@PathVariable String guid, @RequestBody IsolationSegmentRequest request) {
    return wire(segments.update(guid, request));
  }

  @DeleteMapping("/v3/isolation_segments/{guid}")
  ResponseEntity<Void> delete(@PathVariable String guid) {
    segments.delete(guid);
    return ResponseEntity.noContent().build();
  }

  @GetMapping("/v3/isolation_segments/{guid}/organizations")
  ListBody<Organization> organizations(@PathVariable String guid, ListQuery query) {
    return lists.body(query, organizations.list(query.with("guids", segments.organizations(guid))), organizationWire::of);
  }

  @GetMapping("/v3/isolation_segments/{guid}/relationships/organizations")
  Related relatedOrganizations(@PathVariable String guid) {
    return Related.of(segments.organizations(guid), organizationLinks(guid));
  }

  @PostMapping("/v3/isolation_segments/{guid}/relationships/organizations")
  Related entitle(@PathVariable String guid, @RequestBody ToMany request) {
    return Related.of(segments.entitle(guid, request), organizationLinks(guid));
  }

  @DeleteMapping("/v3/isolation_segments/{guid}/relationships/organizations/{organization}")
  ResponseEntity<Void> revoke(@PathVariable String guid, @PathVariable String organization) {
    segments.revoke(guid, organization);
    return ResponseEntity.noContent().build();
  }

  @GetMapping("/v3/isolation_segments/{guid}/relationships/spaces")
  Related relatedSpaces(@PathVariable String guid) {
    return Related.of(segments.spaces(guid), Map.of("self", links.to(PATH + guid + "/relationships/spaces")));
  }

  private Map<String, Link> organizationLinks(String guid) {
    return Map.of("self", links.to(PATH + guid + "/relationships/organizations"), "related", links.to(PATH + guid + "/organizations"));
  }

  private IsolationSegment wire(IsolationSegmentEntity segment) {
    String self = PATH + segment.guid();
    return new IsolationSegment(segment.guid(), segment.createdAt(), segment.updatedAt(), segment.name(), segment.metadata(),
        Map.of("self", links.to(self), "organizations", links.to(self + "/organizations")));
  }
}
