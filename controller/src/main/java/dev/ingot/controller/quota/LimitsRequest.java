package dev.ingot.controller.quota;

import dev.ingot.api.error.ApiException;
import dev.ingot.controller.quota.db.QuotaLimits;
import dev.ingot.controller.validation.Patch;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** The parts of a body that set limits: what is not sent stays, null is unlimited. */
public final class LimitsRequest {
  private static final long MOST = Integer.MAX_VALUE;

  private LimitsRequest() {}

  /** Memory in MiB, log rate in bytes per second. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Apps(Patch<Long> totalMemoryInMb, Patch<Long> perProcessMemoryInMb, Patch<Integer> totalInstances, Patch<Integer> perAppTasks,
      Patch<Long> logRateLimitInBytesPerSecond) {
    static final Apps UNSAID = new Apps(Patch.absent(), Patch.absent(), Patch.absent(), Patch.absent(), Patch.absent());
  }

  /** Services; null for the boolean means allowed. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Services(Patch<Boolean> paidServicesAllowed, Patch<Integer> totalServiceInstances, Patch<Integer> totalServiceKeys) {
    static final Services UNSAID = new Services(Patch.absent(), Patch.absent(), Patch.absent());
  }

  /** Routes. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Routes(Patch<Integer> totalRoutes, Patch<Integer> totalReservedPorts) {
    static final Routes UNSAID = new Routes(Patch.absent(), Patch.absent());
  }

  /** Private domains. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Domains(Patch<Integer> totalDomains) {
    static final Domains UNSAID = new Domains(Patch.absent());
  }

  /** The limits after the change, or 422 for a number out of range. */
  static QuotaLimits applied(QuotaLimits current, @Nullable Apps appsSent, @Nullable Services servicesSent, @Nullable Routes routesSent,
      @Nullable Domains domainsSent) {
    var apps = appsSent == null ? Apps.UNSAID : appsSent;
    var services = servicesSent == null ? Services.UNSAID : servicesSent;
    var routes = routesSent == null ? Routes.UNSAID : routesSent;
    var domains = domainsSent == null ? Domains.UNSAID : domainsSent;
    var paid = services.paidServicesAllowed().or(current.paidServicesAllowed());
    return new QuotaLimits(
        limit("Apps total memory in mb", apps.totalMemoryInMb(), current.totalMemoryMb(), MOST),
        limit("Apps per process memory in mb", apps.perProcessMemoryInMb(), current.processMemoryMb(), MOST),
        limit("Apps total instances", apps.totalInstances(), current.totalInstances(), MOST),
        limit("Apps log rate limit in bytes per second", apps.logRateLimitInBytesPerSecond(), current.logRateLimit(), Long.MAX_VALUE / 4),
        paid == null || paid,
        limit("Services total service instances", services.totalServiceInstances(), current.totalServiceInstances(), MOST),
        limit("Services total service keys", services.totalServiceKeys(), current.totalServiceKeys(), MOST),
        limit("Routes total routes", routes.totalRoutes(), current.totalRoutes(), MOST),
        limit("Routes total reserved ports", routes.totalReservedPorts(), current.totalReservedPorts(), MOST),
        limit("Domains total domains", domains.totalDomains(), current.totalDomains(), MOST),
        limit("Apps per app tasks", apps.perAppTasks(), current.totalAppTasks(), MOST));
  }

  private static <N extends Number> @Nullable N limit(String name, Patch<N> sent, @Nullable N current, long most) {
    var limit = sent.or(current);
    if (limit != null && limit.longValue() < 0) {
      throw ApiException.unprocessable(name + " must be greater than or equal to 0");
    }
    if (limit != null && limit.longValue() > most) {
      throw ApiException.unprocessable(name + " must be less than or equal to " + most);
    }
    return limit;
  }
}
