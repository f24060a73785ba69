package dev.ingot.controller.manifest;

import dev.ingot.api.error.ApiException;
import dev.ingot.controller.app.db.AppEntity;
import dev.ingot.controller.auth.db.Tenancy;
import dev.ingot.controller.manifest.ManifestApp.ManifestRoute;
import dev.ingot.controller.route.Destinations;
import dev.ingot.controller.route.Routes;
import dev.ingot.controller.route.db.RouteDomains;
import dev.ingot.controller.route.db.RouteDomains.Domain;
import dev.ingot.controller.route.db.RouteEntity;
import dev.ingot.controller.route.db.RouteRepository;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** Makes an app's routes what its manifest says (cf-cli-contract.md §2.2 point 5), in the caller's transaction. */
@Component
class ManifestRoutes {
  private static final Pattern HOST = Pattern.compile("[\\w-]{1,63}");
  private static final int TRIES = 5;

  private final Routes routes;
  private final RouteRepository stored;
  private final Destinations destinations;
  private final RouteDomains domains;
  private final Tenancy tenancy;
  private final SecureRandom random = new SecureRandom();

  ManifestRoutes(Routes routes, RouteRepository stored, Destinations destinations, RouteDomains domains, Tenancy tenancy) {
    this.routes = routes;
    this.stored = stored;
    this.destinations = destinations;
    this.domains = domains;
    this.tenancy = tenancy;
  }

  /** A route text taken apart: at which domain, with which host and path. */
  private record Address(Domain domain, String host, String path) {}

  void apply(AppEntity app, ManifestApp manifest) {
    if (manifest.noRoute()) {
      destinations.unmapAll(app);
      return;
    }
    if (manifest.routes() != null) {
      manifest.routes().forEach(route -> map(app, route));
      return;
    }
    if ((manifest.randomRoute() || manifest.defaultRoute()) && stored.findByApp(app.guid()).isEmpty()) {
      generated(app, manifest.randomRoute());
    }
  }

  private void map(AppEntity app, ManifestRoute wanted) {
    Address address = parse(wanted.route(), organization(app));
    RouteEntity route = routes.find(address.domain(), address.host(), address.path());
    if (route == null) {
      route = routes.created(app.spaceGuid(), address.domain(), address.host(), address.path(), wanted.options());
    } else if (!route.usableIn(app.spaceGuid())) {
      throw ApiException.unprocessable("Routes cannot be mapped to destinations in different spaces");
    } else if (!wanted.options().isEmpty()) {
      routes.update(route.guid(), new dev.ingot.api.route.RouteRequest(null, null, null, wanted.options(), null, null));
    }
    destinations.map(route, app, wanted.protocol());
  }

  /** Every dot is tried as the border between host and domain, the longest domain first. */
  private Address parse(String text, String organization) {
    String address = text.replaceFirst("^https?://", "");
    int slash = address.indexOf('/');
    String name = (slash < 0 ? address : address.substring(0, slash)).toLowerCase(Locale.ROOT);
    String path = slash < 0 || slash == address.length() - 1 ? "" : address.substring(slash);
    if (name.isEmpty() || name.contains(":")) {
      throw ApiException.unprocessable("The route '" + text + "' is not a properly formed URL" + (name.contains(":") ? "; TCP routes are not supported yet" : ""));
    }
    List<String> candidates = new ArrayList<>(List.of(name));
    for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
      candidates.add(name.substring(dot + 1));
    }
    List<Domain> known = domains.named(candidates);
    for (String candidate : candidates) {
      Optional<Domain> domain = known.stream().filter(one -> one.name().equals(candidate) && one.usableIn(organization)).findFirst();
      String host = candidate.equals(name) ? "" : name.substring(0, name.length() - candidate.length() - 1);
      if (domain.isPresent() && !host.contains(".")) {
        return new Address(domain.get(), host, path);
      }
    }
    throw ApiException.unprocessable("The route '" + text + "' could not be mapped: no domain of this org matches it. See the domains with: cf domains");
  }

  private void generated(AppEntity app, boolean any) {
    Domain domain = domains.defaultOf(organization(app)).orElseThrow(() -> ApiException.unprocessable(
        "No default domain to make a route for app '" + app.name() + "'; create a shared domain first"));
    if (!HOST.matcher(app.name()).matches() && !any) {
      throw ApiException.unprocessable("Failed to create default route from app name: Host must be either \"*\" or contain only alphanumeric"
          + " characters, \"_\", or \"-\", at most 63 of them. Name the app so, or give it a route with: routes: [{route: …}]");
    }
    String host = any ? free(app, domain) : app.name().toLowerCase(Locale.ROOT);
    RouteEntity route = routes.find(domain, host, "");
    if (route == null) {
      route = routes.created(app.spaceGuid(), domain, host, "", null);
    }
    destinations.map(route, app, null);
  }

  private String free(AppEntity app, Domain domain) {
    String name = app.name().replaceAll("[^\\w-]+", "-").toLowerCase(Locale.ROOT);
    for (int i = 0; i < TRIES; i++) {
      String host = RandomName.host(name, random);
      if (routes.find(domain, host, "") == null) {
        return host;
      }
    }
    throw ApiException.unprocessable("No random host for app '" + app.name() + "' was free; push again");
  }

  private String organization(AppEntity app) {
    return tenancy.space(app.spaceGuid()).map(Tenancy.Place::organizationGuid).orElse("");
  }
}
