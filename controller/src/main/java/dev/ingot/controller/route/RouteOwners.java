package dev.ingot.controller.route;

import dev.ingot.controller.auth.db.Tenancy;
import dev.ingot.controller.domain.DomainContents;
import dev.ingot.controller.route.db.RouteDomains;
import dev.ingot.controller.route.db.RouteRepository;
import dev.ingot.controller.space.SpaceContents;
import java.util.List;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Deletes the routes of a space or domain that is deleted. */
@Component
class RouteOwners implements SpaceContents, DomainContents {
  private final RouteRepository routes;
  private final RouteDomains domains;
  private final Tenancy tenancy;
  private final ApplicationEventPublisher publisher;

  RouteOwners(RouteRepository routes, RouteDomains domains, Tenancy tenancy, ApplicationEventPublisher publisher) {
    this.routes = routes;
    this.domains = domains;
    this.tenancy = tenancy;
    this.publisher = publisher;
  }

  @Override
  public void deleteIn(String spaceGuid) {
    routes.deleteAll(routes.findBySpaceGuid(spaceGuid));
    routes.flush();
    publisher.publishEvent(new RoutesChanged());
  }

  @Override
  public int rank() {
    return 10;
  }

  @Override
  public void deleteOn(String domainGuid) {
    routes.deleteAll(routes.findByDomainGuid(domainGuid));
    routes.flush();
    publisher.publishEvent(new RoutesChanged());
  }

  @Override
  public boolean usedBy(String domainGuid, String organizationGuid) {
    List<String> spaces = tenancy.spacesOf(List.of(organizationGuid));
    return !spaces.isEmpty() && routes.existsByDomainGuidAndSpaceGuidIn(domainGuid, spaces);
  }

  @Override
  public boolean answersFor(String hostName) {
    int dot = hostName.indexOf('.');
    return dot > 0 && domains.named(List.of(hostName.substring(dot + 1))).stream()
        .anyMatch(domain -> routes.existsByDomainGuidAndHost(domain.guid(), hostName.substring(0, dot)));
  }
}
