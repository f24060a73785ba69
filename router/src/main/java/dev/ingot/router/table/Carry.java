package dev.ingot.router.table;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes over what the router has seen of endpoints when a route is replaced by news of it. */
final class Carry {
  private Carry() {}

  static Route over(@Nullable Route before, Route now) {
    if (before == null) {
      return now;
    }
    List<Endpoint> endpoints = now.endpoints().stream().map(endpoint -> known(before, endpoint)).toList();
    return new Route(now.guid(), now.host(), now.path(), endpoints, now.balance(), now.appGuid(), before.cursor());
  }

  private static Endpoint known(Route before, Endpoint now) {
    for (Endpoint old : before.endpoints()) {
      if (old.same(now)) {
        return new Endpoint(now.instanceGuid(), now.appGuid(), now.processGuid(), now.index(), now.address(), now.port(), now.protocol(), now.weight(), old.state());
      }
    }
    return now;
  }
}
