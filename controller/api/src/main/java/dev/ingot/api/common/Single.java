package dev.ingot.api.common;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One resource as it is, with `included` (kind → resources asked for by `include`) beside its own fields; left out of the JSON when null. */
public record Single<T>(@JsonUnwrapped T resource, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Map<String, List<?>> included) {}
