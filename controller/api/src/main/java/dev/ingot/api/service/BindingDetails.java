package dev.ingot.api.service;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** What a binding hands to its app. Secret. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record BindingDetails(Map<String, @Nullable Object> credentials, @Nullable String syslogDrainUrl, List<Object> volumeMounts) {}
