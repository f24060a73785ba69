package dev.ingot.api.common;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A to-many relationship: `{"data": [{"guid": …}]}`. */
public record ToMany(@Nullable List<Ref> data) {
  /** Related to these guids, in this order. */
  public static ToMany of(Collection<String> guids) {
    return new ToMany(guids.stream().map(Ref::new).toList());
  }

  /** The guids of a request's relationship; empty when it or its data is missing. */
  public static List<String> guids(@Nullable ToMany relationship) {
    return relationship == null || relationship.data() == null
        ? List.of()
        : relationship.data().stream().filter(Objects::nonNull).map(Ref::guid).filter(Objects::nonNull).toList();
  }
}
