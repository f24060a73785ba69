package dev.ingot.controller.space.http;

import dev.ingot.controller.http.Includable;
import dev.ingot.controller.space.Spaces;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/** `include=space`. */
@Component
class IncludedSpaces implements Includable {
  private final Spaces spaces;
  private final SpaceWire wire;

  IncludedSpaces(Spaces spaces, SpaceWire wire) {
    this.spaces = spaces;
    this.wire = wire;
  }

  @Override
  public String name() {
    return "space";
  }

  @Override
  public String collection() {
    return "spaces";
  }

  @Override
  public List<Found> byGuids(Set<String> guids) {
    return spaces.byGuids(guids).stream().map(space -> new Found(wire.of(space), Map.of("organization", space.organizationGuid()))).toList();
  }
}
