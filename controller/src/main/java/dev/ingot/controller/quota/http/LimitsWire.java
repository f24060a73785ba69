package dev.ingot.controller.quota.http;

import dev.ingot.api.quota.OrganizationQuota;
import dev.ingot.controller.quota.db.QuotaLimits;

/** Limits as the API answers them. */
final class LimitsWire {
  private LimitsWire() {}

  static OrganizationQuota.Apps apps(QuotaLimits limits) {
    return new OrganizationQuota.Apps(limits.totalMemoryMb(), limits.processMemoryMb(), limits.totalInstances(), limits.totalAppTasks(), limits.logRateLimit());
  }

  static OrganizationQuota.Services services(QuotaLimits limits) {
    return new OrganizationQuota.Services(limits.paidServicesAllowed(), limits.totalServiceInstances(), limits.totalServiceKeys());
  }

  static OrganizationQuota.Routes routes(QuotaLimits limits) {
    return new OrganizationQuota.Routes(limits.totalRoutes(), limits.totalReservedPorts());
  }

  static OrganizationQuota.Domains domains(QuotaLimits limits) {
    return new OrganizationQuota.Domains(limits.totalDomains());
  }
}
