package dev.ingot.controller.dispatch;

import dev.ingot.controller.ControllerApplication;
import dev.ingot.controller.app.DesiredStateChanged;
import dev.ingot.controller.instance.InstanceStats;
import dev.ingot.controller.leader.Leadership;
import dev.ingot.controller.route.RouteRow;
import dev.ingot.controller.route.RouteTable;
import dev.ingot.controller.rpc.StreamServer;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The real controller against a real PostgreSQL, with a clock that stands still and routes a test sets. */
final class Controller implements AutoCloseable {
  static final MovableClock CLOCK = new MovableClock();
  static final String TOKEN = "join-me";

  final ConfigurableApplicationContext context;
  final JdbcClient jdbc;

  Controller(String databaseUrl, Path folder, Path token) {
    context = new SpringApplicationBuilder(ControllerApplication.class, Parts.class).run("--server.port=0", "--ingot.grpc-port=0",
        "--spring.datasource.hikari.maximum-pool-size=8", "--ingot.state-dir=" + folder, "--ingot.join-token-file=" + token,
        "--spring.datasource.url=" + databaseUrl);
    jdbc = context.getBean(JdbcClient.class);
  }

  /** What the route table says. */
  static final List<RouteRow> ROUTES = new CopyOnWriteArrayList<>();

  /** No @Configuration: the scan of other integration tests would take these beans in too. */
  static class Parts {
    @Bean
    @Primary
    MovableClock movableClock() {
      return CLOCK;
    }

    @Bean
    @Primary
    RouteTable plainRoutes() {
      return () -> List.copyOf(ROUTES);
    }
  }

  TestCell cell(String id) {
    return new TestCell(id, context.getBean(StreamServer.class).port(), TOKEN);
  }

  boolean leads() {
    return context.getBean(Leadership.class).leads();
  }

  InstanceStats stats() {
    return context.getBean(InstanceStats.class);
  }

  void changed(String appGuid) {
    context.publishEvent(new DesiredStateChanged(appGuid));
  }

  /** A started app with a droplet and one process `web` whose guid is the app's. */
  String app(int instances, int memoryMb) {
    String guid = UUID.randomUUID().toString();
    jdbc.sql("""
        insert into organization_quotas (guid, name, created_at, updated_at) values ('tq', 'tq', now(), now()) on conflict do nothing;
        insert into organizations (guid, name, quota_guid, created_at, updated_at) values ('to', 'to', 'tq', now(), now()) on conflict do nothing;
        insert into spaces (guid, organization_guid, name, created_at, updated_at) values ('ts', 'to', 'ts', now(), now()) on conflict do nothing
        """).update();
    jdbc.sql("insert into apps (guid, space_guid, name, state, created_at, updated_at) values (?, 'ts', ?, 'STARTED', now(), now())")
        .params(guid, guid).update();
    jdbc.sql("""
        insert into droplets (guid, app_guid, state, image_repository, image_digest, process_types, created_at, updated_at)
        values (?, ?, 'STAGED', ?, 'sha256:abc', '{"web":"node server.js"}', now(), now())
        """).params("droplet-" + guid, guid, "apps/" + guid).update();
    jdbc.sql("update apps set droplet_guid = ? where guid = ?").params("droplet-" + guid, guid).update();
    jdbc.sql("""
        insert into processes (guid, app_guid, type, version, instances, memory_mb, disk_mb, created_at, updated_at)
        values (?, ?, 'web', 'v1', ?, ?, 256, now(), now())
        """).params(guid, guid, instances, memoryMb).update();
    changed(guid);
    return guid;
  }

  void process(String guid, String change) {
    jdbc.sql("update processes set " + change + " where guid = ?").param(guid).update();
    changed(guid);
  }

  /** Cells are locked first, as the loop does. */
  void clear() {
    context.getBean(TransactionTemplate.class).executeWithoutResult(status -> List.of("lock table cells in exclusive mode", "delete from instances",
        "delete from builds", "update apps set droplet_guid = null", "delete from apps", "delete from cells", "delete from stacks")
        .forEach(sql -> jdbc.sql(sql).update()));
  }

  /** Waits for the loop, at most 30 s. */
  static void until(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + 30_000_000_000L;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited 30 s in vain until " + what);
      }
      java.util.concurrent.locks.LockSupport.parkNanos(10_000_000);
    }
  }

  @Override
  public void close() {
    context.close();
  }
}
