package dev.ingot.api.securitygroup;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ingot.api.common.Link;
import dev.ingot.api.common.ToMany;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** A security group as the API answers it (source: CF v3 API, "Security Groups"). */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record SecurityGroup(String guid, Instant createdAt, Instant updatedAt, String name, List<Rule> rules, GloballyEnabled globallyEnabled,
    Relationships relationships, Map<String, Link> links) {
  /**
   * What may be reached.
   *
   * @param protocol `tcp`, `udp`, `icmp`, `icmpv6` or `all`
   * @param destination address, CIDR or range `a-b`, or several with commas
   * @param ports for tcp and udp: `443`, `80,443`, `8000-9000`
   * @param type of ICMP, -1 = any
   * @param code of ICMP, -1 = any
   * @param log whether connections are logged
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Rule(@Nullable String protocol, @Nullable String destination, @Nullable String ports, @Nullable Integer type, @Nullable Integer code,
      @Nullable String description, @Nullable Boolean log) {}

  /** Whether all spaces have it, for apps that run and for builds. */
  public record GloballyEnabled(boolean running, boolean staging) {}

  /** The spaces that have it by name, those that the caller may see. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Relationships(ToMany runningSpaces, ToMany stagingSpaces) {}
}
