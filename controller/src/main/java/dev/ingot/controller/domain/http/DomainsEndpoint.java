package dev.ingot.controller.domain.http;

import dev.ingot.api.common.ListBody;
import dev.ingot.api.common.ToMany;
import dev.ingot.api.domain.Domain;
import dev.ingot.api.domain.DomainRequest;
import dev.ingot.api.domain.DomainUpdate;
import dev.ingot.controller.domain.Domains;
import dev.ingot.controller.http.Answers;
import dev.ingot.controller.http.Lists;
import dev.ingot.controller.listing.ListQuery;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** `/v3/domains`, and the domains of an org. */
@RestController
class DomainsEndpoint {
  private final Domains domains;
  private final DomainWire wire;
  private final Lists lists;
  private final Answers answers;

  DomainsEndpoint(Domains domains, DomainWire wire, Lists lists, Answers answers) {
    this.domains = domains;
    this.wire = wire;
    this.lists = lists;
    this.answers = answers;
  }

  @GetMapping("/v3/domains")
  ListBody<Domain> list(ListQuery query) {
    return lists.body(query, domains.list(query), wire::of);
  }

  @GetMapping("/v3/organizations/{guid}/domains")
  ListBody<Domain> ofOrganization(@PathVariable String guid, ListQuery query) {
    return lists.body(query, domains.list(guid, query), wire::of);
  }

  @GetMapping("/v3/organizations/{guid}/domains/default")
  Domain defaultOf(@PathVariable String guid) {
    return wire.of(domains.defaultOf(guid));
  }

  @PostMapping("/v3/domains")
  ResponseEntity<Domain> create(@RequestBody DomainRequest request) {
    return Answers.created(wire.of(domains.create(request)));
  }

  @GetMapping("/v3/domains/{guid}")
  Domain get(@PathVariable String guid) {
    return wire.of(domains.get(guid));
  }

  @PatchMapping("/v3/domains/{guid}")
  Domain update(@PathVariable String guid, @RequestBody DomainUpdate request) {
    return wire.of(domains.update(guid, request));
  }

  @DeleteMapping("/v3/domains/{guid}")
  ResponseEntity<Void> delete(@PathVariable String guid) {
    return answers.accepted(domains.delete(guid));
  }

  @PostMapping("/v3/domains/{guid}/relationships/shared_organizations")
  ToMany share(@PathVariable String guid, @RequestBody ToMany organizations) {
    return ToMany.of(domains.sharedWith(domains.share(guid, organizations)));
  }

  @DeleteMapping("/v3/domains/{guid}/relationships/shared_organizations/{organization}")
  ResponseEntity<Void> unshare(@PathVariable String guid, @PathVariable String organization) {
    domains.unshare(guid, organization);
    return ResponseEntity.noContent().build();
  }
}
