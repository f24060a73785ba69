package dev.ingot.controller.quota.http;

import dev.ingot.api.common.Link;
import dev.ingot.api.quota.UsageSummary;
import dev.ingot.controller.auth.Access;
import dev.ingot.controller.auth.Permission;
import dev.ingot.controller.http.Links;
import dev.ingot.controller.quota.Quotas;
import dev.ingot.controller.quota.UsageScope;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Usage summaries of orgs, spaces and the platform. */
@RestController
class UsageEndpoint {
  private final Quotas quotas;
  private final Access access;
  private final Links links;

  UsageEndpoint(Quotas quotas, Access access, Links links) {
    this.quotas = quotas;
    this.access = access;
    this.links = links;
  }

  @GetMapping("/v3/organizations/{guid}/usage_summary")
  UsageSummary ofOrganization(@PathVariable String guid) {
    access.organization(Permission.READ_ORG, guid, "Organization");
    String organization = "/v3/organizations/" + guid;
    return summary(UsageScope.organization(guid), Map.of("self", links.to(organization + "/usage_summary"), "organization", links.to(organization)));
  }

  @GetMapping("/v3/spaces/{guid}/usage_summary")
  UsageSummary ofSpace(@PathVariable String guid) {
    access.space(Permission.READ_SPACE, guid, "Space");
    String space = "/v3/spaces/" + guid;
    return summary(UsageScope.space(guid), Map.of("self", links.to(space + "/usage_summary"), "space", links.to(space)));
  }

  @GetMapping("/v3/info/usage_summary")
  UsageSummary ofPlatform() {
    access.platform(Permission.READ_PLATFORM);
    return summary(UsageScope.EVERYWHERE, Map.of("self", links.to("/v3/info/usage_summary")));
  }

  private UsageSummary summary(UsageScope scope, Map<String, Link> where) {
    var usage = quotas.usage(scope);
    return new UsageSummary(new UsageSummary.Numbers(usage.instances(), usage.memoryMb(), usage.routes(), usage.serviceInstances(), usage.reservedPorts(),
        usage.domains(), usage.tasks(), usage.serviceKeys()), where);
  }
}
