package dev.ingot.api.common;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One page of a list. `included` (kind → resources asked for by `include`) is left out of the JSON when null. */
public record ListBody<T>(
    @Nullable Pagination pagination, List<T> resources, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Map<String, List<?>> included) {}
