package dev.ingot.controller.segment.http;

import dev.ingot.api.common.Link;
import dev.ingot.api.common.RelatedOne;
import dev.ingot.api.common.ToOne;
import dev.ingot.controller.http.Links;
import dev.ingot.controller.segment.SegmentAssignments;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** The isolation segments of orgs and spaces. */
@RestController
class SegmentAssignmentsEndpoint {
  private final SegmentAssignments assignments;
  private final Links links;

  SegmentAssignmentsEndpoint(SegmentAssignments assignments, Links links) {
    this.assignments = assignments;
    this.links = links;
  }

  @GetMapping("/v3/organizations/{guid}/relationships/default_isolation_segment")
  RelatedOne ofOrganization(@PathVariable String guid) {
    return body("/v3/organizations/" + guid + "/relationships/default_isolation_segment", assignments.ofOrganization(guid).orElse(null));
  }

  @PatchMapping("/v3/organizations/{guid}/relationships/default_isolation_segment")
  RelatedOne setOfOrganization(@PathVariable String guid, @RequestBody ToOne segment) {
    assignments.setOfOrganization(guid, ToOne.guid(segment));
    return ofOrganization(guid);
  }

  @GetMapping("/v3/spaces/{guid}/relationships/isolation_segment")
  RelatedOne ofSpace(@PathVariable String guid) {
    return body("/v3/spaces/" + guid + "/relationships/isolation_segment", assignments.ofSpace(guid).orElse(null));
  }

  @PatchMapping("/v3/spaces/{guid}/relationships/isolation_segment")
  RelatedOne setOfSpace(@PathVariable String guid, @RequestBody ToOne segment) {
    assignments.setOfSpace(guid, ToOne.guid(segment));
    return ofSpace(guid);
  }

  private RelatedOne body(String self, @Nullable String segment) {
    var all = new LinkedHashMap<String, Link>();
    all.put("self", links.to(self));
    if (segment != null) {
      all.put("related", links.to("/v3/isolation_segments/" + segment));
    }
    return RelatedOne.of(segment, all);
  }
}
