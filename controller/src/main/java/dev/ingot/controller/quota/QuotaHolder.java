package dev.ingot.controller.quota;

import dev.ingot.controller.quota.db.QuotaLimits;

/** An org or a space with its quota's limits. */
public record QuotaHolder(UsageScope scope, String name, QuotaLimits limits) {
  boolean space() {
    return scope.kind() == UsageScope.Kind.SPACE;
  }
}
