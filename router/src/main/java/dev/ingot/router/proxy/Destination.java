package dev.ingot.router.proxy;

import dev.ingot.router.table.Endpoint;
import dev.ingot.router.table.Route;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who shall answer a request. */
sealed interface Destination {
  /** One of an app route's endpoints; of a pinned request only the endpoints asked for. */
  record App(Route route) implements Destination {}

  /** The controller. */
  record Controller() implements Destination {}

  /** The router itself. */
  record Refused(Rejection rejection) implements Destination {}

  /** Finds the destination of a request. */
  static Destination of(Proxying proxying, Target target, HttpHeaders headers) {
    if (proxying.platform().owns(target.host())) {
      return InsideDoor.leadsTo(target.path())
          ? new Refused(new Rejection(404, "unknown_route", "this path is not served to the outside"))
          : new Controller();
    }
    Route route = proxying.tables().current().find(target.host(), target.path());
    try {
      return app(route, target, Pin.of(headers));
    } catch (Pin.Malformed e) {
      return new Refused(e.rejection());
    }
  }

  private static Destination app(@Nullable Route route, Target target, @Nullable Pin pin) {
    if (pin != null) {
      List<Endpoint> wanted = route == null ? List.of() : route.endpoints().stream().filter(pin::matches).toList();
      return wanted.isEmpty() ? new Refused(new Rejection(400, "unknown_route", "the requested instance of '" + target.host() + "' does not exist"))
          : new App(route.only(wanted));
    }
    if (route == null) {
      return new Refused(new Rejection(404, "unknown_route", "Requested route ('" + target.host() + "') does not exist."));
    }
    return new App(route);
  }
}
