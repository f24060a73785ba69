package dev.ingot.controller.quota.http;

import dev.ingot.api.common.ListBody;
import dev.ingot.api.common.Related;
import dev.ingot.api.common.ToMany;
import dev.ingot.api.quota.OrganizationQuota;
import dev.ingot.controller.http.Answers;
import dev.ingot.controller.http.Links;
import dev.ingot.controller.http.Lists;
import dev.ingot.controller.listing.ListQuery;
import dev.ingot.controller.quota.OrganizationQuotaRequest;
import dev.ingot.controller.quota.OrganizationQuotas;
import dev.ingot.controller.quota.db.OrganizationQuotaEntity;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** `/v3/organization_quotas`. */
@RestController
class OrganizationQuotasEndpoint {
  private final OrganizationQuotas quotas;
  private final Lists lists;
  private final Links links;
  private final Answers answers;

  OrganizationQuotasEndpoint(OrganizationQuotas quotas, Lists lists, Links links, Answers answers) {
    this.quotas = quotas;
    this.lists = lists;
    this.links = links;
    this.answers = answers;
  }

  @GetMapping("/v3/organization_quotas")
  ListBody<OrganizationQuota> list(ListQuery query) {
    var page = quotas.list(query);
    var organizations = quotas.organizationsOf(page.items().stream().map(OrganizationQuotaEntity::guid).toList());
    return lists.body(query, page, quota -> wire(quota, organizations.getOrDefault(quota.guid(), Set.of())));
  }

  @PostMapping("/v3/organization_quotas")
  ResponseEntity<OrganizationQuota> create(@RequestBody OrganizationQuotaRequest request) {
    return Answers.created(wire(quotas.create(request)));
  }

  @GetMapping("/v3/organization_quotas/{guid}")
  OrganizationQuota get(@PathVariable String guid) {
    return wire(quotas.get(guid));
  }

  @PatchMapping("/v3/organization_quotas/{guid}")
  OrganizationQuota update(@PathVariable String guid, @RequestBody OrganizationQuotaRequest request) {
    return wire(quotas.update(guid, request));
  }

  @DeleteMapping("/v3/organization_quotas/{guid}")
  ResponseEntity<Void> delete(@PathVariable String guid) {
    return answers.accepted(quotas.delete(guid));
  }

  @PostMapping("/v3/organization_quotas/{guid}/relationships/organizations")
  Related apply(@PathVariable String guid, @RequestBody ToMany organizations) {
    return Related.of(quotas.apply(guid, organizations), Map.of("self", links.to("/v3/organization_quotas/" + guid + "/relationships/organizations")));
  }

  private OrganizationQuota wire(OrganizationQuotaEntity quota) {
    return wire(quota, quotas.organizationsOf(List.of(quota.guid())).getOrDefault(quota.guid(), Set.of()));
  }

  private OrganizationQuota wire(OrganizationQuotaEntity quota, Set<String> organizations) {
    var limits = quota.limits();
    return new OrganizationQuota(quota.guid(), quota.createdAt(), quota.updatedAt(), quota.name(), LimitsWire.apps(limits), LimitsWire.services(limits),
        LimitsWire.routes(limits), LimitsWire.domains(limits), new OrganizationQuota.Relationships(ToMany.of(organizations)),
        Map.of("self", links.to("/v3/organization_quotas/" + quota.guid())));
  }
}
