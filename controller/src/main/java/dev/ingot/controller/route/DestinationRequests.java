package dev.ingot.controller.route;

import dev.ingot.api.error.ApiException;
import dev.ingot.api.route.Destination;
import dev.ingot.controller.app.db.AppEntity;
import dev.ingot.controller.app.db.AppRepository;
import dev.ingot.controller.auth.Access;
import dev.ingot.controller.auth.Permission;
import dev.ingot.controller.route.db.DestinationEntity;
import dev.ingot.controller.route.db.RouteEntity;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads lists of destinations: form first, then apps and spaces, in CF's words. */
@Component
class DestinationRequests {
  static final int MAX = 100;
  private static final int WHOLE = 100;
  private static final int DEFAULT_PORT = 8080;
  private static final int MAX_PORTS = 10;
  private static final int MAX_TYPE = 255;

  private final AppRepository apps;
  private final Access access;
  private final RouteRules rules;
  private final Clock clock;

  DestinationRequests(AppRepository apps, Access access, RouteRules rules, Clock clock) {
    this.apps = apps;
    this.access = access;
    this.rules = rules;
    this.clock = clock;
  }

  /** The destinations asked for, not stored. @param replace whether they shall be all the route has: only then weights are allowed */
  List<DestinationEntity> read(RouteEntity route, @Nullable List<@Nullable Destination> asked, boolean replace) {
    int least = replace ? 0 : 1;
    if (asked == null || asked.size() < least || asked.size() > MAX) {
      throw ApiException.unprocessable("Destinations must be an array containing between " + least + " and " + MAX + " destination objects.");
    }
    for (int i = 0; i < asked.size(); i++) {
      form(i, asked.get(i), replace);
    }
    weights(asked);
    Map<String, AppEntity> found = apps(route, asked);
    List<DestinationEntity> wanted = asked.stream().map(one -> entity(route, one, found)).toList();
    Set<List<Object>> places = new HashSet<>();
    for (DestinationEntity one : wanted) {
      if (!places.add(List.of(one.appGuid(), one.processType(), one.port() == null ? 0 : one.port(), one.protocol()))) {
        throw ApiException.unprocessable("Destinations cannot contain duplicate entries");
      }
    }
    if (wanted.stream().collect(Collectors.groupingBy(one -> one.appGuid() + " " + one.processType(), Collectors.counting())).values().stream()
        .anyMatch(ports -> ports > MAX_PORTS)) {
      throw ApiException.unprocessable("Process must have at most " + MAX_PORTS + " exposed ports.");
    }
    return wanted;
  }

  private static void form(int index, @Nullable Destination one, boolean replace) {
    if (one == null) {
      throw bad(index, "must be an object.");
    }
    if (one.guid() != null) {
      throw bad(index, "must have only \"app\" and optionally \"weight\", \"port\" or \"protocol\".");
    }
    if (one.app() == null) {
      throw bad(index, "must have an \"app\".");
    }
    String guid = one.app().guid();
    if (guid == null || guid.isEmpty() || guid.length() > 200) {
      throw bad(index, "app must have the structure {\"guid\": \"app_guid\"}");
    }
    if (one.app().process() != null && (one.app().process().type() == null || one.app().process().type().isBlank()
        || one.app().process().type().length() > MAX_TYPE)) {
      throw bad(index, "process must have the structure {\"type\": \"process_type\"}");
    }
    if (one.weight() != null && !replace) {
      throw bad(index, "weighted destinations can only be used when replacing all destinations.");
    }
    if (one.weight() != null && (one.weight() < 1 || one.weight() > WHOLE)) {
      throw bad(index, "weight must be a positive integer between 1 and " + WHOLE + ".");
    }
    if (one.port() != null && (one.port() < 1024 || one.port() > 65_535)) {
      throw bad(index, "port must be a positive integer between 1024 and 65535 inclusive.");
    }
    if (one.protocol() != null && !Set.of("http1", "http2", "tcp").contains(one.protocol())) {
      throw bad(index, "protocol must be 'http1', 'http2' or 'tcp'.");
    }
  }

  private static void weights(List<@Nullable Destination> asked) {
    List<Integer> weights = asked.stream().filter(one -> one != null && one.weight() != null).map(Destination::weight).toList();
    if (!weights.isEmpty() && weights.size() < asked.size()) {
      throw ApiException.unprocessable("Destinations cannot contain both weighted and unweighted destinations.");
    }
    if (!weights.isEmpty() && weights.stream().mapToInt(Integer::intValue).sum() != WHOLE) {
      throw ApiException.unprocessable("Destinations must have weights that sum to " + WHOLE + ".");
    }
  }

  private Map<String, AppEntity> apps(RouteEntity route, List<@Nullable Destination> asked) {
    Set<String> guids = asked.stream().map(one -> one.app().guid()).collect(Collectors.toSet());
    Map<String, AppEntity> found = apps.findAllById(guids).stream().collect(Collectors.toMap(AppEntity::guid, Function.identity()));
    String missing = guids.stream().filter(guid -> !found.containsKey(guid)).sorted().collect(Collectors.joining("\", \""));
    if (!missing.isEmpty()) {
      throw ApiException.unprocessable("App(s) with guid(s) \"" + missing + "\" do not exist.");
    }
    String hidden = found.values().stream().filter(app -> !access.maySpace(Permission.READ_SPACE, app.spaceGuid())).map(AppEntity::guid).sorted()
        .collect(Collectors.joining("\", \""));
    if (!hidden.isEmpty()) {
      throw ApiException.unprocessable("App(s) with guid(s) \"" + hidden + "\" you do not have access.");
    }
    if (found.values().stream().anyMatch(app -> !route.usableIn(app.spaceGuid()))) {
      throw ApiException.unprocessable("Routes destinations must be in either the route's space or the route's shared spaces");
    }
    return found;
  }

  private DestinationEntity entity(RouteEntity route, Destination one, Map<String, AppEntity> found) {
    AppEntity app = found.get(one.app().guid());
    String type = one.app().process() == null ? "web" : one.app().process().type();
    // What buildpacks make listens on 8080 first: said or not said, it is the same place.
    boolean first = Integer.valueOf(DEFAULT_PORT).equals(one.port()) && !app.lifecycleType().equals("docker");
    var entity = new DestinationEntity(route.guid(), app.guid(), type, first ? null : one.port(), rules.protocol(one.protocol()), clock.instant());
    entity.weight(one.weight());
    return entity;
  }

  private static ApiException bad(int index, String why) {
    return ApiException.unprocessable("Destinations[" + index + "]: " + why);
  }
}
