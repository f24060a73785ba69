package dev.ingot.controller.org.http;

import dev.ingot.api.common.ListBody;
import dev.ingot.api.org.Organization;
import dev.ingot.api.org.OrganizationRequest;
import dev.ingot.controller.http.Answers;
import dev.ingot.controller.http.Lists;
import dev.ingot.controller.listing.ListQuery;
import dev.ingot.controller.org.Organizations;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** `/v3/organizations`. */
@RestController
class OrganizationsEndpoint {
  private final Organizations organizations;
  private final OrganizationWire wire;
  private final Lists lists;
  private final Answers answers;

  OrganizationsEndpoint(Organizations organizations, OrganizationWire wire, Lists lists, Answers answers) {
    this.organizations = organizations;
    this.wire = wire;
    this.lists = lists;
    this.answers = answers;
  }

  @GetMapping("/v3/organizations")
  ListBody<Organization> list(ListQuery query) {
    return lists.body(query, organizations.list(query), wire::of);
  }

  @PostMapping("/v3/organizations")
  ResponseEntity<Organization> create(@RequestBody OrganizationRequest request) {
    return Answers.created(wire.of(organizations.create(request)));
  }

  @GetMapping("/v3/organizations/{guid}")
  Organization get(@PathVariable String guid) {
    return wire.of(organizations.get(guid));
  }

  @PatchMapping("/v3/organizations/{guid}")
  Organization update(@PathVariable String guid, @RequestBody OrganizationRequest request) {
    return wire.of(organizations.update(guid, request));
  }

  @DeleteMapping("/v3/organizations/{guid}")
  ResponseEntity<Void> delete(@PathVariable String guid) {
    return answers.accepted(organizations.delete(guid));
  }
}
