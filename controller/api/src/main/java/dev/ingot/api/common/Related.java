package dev.ingot.api.common;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The answer of an endpoint `…/relationships/…` about many things (source: CF v3 API, "Relationships"). */
public record Related(List<Ref> data, Map<String, Link> links) {
  /** Related to these guids, in this order. */
  public static Related of(Collection<String> guids, Map<String, Link> links) {
    return new Related(guids.stream().map(Ref::new).toList(), links);
  }
}
