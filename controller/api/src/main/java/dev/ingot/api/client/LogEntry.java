package dev.ingot.api.client;

import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * One line of an app's log, as the events of `GET /v3/apps/:guid/logs/stream` carry it.
 *
 * @param timestamp nanoseconds since 1970
 * @param sourceType APP/PROC/WEB, STG, CELL, RTR, API …
 * @param type OUT or ERR
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record LogEntry(long timestamp, String sourceType, String instanceId, String type, String message) {}
