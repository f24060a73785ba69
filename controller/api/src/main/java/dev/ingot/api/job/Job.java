package dev.ingot.api.job;

import dev.ingot.api.common.Link;
import dev.ingot.api.error.ErrorBody;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** An asynchronous operation: PROCESSING → COMPLETE or FAILED. A FAILED one has at least one error. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Job(String guid, Instant createdAt, Instant updatedAt, String operation, String state, List<ErrorBody.Item> errors,
    List<Warning> warnings, Map<String, Link> links) {
  /** Something the client should tell its user although the job went on. */
  public record Warning(String detail) {}
}
