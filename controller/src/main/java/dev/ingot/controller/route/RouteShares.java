package dev.ingot.controller.route;

import dev.ingot.api.error.ApiException;
import dev.ingot.controller.app.AppJournal;
import dev.ingot.controller.auth.Access;
import dev.ingot.controller.auth.Permission;
import dev.ingot.controller.auth.db.Tenancy;
import dev.ingot.controller.flag.FeatureFlags;
import dev.ingot.controller.flag.Flag;
import dev.ingot.controller.route.db.RouteDomains;
import dev.ingot.controller.route.db.RouteEntity;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Which further spaces use a route, and whose it is; with the feature flag `route_sharing` only. Each method checks the current caller's rights. */
@Service
@Transactional
public class RouteShares {
  private static final int MAX = 1000;

  private final Routes routes;
  private final Destinations destinations;
  private final RouteDomains domains;
  private final Access access;
  private final Tenancy tenancy;
  private final FeatureFlags flags;
  private final AppJournal journal;
  private final Clock clock;

  RouteShares(Routes routes, Destinations destinations, RouteDomains domains, Access access, Tenancy tenancy, FeatureFlags flags,
      AppJournal journal, Clock clock) {
    this.routes = routes;
    this.destinations = destinations;
    this.domains = domains;
    this.access = access;
    this.tenancy = tenancy;
    this.flags = flags;
    this.journal = journal;
    this.clock = clock;
  }

  /** Guids of the spaces it is shared with. */
  @Transactional(readOnly = true)
  public Set<String> of(String guid) {
    flags.require(Flag.ROUTE_SHARING);
    return routes.get(guid, Permission.READ_SPACE).sharedWith();
  }

  /** Lets apps of these spaces be its destinations. The caller must be able to write in all of them. */
  public Set<String> share(String guid, Collection<String> spaces) {
    flags.require(Flag.ROUTE_SHARING);
    RouteEntity route = routes.get(guid, Permission.WRITE_ROUTE);
    String url = routes.url(route);
    if (spaces.isEmpty() || spaces.size() > MAX) {
      throw ApiException.unprocessable("Data must be an array of 1 to " + MAX + " objects with a guid");
    }
    List<String> hidden = spaces.stream().filter(space -> !access.maySpace(Permission.READ_SPACE, space)).toList();
    List<String> closed = spaces.stream().filter(space -> !hidden.contains(space) && !writable(space)).toList();
    String unreadable = hidden.isEmpty() ? "" : "Unable to share route " + url + " with spaces " + list(hidden)
        + ". Ensure the spaces exist and that you have access to them.";
    String unwriteable = closed.isEmpty() ? "" : "Unable to share route " + url + " with spaces " + list(closed)
        + ". Write permission is required in order to share a route with a space and the containing organization must not be suspended.";
    if (!unreadable.isEmpty() || !unwriteable.isEmpty()) {
      throw ApiException.unprocessable((unreadable + "\n" + unwriteable).strip());
    }
    if (spaces.contains(route.spaceGuid())) {
      throw ApiException.unprocessable("Unable to share route '" + url + "' with space '" + route.spaceGuid()
          + "'. Routes cannot be shared into the space where they were created.");
    }
    route.shareWith(spaces);
    event("audit.route.share", route, url, Map.of("target_space_guids", List.copyOf(spaces)));
    return route.sharedWith();
  }

  /** Ends what {@link #share} began; destinations in that space go. */
  public void unshare(String guid, String space) {
    flags.require(Flag.ROUTE_SHARING);
    RouteEntity route = routes.get(guid, Permission.WRITE_ROUTE);
    String url = routes.url(route);
    requireTarget(space, Permission.WRITE_ROUTE, "Unable to unshare route '" + url + "' from space '" + space + "'. ");
    if (space.equals(route.spaceGuid())) {
      throw ApiException.unprocessable("Unable to unshare route '" + url + "' from space '" + space
          + "'. Routes cannot be removed from the space that owns them.");
    }
    destinations.unmapSpace(route, space);
    route.unshareWith(space);
    event("audit.route.unshare", route, url, Map.of("target_space_guid", space));
  }

  /** Makes another space its owner; the present one goes on using it as a shared route. */
  public void transfer(String guid, @Nullable String space) {
    flags.require(Flag.ROUTE_SHARING);
    RouteEntity route = routes.get(guid, Permission.WRITE_APP);
    String url = routes.url(route);
    if (space == null) {
      throw ApiException.unprocessable("Data must be a JSON object with a guid: {\"data\": {\"guid\": \"space_guid\"}}");
    }
    String unable = "Unable to transfer owner of route '" + url + "' to space '" + space + "'. ";
    requireTarget(space, Permission.WRITE_ROUTE, unable);
    if (domains.find(route.domainGuid()).filter(domain -> routes.usable(domain, space)).isEmpty()) {
      throw ApiException.unprocessable(unable + "Target space does not have access to route's domain");
    }
    String before = route.spaceGuid();
    if (!before.equals(space)) {
      route.moveTo(space);
      route.unshareWith(space);
      route.shareWith(Set.of(before));
      route.touch(clock.instant());
      journal.event("audit.route.transfer-owner", "route", guid, url, before, Map.of("target_space_guid", space));
    }
  }

  private void requireTarget(String space, Permission permission, String unable) {
    if (!access.maySpace(Permission.READ_SPACE, space)) {
      throw ApiException.unprocessable(unable + "Ensure the space exists and that you have access to it.");
    }
    if (!access.maySpace(permission, space)) {
      throw ApiException.unprocessable(unable + "You don't have write permission for the target space.");
    }
    if (tenancy.space(space).filter(Tenancy.Place::suspended).isPresent()) {
      throw ApiException.unprocessable(unable + "The target organization or space is suspended.");
    }
  }

  private boolean writable(String space) {
    return access.maySpace(Permission.WRITE_APP, space) && tenancy.space(space).filter(place -> !place.suspended()).isPresent();
  }

  private void event(String type, RouteEntity route, String url, Map<String, ?> data) {
    route.touch(clock.instant());
    journal.event(type, "route", route.guid(), url, route.spaceGuid(), data);
  }

  private static String list(List<String> guids) {
    return guids.stream().map(guid -> "'" + guid + "'").collect(Collectors.joining(", ", "[", "]"));
  }
}
