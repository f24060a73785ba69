package dev.ingot.controller.quota.http;

import dev.ingot.api.common.ListBody;
import dev.ingot.api.common.ToMany;
import dev.ingot.api.error.ApiException;
import dev.ingot.api.quota.OrganizationQuota;
import dev.ingot.controller.http.Links;
import dev.ingot.controller.http.Lists;
import dev.ingot.controller.listing.ListQuery;
import dev.ingot.controller.listing.PageOf;
import dev.ingot.controller.quota.OrganizationQuotas;
import dev.ingot.controller.quota.db.OrganizationQuotaEntity;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** `/v3/organization_quotas`; and `/v3/space_quotas`, of which there cannot be any yet. */
@RestController
class QuotasEndpoint {
  private final OrganizationQuotas quotas;
  private final Lists lists;
  private final Links links;

  QuotasEndpoint(OrganizationQuotas quotas, Lists lists, Links links) {
    this.quotas = quotas;
    this.lists = lists;
    this.links = links;
  }

  @GetMapping("/v3/organization_quotas")
  ListBody<OrganizationQuota> list(ListQuery query) {
    return lists.body(query, quotas.list(query), this::wire);
  }

  @GetMapping("/v3/organization_quotas/{guid}")
  OrganizationQuota get(@PathVariable String guid) {
    return wire(quotas.get(guid));
  }

  @GetMapping("/v3/space_quotas")
  ListBody<Object> spaceQuotas(ListQuery query) {
    return lists.body(query, new PageOf<>(List.of(), 0), quota -> quota);
  }

  @GetMapping("/v3/space_quotas/{guid}")
  Object spaceQuota(@PathVariable String guid) {
    throw ApiException.notFound("Space quota");
  }

  private OrganizationQuota wire(OrganizationQuotaEntity quota) {
    var limits = quota.limits();
    return new OrganizationQuota(quota.guid(), quota.createdAt(), quota.updatedAt(), quota.name(),
        new OrganizationQuota.Apps(limits.totalMemoryMb(), limits.processMemoryMb(), limits.totalInstances(), limits.totalAppTasks(), limits.logRateLimit()),
        new OrganizationQuota.Services(limits.paidServicesAllowed(), limits.totalServiceInstances(), limits.totalServiceKeys()),
        new OrganizationQuota.Routes(limits.totalRoutes(), limits.totalReservedPorts()), new OrganizationQuota.Domains(limits.totalDomains()),
        new OrganizationQuota.Relationships(ToMany.of(quotas.organizationsWith(quota.guid()))),
        Map.of("self", links.to("/v3/organization_quotas/" + quota.guid())));
  }
}
