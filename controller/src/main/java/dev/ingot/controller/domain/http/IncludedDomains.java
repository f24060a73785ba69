package dev.ingot.controller.domain.http;

import dev.ingot.controller.http.Includable;
import dev.ingot.controller.domain.Domains;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/** `include=domain`. */
@Component
class IncludedDomains implements Includable {
  private final Domains domains;
  private final DomainWire wire;

  IncludedDomains(Domains domains, DomainWire wire) {
    this.domains = domains;
    this.wire = wire;
  }

  @Override
  public String name() {
    return "domain";
  }

  @Override
  public String collection() {
    return "domains";
  }

  @Override
  public List<Found> byGuids(Set<String> guids) {
    return domains.byGuids(guids).stream().map(domain -> new Found(wire.of(domain), Map.of())).toList();
  }
}
