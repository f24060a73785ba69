package dev.ingot.controller.route;

import dev.ingot.controller.domain.DomainContents;
import dev.ingot.controller.route.db.RouteRepository;
import dev.ingot.controller.space.SpaceContents;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Deletes the routes of a space or domain that is deleted. */
@Component
class RouteOwners implements SpaceContents, DomainContents {
  private final RouteRepository routes;
  private final ApplicationEventPublisher publisher;

  RouteOwners(RouteRepository routes, ApplicationEventPublisher publisher) {
    this.routes = routes;
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
}
