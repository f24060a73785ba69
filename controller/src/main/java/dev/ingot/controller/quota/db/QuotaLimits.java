package dev.ingot.controller.quota.db;

import jakarta.persistence.Embeddable;
import org.jspecify.annotations.Nullable;

/** The limits of a quota; null = unlimited. Memory in MB, log rate in bytes per second. */
@Embeddable
public record QuotaLimits(@Nullable Long totalMemoryMb, @Nullable Long processMemoryMb, @Nullable Integer totalInstances, @Nullable Long logRateLimit,
    boolean paidServicesAllowed, @Nullable Integer totalServiceInstances, @Nullable Integer totalServiceKeys, @Nullable Integer totalRoutes,
    @Nullable Integer totalReservedPorts, @Nullable Integer totalDomains, @Nullable Integer totalAppTasks) {
  /** No limit at all. */
  public static QuotaLimits unlimited() {
    return new QuotaLimits(null, null, null, null, true, null, null, null, null, null, null);
  }
}
