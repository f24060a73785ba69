package dev.ingot.controller.task.db;

import dev.ingot.controller.quota.Usage;
import dev.ingot.controller.quota.UsageScope;
import dev.ingot.controller.quota.UsageSource;
import dev.ingot.controller.quota.db.ScopeSql;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Counts tasks that wait, run or are being ended. */
@Repository
class TaskUsage implements UsageSource {
  private static final String QUERY = """
      select count(*), coalesce(sum(t.memory_mb), 0), coalesce(sum(greatest(t.log_rate_limit, 0)), 0)
      from tasks t join apps a on a.guid = t.app_guid join spaces s on s.guid = a.space_guid""";
  private final JdbcClient jdbc;

  TaskUsage(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public Usage in(UsageScope scope) {
    return ScopeSql.in(scope, jdbc, QUERY, "t.state in ('PENDING', 'RUNNING', 'CANCELING')")
        .query((row, n) -> Usage.ofTasks(row.getLong(1), row.getLong(2), row.getLong(3))).single();
  }
}
