package dev.ingot.controller.listing;

import java.util.Set;

/** Which guids count: all there are, or these. An empty set that is not `all` is none. */
public record GuidSet(boolean all, Set<String> guids) {
  /** Every guid. */
  public static final GuidSet ALL = new GuidSet(true, Set.of());

  /** Only these. */
  public static GuidSet of(Set<String> guids) {
    return new GuidSet(false, Set.copyOf(guids));
  }

  /** Whether `guid` counts. */
  public boolean contains(String guid) {
    return all || guids.contains(guid);
  }
}
