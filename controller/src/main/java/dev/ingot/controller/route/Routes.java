package dev.ingot.controller.route;

import dev.ingot.api.common.ToOne;
import dev.ingot.api.error.ApiException;
import dev.ingot.api.route.RouteRequest;
import dev.ingot.controller.app.AppFinder;
import dev.ingot.controller.app.AppJournal;
import dev.ingot.controller.app.VisibleSpaces;
import dev.ingot.controller.auth.Access;
import dev.ingot.controller.auth.Permission;
import dev.ingot.controller.auth.db.Tenancy;
import dev.ingot.controller.listing.ListQuery;
import dev.ingot.controller.listing.PageOf;
import dev.ingot.controller.listing.db.Listing;
import dev.ingot.controller.route.db.RouteDomains;
import dev.ingot.controller.route.db.RouteDomains.Domain;
import dev.ingot.controller.route.db.RouteEntity;
import dev.ingot.controller.route.db.RouteRepository;
import dev.ingot.controller.validation.MetadataRules;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.data.jpa.domain.Specification;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What users do with routes. Each method checks the current caller's rights. */
@Service
@Transactional
public class Routes {
  private static final Listing<RouteEntity> LISTING = Listing.of(RouteEntity.class).filter("domain_guids", "domainGuid")
      .filter("hosts", "host").filter("paths", "path").filter("ports", "port").include("domain", "space", "space.organization")
      .allow("app_guids", VisibleSpaces.ORGANIZATIONS, VisibleSpaces.SPACES);

  private final RouteRepository routes;
  private final RouteDomains domains;
  private final RouteRules rules;
  private final Access access;
  private final Tenancy tenancy;
  private final VisibleSpaces spaces;
  private final AppFinder apps;
  private final AppJournal journal;
  private final ApplicationEventPublisher publisher;
  private final Clock clock;

  Routes(RouteRepository routes, RouteDomains domains, RouteRules rules, Access access, Tenancy tenancy, VisibleSpaces spaces,
      AppFinder apps, AppJournal journal, ApplicationEventPublisher publisher, Clock clock) {
    this.routes = routes;
    this.domains = domains;
    this.rules = rules;
    this.access = access;
    this.tenancy = tenancy;
    this.spaces = spaces;
    this.apps = apps;
    this.journal = journal;
    this.publisher = publisher;
    this.clock = clock;
  }

  @Transactional(readOnly = true)
  public PageOf<RouteEntity> list(ListQuery query) {
    Specification<RouteEntity> visible = Listing.within("spaceGuid", spaces.of(query));
    if (query.filters().containsKey("app_guids")) {
      visible = visible.and(RouteRepository.toApps(query.filter("app_guids")));
    }
    return LISTING.page(routes, query, visible);
  }

  @Transactional(readOnly = true)
  public PageOf<RouteEntity> ofApp(String appGuid, ListQuery query) {
    apps.require(appGuid, Permission.READ_SPACE);
    return list(query.with("app_guids", List.of(appGuid)));
  }

  /** The route; 404 when there is none or the caller cannot see it, 403 when it may not do this. */
  @Transactional(readOnly = true)
  public RouteEntity get(String guid, Permission permission) {
    RouteEntity route = routes.findById(guid).orElseThrow(() -> ApiException.notFound("Route"));
    access.space(permission, route.spaceGuid(), "Route");
    return route;
  }

  public RouteEntity create(RouteRequest request) {
    String space = request.relationships() == null ? null : ToOne.guid(request.relationships().space());
    String domainGuid = request.relationships() == null ? null : ToOne.guid(request.relationships().domain());
    if (space == null || domainGuid == null) {
      throw ApiException.unprocessable("Relationships 'space' and 'domain' are required");
    }
    if (!access.maySpace(Permission.READ_SPACE, space)) {
      throw ApiException.unprocessable("Invalid space. Ensure that the space exists and you have access to it.");
    }
    access.space(Permission.WRITE_ROUTE, space, "Space");
    Domain domain = domains.find(domainGuid).filter(found -> usable(found, space)).orElseThrow(() -> ApiException.unprocessable(
        "Invalid domain. Ensure that the domain exists and you have access to it."));
    if (request.port() != null) {
      throw ApiException.unprocessable("Routes with protocol 'http' do not support ports.");
    }
    MetadataRules.check(request.metadata());
    RouteEntity route = created(space, domain, request.host(), request.path(), request.options());
    route.merge(request.metadata());
    return route;
  }

  /** A new route in a space the caller may change; 422 `Route already exists …` when its address is taken. */
  public RouteEntity created(String space, Domain domain, @Nullable String host, @Nullable String path,
      @Nullable Map<String, @Nullable String> options) {
    RouteEntity route = new RouteEntity(space, domain.guid(), rules.host(host, domain), rules.path(path, domain), clock.instant());
    if (find(domain, route.host(), route.path()) != null) {
      throw ApiException.unprocessable("Route already exists with host '" + route.host() + "'"
          + (route.path().isEmpty() ? "" : " and path '" + route.path() + "'") + " for domain '" + domain.name() + "'.");
    }
    route.options(rules.options(Map.of(), options));
    routes.saveAndFlush(route);
    journal.event("audit.route.create", "route", route.guid(), route.url(domain.name()), space, Map.of("host", route.host(), "path", route.path()));
    publisher.publishEvent(new RoutesChanged());
    return route;
  }

  /** The route of this address, wherever it belongs; null when there is none. */
  @Transactional(readOnly = true)
  public @Nullable RouteEntity find(Domain domain, String host, String path) {
    return routes.findByDomainGuidAndHostAndPathAndPortIsNull(domain.guid(), host, path).orElse(null);
  }

  /** Options and metadata. */
  public RouteEntity update(String guid, RouteRequest request) {
    RouteEntity route = get(guid, Permission.WRITE_ROUTE);
    MetadataRules.check(request.metadata());
    route.options(rules.options(route.options(), request.options()));
    route.merge(request.metadata());
    route.touch(clock.instant());
    journal.event("audit.route.update", "route", guid, route.host(), route.spaceGuid(), Map.of());
    publisher.publishEvent(new RoutesChanged());
    return route;
  }

  /** Removes the route with its destinations. */
  public void delete(String guid) {
    RouteEntity route = get(guid, Permission.WRITE_ROUTE);
    journal.event("audit.route.delete-request", "route", guid, route.host(), route.spaceGuid(), Map.of());
    routes.delete(route);
    publisher.publishEvent(new RoutesChanged());
  }

  /** Removes the routes of a space that lead nowhere. */
  public void deleteUnmapped(String spaceGuid) {
    access.space(Permission.WRITE_ROUTE, spaceGuid, "Space");
    routes.deleteAll(routes.findUnmapped(spaceGuid));
    publisher.publishEvent(new RoutesChanged());
  }

  /** Passes when the caller may delete routes of the space. */
  @Transactional(readOnly = true)
  public void checkSpace(String spaceGuid) {
    access.space(Permission.WRITE_ROUTE, spaceGuid, "Space");
  }

  /** Gives a route without foreign destinations to another space. */
  public RouteEntity move(String guid, @Nullable String spaceGuid) {
    RouteEntity route = get(guid, Permission.WRITE_ROUTE);
    if (spaceGuid == null || !access.maySpace(Permission.WRITE_ROUTE, spaceGuid)) {
      throw ApiException.unprocessable("Unable to transfer owner of route. Ensure the target space exists and you have access to it.");
    }
    Domain domain = domains.find(route.domainGuid()).orElseThrow();
    if (!usable(domain, spaceGuid)) {
      throw ApiException.unprocessable("Unable to transfer owner of route: domain '" + domain.name() + "' is not available in the target space's org.");
    }
    route.moveTo(spaceGuid);
    route.touch(clock.instant());
    return route;
  }

  /** Whether there is a route of this address that the domain's users could clash with. */
  @Transactional(readOnly = true)
  public boolean reserved(String domainGuid, @Nullable String host, @Nullable String path) {
    Domain domain = domains.find(domainGuid).filter(found -> found.organizationGuid() == null
        || access.mayOrganization(Permission.READ_ORG, found.organizationGuid())).orElseThrow(() -> ApiException.notFound("Domain"));
    return find(domain, host == null ? "" : host.toLowerCase(java.util.Locale.ROOT), path == null ? "" : path) != null;
  }

  private boolean usable(Domain domain, String spaceGuid) {
    return tenancy.space(spaceGuid).filter(place -> domain.usableIn(place.organizationGuid())).isPresent();
  }
}
