package dev.ingot.controller.process;

import dev.ingot.api.error.ApiException;
import dev.ingot.api.process.AppProcess;
import dev.ingot.controller.process.db.ProcessEntity.Check;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Rules for health and readiness checks, and laying a request over what is set. Pure. */
public final class HealthChecks {
  private static final Set<String> TYPES = Set.of("port", "http", "process");
  private static final int MAX_SECONDS = 3600;
  private static final int MAX_ENDPOINT = 255;

  private HealthChecks() {}

  /** `current` with the request over it. Data that is sent replaces all data of the check. 422 for what is not allowed. */
  public static Check merged(Check current, AppProcess.@Nullable HealthCheck change, String name) {
    if (change == null) {
      return current;
    }
    String type = change.type() == null ? current.type() : change.type();
    var data = change.data();
    if (data == null) {
      return checked(new Check(type, type.equals("http") ? current.endpoint() : null, current.timeout(), current.invocationTimeout(),
          current.interval()), name);
    }
    if (data.endpoint() != null && !type.equals("http")) {
      throw ApiException.unprocessable(name + " data Endpoint can only be set for the type http");
    }
    return checked(new Check(type, data.endpoint() == null && type.equals("http") ? current.endpoint() : data.endpoint(), data.timeout(),
        data.invocationTimeout(), data.interval()), name);
  }

  /** The check itself, with `/` for an http check without endpoint; 422 for what is not allowed. */
  public static Check checked(Check check, String name) {
    if (!TYPES.contains(check.type())) {
      throw ApiException.unprocessable(name + " type must be \"port\", \"process\", or \"http\"");
    }
    seconds(check.timeout(), name + " data Timeout");
    seconds(check.invocationTimeout(), name + " data Invocation timeout");
    seconds(check.interval(), name + " data Interval");
    String endpoint = check.endpoint();
    if (!check.type().equals("http")) {
      return new Check(check.type(), null, check.timeout(), check.invocationTimeout(), check.interval());
    }
    if (endpoint == null) {
      endpoint = "/";
    }
    if (!endpoint.startsWith("/") || endpoint.length() > MAX_ENDPOINT || endpoint.chars().anyMatch(c -> c <= ' ' || c == 127)) {
      throw ApiException.unprocessable(name + " data Endpoint must be a valid URI path of at most " + MAX_ENDPOINT + " characters");
    }
    return new Check("http", endpoint, check.timeout(), check.invocationTimeout(), check.interval());
  }

  private static void seconds(@Nullable Integer value, String name) {
    if (value != null && (value < 1 || value > MAX_SECONDS)) {
      throw ApiException.unprocessable(name + " must be greater than or equal to 1 and at most " + MAX_SECONDS + " seconds");
    }
  }
}
