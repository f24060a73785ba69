package dev.ingot.api.common;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** Where a page stands in its list. `totalPages` is at least 1; `next` is null on the last page, `previous` on the first. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Pagination(long totalResults, long totalPages, Link first, Link last, @Nullable Link next, @Nullable Link previous) {}
