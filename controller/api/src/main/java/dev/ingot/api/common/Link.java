package dev.ingot.api.common;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** An absolute URL; `method` is null (and left out) for GET. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Link(@Nullable String href, @Nullable String method) {
  public Link(String href) {
    this(href, null);
  }
}
