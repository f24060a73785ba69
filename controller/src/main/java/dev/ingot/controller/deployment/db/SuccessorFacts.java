package dev.ingot.controller.deployment.db;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** How the instances of the processes `web` of an app are. */
@Repository
public class SuccessorFacts {
  private final JdbcClient jdbc;

  SuccessorFacts(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A process.
   *
   * @param healthy instances of its current version that serve, of those wanted
   * @param crashes most crashes in a row of one instance
   * @param crashReason of that one
   * @param refusal why an instance cannot be placed; null = all are
   */
  public record Facts(String guid, int instances, int healthy, int crashes, @Nullable String crashReason, @Nullable String refusal) {}

  /** All `web` processes of the app, oldest first. */
  public List<Facts> of(String appGuid) {
    return jdbc.sql("""
        select p.guid, p.instances,
          count(i.guid) filter (where i.state = 'RUNNING' and i.routable) healthy, coalesce(max(i.crash_count), 0) crashes,
          (array_agg(i.crash_reason order by i.crash_count desc) filter (where i.crash_reason is not null))[1] reason,
          max(i.placement_error) filter (where i.state = 'UNCLAIMED') refusal
        from processes p left join instances i on i.process_guid = p.guid and i.process_version = p.version and i.index < p.instances
        where p.app_guid = ? and p.type = 'web' group by p.guid, p.instances, p.created_at order by p.created_at, p.guid
        """).param(appGuid).query((row, n) -> new Facts(row.getString(1), row.getInt(2), row.getInt(3), row.getInt(4), row.getString(5),
            row.getString(6))).list();
  }
}
