package dev.ingot.controller.quota;

import dev.ingot.api.error.ApiException;
import dev.ingot.api.error.ErrorCode;
import java.util.List;
import java.util.stream.Collectors;

/** What CF says when a limit is exceeded. Clients compare some of these. */
final class QuotaTexts {
  private QuotaTexts() {}

  static String process(Excess excess) {
    String prefix = excess.holder().space() ? "space_" : "";
    return switch (excess.limit()) {
      case TOTAL_MEMORY -> "memory " + prefix + "quota_exceeded";
      case PROCESS_MEMORY -> "memory " + prefix + "instance_memory_limit_exceeded";
      case INSTANCES -> "app_instance_limit " + prefix + "app_instance_limit_exceeded";
      case LOG_RATE -> "log_rate_limit exceeds " + kind(excess) + " log rate quota";
      case UNLIMITED_LOG_RATE -> unlimitedLogRate(excess);
      default -> other(excess);
    };
  }

  static String task(Excess excess) {
    return switch (excess.limit()) {
      case TOTAL_MEMORY -> "memory_in_mb exceeds " + kind(excess) + " memory quota";
      case PROCESS_MEMORY -> "memory_in_mb exceeds " + kind(excess) + " instance memory quota";
      case TASKS -> "app_task_limit quota exceeded";
      case LOG_RATE -> "log_rate_limit exceeds " + kind(excess) + " log rate quota";
      case UNLIMITED_LOG_RATE -> unlimitedLogRate(excess);
      default -> other(excess);
    };
  }

  static String staging(Excess excess, long memoryMb) {
    return kind(excess) + "'s memory limit exceeded: staging requires " + memoryMb + "M memory";
  }

  static String route(Excess excess) {
    return (excess.limit() == Limit.RESERVED_PORTS ? "Reserved route ports" : "Routes") + " quota exceeded for " + named(excess) + ".";
  }

  static String domain(Excess excess) {
    return "The number of private domains exceeds the quota for organization \"" + excess.holder().name() + "\"";
  }

  static String serviceKey(Excess excess) {
    return "You have exceeded your " + kind(excess) + "'s limit for service binding of type key.";
  }

  static ApiException serviceInstance(List<Excess> exceeded) {
    var first = exceeded.getFirst();
    boolean space = first.holder().space();
    if (first.limit() == Limit.PAID_SERVICES) {
      return space
          ? new ApiException(ErrorCode.SERVICE_PLAN_NOT_ALLOWED_BY_SPACE, "The service instance cannot be created because paid service plans are not allowed for your space.")
          : new ApiException(ErrorCode.SERVICE_PLAN_NOT_ALLOWED, "The service instance cannot be created because paid service plans are not allowed.");
    }
    return new ApiException(space ? ErrorCode.SERVICE_INSTANCE_SPACE_QUOTA_EXCEEDED : ErrorCode.SERVICE_INSTANCE_QUOTA_EXCEEDED,
        "You have exceeded your " + kind(first) + "'s services limit.");
  }

  /** Refuses a log rate limit for holders of a quota that have processes without one; two of their names are told. */
  static void refuseUnlimited(String kind, List<String> names) {
    if (names.isEmpty()) {
      return;
    }
    String shown = names.stream().limit(2).collect(Collectors.joining("', '", "'", "'"));
    String which = switch (names.size()) {
      case 1 -> kind + " " + shown + " which contains";
      case 2 -> kind + "s " + shown + " which contain";
      default -> kind + "s " + shown + " and " + (names.size() - 2) + " other " + kind + "s which contain";
    };
    throw ApiException.unprocessable("Current usage exceeds new quota values. This quota is applied to " + which
        + " apps running with an unlimited log rate limit.");
  }

  private static String unlimitedLogRate(Excess excess) {
    return "log_rate_limit cannot be unlimited in " + named(excess) + ".";
  }

  private static String other(Excess excess) {
    return "The quota of " + named(excess) + " is exceeded";
  }

  private static String kind(Excess excess) {
    return excess.holder().space() ? "space" : "organization";
  }

  private static String named(Excess excess) {
    return kind(excess) + " '" + excess.holder().name() + "'";
  }
}
