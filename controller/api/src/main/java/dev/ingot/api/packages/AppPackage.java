package dev.ingot.api.packages;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ingot.api.common.Link;
import dev.ingot.api.common.Metadata;
import dev.ingot.api.common.ToOne;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** A package as the API answers it (source: CF v3 API, "Packages"). @param state AWAITING_UPLOAD, PROCESSING_UPLOAD, COPYING, READY, FAILED, EXPIRED */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record AppPackage(String guid, Instant createdAt, Instant updatedAt, String type, Data data, String state,
    Relationships relationships, Metadata metadata, Map<String, Link> links) {
  /**
   * Of bits: `checksum` and `error`; of a docker image: the others.
   *
   * @param checksum null value until READY
   * @param error why it FAILED: empty = it did not, null = not of bits
   * @param password three stars when there is one
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Data(@Nullable Checksum checksum, @Nullable Optional<String> error, @Nullable String image, @Nullable String username,
      @Nullable String password) {}

  /** @param type `sha256`; @param value lower-case hex */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Checksum(String type, @Nullable String value) {}

  /** A package belongs to one app. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Relationships(ToOne app) {}
}
