package dev.ingot.controller.routing;

import dev.ingot.api.router.v1.Route;
import dev.ingot.controller.app.DesiredStateChanged;
import dev.ingot.controller.instance.InstancesChanged;
import dev.ingot.controller.instance.RoutersTold;
import dev.ingot.controller.leader.LeadershipChanged;
import dev.ingot.controller.loop.LoopLifecycle;
import dev.ingot.controller.loop.WakeLoop;
import dev.ingot.controller.route.RouteTable;
import dev.ingot.controller.route.RoutesChanged;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The table routers follow: made anew from the database when something was committed that may change it (and every few seconds, for
 * what another controller committed), compared with the last one, and the difference told. What changes within {@link #COALESCE} is
 * told at once. While the database does not answer the last table stays.
 */
@Component
class RouteBoard implements LoopLifecycle, RoutersTold {
  private static final Logger LOG = LoggerFactory.getLogger(RouteBoard.class);
  private static final Duration COALESCE = Duration.ofMillis(20);
  private static final Duration IDLE = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofMillis(500);

  private final RouteTable routes;
  private final RouteQueries instances;
  private final TransactionTemplate transaction;
  private final Set<RouterSession> routers = new CopyOnWriteArraySet<>();
  private final WakeLoop loop = new WakeLoop("route-board", IDLE, COALESCE, this::turn);
  private @Nullable Map<String, Route> table;

  RouteBoard(RouteTable routes, RouteQueries instances, TransactionTemplate transaction) {
    this.routes = routes;
    this.instances = instances;
    this.transaction = transaction;
  }

  /** Tells the router the whole table now, or as soon as there is one, and from then on what changes. */
  synchronized void join(RouterSession router) {
    routers.add(router);
    if (table != null) {
      router.snapshot(table.values());
    }
    loop.wake();
  }

  synchronized void leave(RouterSession router) {
    routers.remove(router);
  }

  @TransactionalEventListener(fallbackExecution = true)
  void on(RoutesChanged event) {
    loop.wake();
  }

  @TransactionalEventListener(fallbackExecution = true)
  void on(InstancesChanged event) {
    loop.wake();
  }

  @TransactionalEventListener(fallbackExecution = true)
  void on(DesiredStateChanged event) {
    loop.wake();
  }

  @EventListener
  void on(LeadershipChanged event) {
    if (!event.leads()) {
      routers.forEach(RouterSession::goElsewhere);
    }
    loop.wake();
  }

  @Override
  public WakeLoop loop() {
    return loop;
  }

  @Override
  public void await() {
    try {
      if (!routers.isEmpty()) {
        loop.settled(PATIENCE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private @Nullable Duration turn() {
    if (!routers.isEmpty()) {
      refresh();
    }
    return null;
  }

  private void refresh() {
    try {
      change(transaction.execute(status -> RouteMaker.make(routes.all(), instances.serving())));
    } catch (RuntimeException e) {
      LOG.warn("cannot read the routes, routers keep the last ones: {}", e.toString());
    }
  }

  private synchronized void change(Map<String, Route> next) {
    Map<String, Route> last = table;
    table = next;
    List<Route> changed = new ArrayList<>();
    if (last != null) {
      next.values().stream().filter(route -> !route.equals(last.get(route.getGuid()))).forEach(changed::add);
    }
    List<String> removed = last == null ? List.of() : last.keySet().stream().filter(guid -> !next.containsKey(guid)).toList();
    for (RouterSession router : routers) {
      if (!router.hasSnapshot()) {
        router.snapshot(next.values());
      } else if (!changed.isEmpty() || !removed.isEmpty()) {
        router.delta(changed, removed);
      }
    }
  }
}
