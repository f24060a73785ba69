package dev.ingot.api.common;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The answer of an endpoint `…/relationships/…` about at most one thing (source: CF v3 API, "Relationships"). */
public record RelatedOne(@Nullable Ref data, Map<String, Link> links) {
  /** Related to this guid; null = to nothing. */
  public static RelatedOne of(@Nullable String guid, Map<String, Link> links) {
    return new RelatedOne(guid == null ? null : new Ref(guid), links);
  }
}
