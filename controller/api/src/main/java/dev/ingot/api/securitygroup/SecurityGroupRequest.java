package dev.ingot.api.securitygroup;

import dev.ingot.api.common.ToMany;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** Body of creating (`name` required; `relationships` only then) or changing a security group; what is null stays as it is. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record SecurityGroupRequest(@Nullable String name, @Nullable List<SecurityGroup.@Nullable Rule> rules, @Nullable GloballyEnabled globallyEnabled,
    @Nullable Relationships relationships) {
  /** What is null stays as it is. */
  public record GloballyEnabled(@Nullable Boolean running, @Nullable Boolean staging) {}

  /** The spaces that get it. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Relationships(@Nullable ToMany runningSpaces, @Nullable ToMany stagingSpaces) {}
}
