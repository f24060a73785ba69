package dev.ingot.controller.quota.http;

import dev.ingot.api.common.ListBody;
import dev.ingot.api.common.Related;
import dev.ingot.api.common.ToMany;
import dev.ingot.api.common.ToOne;
import dev.ingot.api.quota.SpaceQuota;
import dev.ingot.controller.http.Answers;
import dev.ingot.controller.http.Links;
import dev.ingot.controller.http.Lists;
import dev.ingot.controller.listing.ListQuery;
import dev.ingot.controller.quota.SpaceQuotaRequest;
import dev.ingot.controller.quota.SpaceQuotas;
import dev.ingot.controller.quota.db.SpaceQuotaEntity;
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

/** `/v3/space_quotas`. */
@RestController
class SpaceQuotasEndpoint {
  private final SpaceQuotas quotas;
  private final Lists lists;
  private final Links links;
  private final Answers answers;

  SpaceQuotasEndpoint(SpaceQuotas quotas, Lists lists, Links links, Answers answers) {
    this.quotas = quotas;
    this.lists = lists;
    this.links = links;
    this.answers = answers;
  }

  @GetMapping("/v3/space_quotas")
  ListBody<SpaceQuota> list(ListQuery query) {
    var page = quotas.list(query);
    var spaces = quotas.spacesOf(page.items().stream().map(SpaceQuotaEntity::guid).toList());
    return lists.body(query, page, quota -> wire(quota, spaces.getOrDefault(quota.guid(), Set.of())));
  }

  @PostMapping("/v3/space_quotas")
  ResponseEntity<SpaceQuota> create(@RequestBody SpaceQuotaRequest request) {
    return Answers.created(wire(quotas.create(request)));
  }

  @GetMapping("/v3/space_quotas/{guid}")
  SpaceQuota get(@PathVariable String guid) {
    return wire(quotas.get(guid));
  }

  @PatchMapping("/v3/space_quotas/{guid}")
  SpaceQuota update(@PathVariable String guid, @RequestBody SpaceQuotaRequest request) {
    return wire(quotas.update(guid, request));
  }

  @DeleteMapping("/v3/space_quotas/{guid}")
  ResponseEntity<Void> delete(@PathVariable String guid) {
    return answers.accepted(quotas.delete(guid));
  }

  @PostMapping("/v3/space_quotas/{guid}/relationships/spaces")
  Related apply(@PathVariable String guid, @RequestBody ToMany spaces) {
    return Related.of(quotas.apply(guid, spaces), Map.of("self", links.to("/v3/space_quotas/" + guid + "/relationships/spaces")));
  }

  @DeleteMapping("/v3/space_quotas/{guid}/relationships/spaces/{spaceGuid}")
  ResponseEntity<Void> remove(@PathVariable String guid, @PathVariable String spaceGuid) {
    quotas.remove(guid, spaceGuid);
    return ResponseEntity.noContent().build();
  }

  private SpaceQuota wire(SpaceQuotaEntity quota) {
    return wire(quota, quotas.spacesOf(List.of(quota.guid())).getOrDefault(quota.guid(), Set.of()));
  }

  private SpaceQuota wire(SpaceQuotaEntity quota, Set<String> spaces) {
    var limits = quota.limits();
    return new SpaceQuota(quota.guid(), quota.createdAt(), quota.updatedAt(), quota.name(), LimitsWire.apps(limits), LimitsWire.services(limits),
        LimitsWire.routes(limits), new SpaceQuota.Relationships(ToOne.of(quota.organizationGuid()), ToMany.of(spaces)),
        Map.of("self", links.to("/v3/space_quotas/" + quota.guid()), "organization", links.to("/v3/organizations/" + quota.organizationGuid())));
  }
}
