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
import dev.ingot.controller.auth.Caller;
import dev.ingot.controller.listing.GuidSet;
import dev.ingot.controller.flag.FeatureFlags;
import dev.ingot.controller.flag.Flag;
import dev.ingot.controller.listing.ListQuery;
import dev.ingot.controller.listing.PageOf;
import dev.ingot.controller.listing.db.Listing;
import dev.ingot.controller.quota.Quotas;
import dev.ingot.controller.route.db.RouteDomains;
import dev.ingot.controller.route.db.RouteDomains.Domain;
import dev.ingot.controller.route.db.RouteEntity;
import dev.ingot.controller.route.db.RouteRepository;
import dev.ingot.controller.route.db.RouteServices;
import dev.ingot.controller.validation.MetadataRules;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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
      .filter("hosts", "host").filter("paths", "path").filter("ports", "port")
      .allow("app_guids", "service_instance_guids", VisibleSpaces.ORGANIZATIONS, VisibleSpaces.SPACES).include("domain", "space", "space.organization");

  private final RouteRepository routes;
  private final RouteDomains domains;
  private final RouteServices services;
  private final RouteRules rules;
  private final Access access;
  private final Tenancy tenancy;
  private final AppFinder apps;
  private final FeatureFlags flags;
  private final Quotas quotas;
  private final AppJournal journal;
  private final ApplicationEventPublisher publisher;
  private final Clock clock;

  Routes(RouteRepository routes, RouteDomains domains, RouteServices services, RouteRules rules, Access access, Tenancy tenancy,
      AppFinder apps, FeatureFlags flags, Quotas quotas, AppJournal journal, ApplicationEventPublisher publisher, Clock clock) {
    this.routes = routes;
    this.domains = domains;
    this.services = services;
    this.rules = rules;
    this.access = access;
    this.tenancy = tenancy;
    this.apps = apps;
    this.flags = flags;
    this.quotas = quotas;
    this.journal = journal;
    this.publisher = publisher;
    this.clock = clock;
  }

  @Transactional(readOnly = true)
  public PageOf<RouteEntity> list(ListQuery query) {
    Specification<RouteEntity> visible = RouteRepository.in(access.spaces(Permission.READ_SPACE));
    if (query.filters().containsKey(VisibleSpaces.SPACES)) {
      visible = visible.and(RouteRepository.in(GuidSet.of(Set.copyOf(query.filter(VisibleSpaces.SPACES)))));
    }
    if (query.filters().containsKey(VisibleSpaces.ORGANIZATIONS)) {
      visible = visible.and(Listing.within("spaceGuid", GuidSet.of(Set.copyOf(tenancy.spacesOf(query.filter(VisibleSpaces.ORGANIZATIONS))))));
    }
    if (query.filters().containsKey("app_guids")) {
      visible = visible.and(RouteRepository.toApps(query.filter("app_guids")));
    }
    if (query.filters().containsKey("service_instance_guids")) {
      visible = visible.and(Listing.within("guid", GuidSet.of(services.routesOf(query.filter("service_instance_guids")))));
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

  /** For `include`: those with these guids that the caller may see. */
  @Transactional(readOnly = true)
  public List<RouteEntity> visible(List<String> guids) {
    var readable = access.spaces(Permission.READ_SPACE);
    return routes.findAllById(guids).stream().filter(route -> readable.contains(route.spaceGuid())).toList();
  }

  public RouteEntity create(RouteRequest request) {
    String space = request.relationships() == null ? null : ToOne.guid(request.relationships().space());
    String domainGuid = request.relationships() == null ? null : ToOne.guid(request.relationships().domain());
    if (space == null || domainGuid == null) {
      throw ApiException.unprocessable("Relationships " + (space == null ? "Space" : "Domain") + " can't be blank");
    }
    if (!access.maySpace(Permission.READ_SPACE, space)) {
      throw ApiException.unprocessable("Invalid space. Ensure that the space exists and you have access to it.");
    }
    access.space(Permission.WRITE_ROUTE, space, "Space");
    Domain domain = domains.find(domainGuid).orElseThrow(() -> ApiException.unprocessable(
        "Invalid domain. Ensure that the domain exists and you have access to it."));
    if (!usable(domain, space)) {
      throw ApiException.unprocessable(visible(domain) ? "Invalid domain. Domain '" + domain.name() + "' is not available in organization '"
          + tenancy.organizationOfSpace(space) + "'." : "Invalid domain. Ensure that the domain exists and you have access to it.");
    }
    if (request.port() != null && request.port() != 0) {
      throw ApiException.unprocessable("Routes with protocol 'http' do not support ports.");
    }
    MetadataRules.check(request.metadata());
    RouteEntity route = created(space, domain, request.host(), request.path(), request.options());
    route.merge(request.metadata());
    return route;
  }

  /** A new route in a space the caller may change; 422 `Route already exists …` when its address is taken. */
  public RouteEntity created(String space, Domain domain, @Nullable String host, @Nullable String path,
      @Nullable Map<String, ? extends @Nullable Object> options) {
    flags.require(Flag.ROUTE_CREATION);
    RouteEntity route = new RouteEntity(space, domain.guid(), rules.host(host, domain), rules.path(path, domain), clock.instant());
    if (route.host().equals("*") && domain.organizationGuid() == null) {
      requireMayTakeAll();
    }
    if (find(domain, route.host(), route.path()) != null) {
      throw ApiException.unprocessable("Route already exists"
          + (route.host().isEmpty() ? "" : " with host '" + route.host() + "'")
          + (route.path().isEmpty() ? "" : (route.host().isEmpty() ? " with" : " and") + " path '" + route.path() + "'")
          + " for domain '" + domain.name() + "'.");
    }
    if (!route.host().isEmpty() && !domains.named(List.of(route.host() + "." + domain.name())).isEmpty()) {
      throw ApiException.unprocessable("Route conflicts with domain '" + route.host() + "." + domain.name() + "'.");
    }
    quotas.checkRoute(space, false);
    route.options(RouteOptions.changed(Map.of(), options));
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
    if (request.host() != null || request.path() != null || request.port() != null || request.relationships() != null) {
      throw ApiException.unprocessable("Unknown field(s): only 'options' and 'metadata' of a route can be changed");
    }
    MetadataRules.check(request.metadata());
    route.options(RouteOptions.changed(route.options(), request.options()));
    route.merge(request.metadata());
    route.touch(clock.instant());
    journal.event("audit.route.update", "route", guid, route.host(), route.spaceGuid(), Map.of());
    publisher.publishEvent(new RoutesChanged());
    return route;
  }

  /** Removes the route with its destinations. */
  public void delete(String guid) {
    RouteEntity route = get(guid, Permission.WRITE_ROUTE);
    journal.event("audit.route.delete-request", "route", guid, url(route), route.spaceGuid(), Map.of());
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

  /** Whether there is a route of this very address, whoever has it; 404 for a domain the caller cannot see. */
  @Transactional(readOnly = true)
  public boolean reserved(String domainGuid, @Nullable String host, @Nullable String path) {
    Domain domain = domains.find(domainGuid).filter(this::visible).orElseThrow(() -> ApiException.notFound("Domain"));
    return find(domain, host == null ? "" : host.toLowerCase(Locale.ROOT), path == null ? "" : path) != null;
  }

  /** Host, domain and path without scheme. */
  String url(RouteEntity route) {
    return route.url(domains.find(route.domainGuid()).map(Domain::name).orElse(""));
  }

  private boolean visible(Domain domain) {
    GuidSet organizations = access.organizations(Permission.READ_ORG);
    return domain.organizationGuid() == null || organizations.all() || organizations.guids().stream().anyMatch(domain::usableIn);
  }

  private static void requireMayTakeAll() {
    if (!Caller.current().admin()) {
      throw ApiException.unprocessable("You do not have sufficient permissions to create a route with a wildcard host on a domain not scoped to an organization.");
    }
  }

  boolean usable(Domain domain, String spaceGuid) {
    return tenancy.space(spaceGuid).filter(place -> domain.usableIn(place.organizationGuid())).isPresent();
  }
}
