package dev.ingot.controller.process.db;

import dev.ingot.controller.quota.Usage;
import dev.ingot.controller.quota.UsageScope;
import dev.ingot.controller.quota.UsageSource;
import dev.ingot.controller.quota.db.ScopeSql;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Counts the desired instances of started apps. While one is deployed, those its `web` will have in the end count, and none that retire. */
@Repository
class ProcessUsage implements UsageSource {
  private static final String QUERY = """
      select coalesce(sum(n.instances), 0), coalesce(sum(n.instances::bigint * p.memory_mb), 0),
        coalesce(sum(n.instances * greatest(p.log_rate_limit, 0)), 0)
      from processes p join apps a on a.guid = p.app_guid join spaces s on s.guid = a.space_guid
      left join deployments d on d.app_guid = a.guid and d.status_value = 'ACTIVE' and p.type = 'web'
      cross join lateral (select greatest(p.instances,
        case when d.status_reason = 'CANCELING' then d.base_instances else d.web_instances end) instances) n""";
  private final JdbcClient jdbc;

  ProcessUsage(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public Usage in(UsageScope scope) {
    return ScopeSql.in(scope, jdbc, QUERY, "a.state = 'STARTED' and not p.retiring")
        .query((row, n) -> Usage.ofProcesses(row.getLong(1), row.getLong(2), row.getLong(3))).single();
  }
}
