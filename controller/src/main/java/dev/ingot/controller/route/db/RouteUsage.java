package dev.ingot.controller.route.db;

import dev.ingot.controller.quota.Usage;
import dev.ingot.controller.quota.UsageScope;
import dev.ingot.controller.quota.UsageSource;
import dev.ingot.controller.quota.db.ScopeSql;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Counts routes and the ports they take. */
@Repository
class RouteUsage implements UsageSource {
  private final JdbcClient jdbc;

  RouteUsage(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public Usage in(UsageScope scope) {
    return ScopeSql.in(scope, jdbc, "select count(*), count(r.port) from routes r join spaces s on s.guid = r.space_guid", "true")
        .query((row, n) -> Usage.ofRoutes(row.getLong(1), row.getLong(2))).single();
  }
}
