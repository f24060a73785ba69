package dev.ingot.controller.quota;

import dev.ingot.controller.quota.db.QuotaLimits;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides what a demand would exceed. Pure: no clock, no database. */
final class QuotaRules {
  private QuotaRules() {}

  /** The limits that would be exceeded. Asking for no more than there is never exceeds one, even where there is too much already. */
  static Set<Limit> exceeded(QuotaLimits limits, Usage used, Demand demand) {
    var more = demand.more();
    var exceeded = EnumSet.noneOf(Limit.class);
    check(exceeded, Limit.TOTAL_MEMORY, limits.totalMemoryMb(), used.memoryMb(), more.memoryMb());
    check(exceeded, Limit.PROCESS_MEMORY, limits.processMemoryMb(), 0, demand.largestMemoryMb());
    check(exceeded, Limit.INSTANCES, limits.totalInstances(), used.instances(), more.instances());
    check(exceeded, Limit.LOG_RATE, limits.logRateLimit(), used.logRate(), more.logRate());
    check(exceeded, Limit.TASKS, limits.totalAppTasks(), used.tasks(), more.tasks());
    check(exceeded, Limit.ROUTES, limits.totalRoutes(), used.routes(), more.routes());
    check(exceeded, Limit.RESERVED_PORTS, limits.totalReservedPorts(), used.reservedPorts(), more.reservedPorts());
    check(exceeded, Limit.SERVICE_INSTANCES, limits.totalServiceInstances(), used.serviceInstances(), more.serviceInstances());
    check(exceeded, Limit.SERVICE_KEYS, limits.totalServiceKeys(), used.serviceKeys(), more.serviceKeys());
    check(exceeded, Limit.DOMAINS, limits.totalDomains(), used.domains(), more.domains());
    if (demand.unlimitedLogRate() && limits.logRateLimit() != null) {
      exceeded.add(Limit.UNLIMITED_LOG_RATE);
    }
    if (demand.paid() && !limits.paidServicesAllowed()) {
      exceeded.add(Limit.PAID_SERVICES);
    }
    return exceeded;
  }

  /** Whether any limit speaks of what is asked for: only then usage must be counted, under a lock. */
  static boolean concerned(QuotaLimits limits, Demand demand) {
    // With nothing left at all, everything that is limited is exceeded.
    var full = new Usage(MOST, MOST, MOST, MOST, MOST, MOST, MOST, MOST, MOST);
    return !exceeded(limits, full, demand).isEmpty();
  }

  private static final long MOST = Long.MAX_VALUE / 4;

  private static void check(Set<Limit> exceeded, Limit name, @Nullable Number limit, long used, long more) {
    if (limit != null && more > 0 && used + more > limit.longValue()) {
      exceeded.add(name);
    }
  }
}
