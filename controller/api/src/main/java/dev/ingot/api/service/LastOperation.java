package dev.ingot.api.service;

import java.time.Instant;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What was done last to a service instance or binding (source: CF v3 API, "Last operation").
 *
 * @param type `create`, `update` or `delete`
 * @param state `initial`, `in progress`, `succeeded` or `failed`
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record LastOperation(String type, String state, String description, Instant createdAt, Instant updatedAt) {}
