package dev.ingot.controller.process.db;

import dev.ingot.controller.quota.Usage;
import dev.ingot.controller.quota.UsageScope;
import dev.ingot.controller.quota.UsageSource;
import dev.ingot.controller.quota.db.ScopeSql;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Counts the desired instances of started apps. */
@Repository
class ProcessUsage implements UsageSource {
  private static final String QUERY = """
      select coalesce(sum(p.instances), 0), coalesce(sum(p.instances::bigint * p.memory_mb), 0),
        coalesce(sum(p.instances * greatest(p.log_rate_limit, 0)), 0)
      from processes p join apps a on a.guid = p.app_guid join spaces s on s.guid = a.space_guid""";
  private final JdbcClient jdbc;

  ProcessUsage(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public Usage in(UsageScope scope) {
    return ScopeSql.in(scope, jdbc, QUERY, "a.state = 'STARTED'")
        .query((row, n) -> Usage.ofProcesses(row.getLong(1), row.getLong(2), row.getLong(3))).single();
  }
}
