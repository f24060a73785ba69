package dev.ingot.controller.task.db;

import dev.ingot.controller.docker.DockerAccess;
import dev.ingot.controller.task.TaskRun;
import dev.ingot.controller.task.TaskRuns;
import dev.ingot.controller.task.TaskState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Plain SQL: every statement carries its own condition, which entities would hide. */
@Repository
class JdbcTaskRuns implements TaskRuns {
  private static final String SELECT = """
      select t.*, a.name app_name, d.image_registry, d.docker_username, d.docker_password, d.image_repository, d.image_digest, coalesce(d.stack, '') stack
      from tasks t left join apps a on a.guid = t.app_guid left join droplets d on d.guid = t.droplet_guid
      """;

  private final JdbcClient jdbc;

  JdbcTaskRuns(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public List<TaskRun> active() {
    return jdbc.sql(SELECT + " where t.state in ('PENDING', 'RUNNING', 'CANCELING') order by t.created_at, t.guid")
        .query(JdbcTaskRuns::run).list();
  }

  @Override
  public List<TaskRun> active(String appGuid) {
    return jdbc.sql(SELECT + " where t.app_guid = ? and t.state in ('PENDING', 'RUNNING', 'CANCELING') order by t.created_at, t.guid for update of t")
        .param(appGuid).query(JdbcTaskRuns::run).list();
  }

  @Override
  public Optional<TaskRun> lock(String guid) {
    return jdbc.sql(SELECT + " where t.guid = ? for update of t").param(guid).query(JdbcTaskRuns::run).optional();
  }

  @Override
  public int nextNumber(String appGuid) {
    return jdbc.sql("update apps set task_sequence = task_sequence + 1 where guid = ? returning task_sequence").param(appGuid)
        .query(Integer.class).single();
  }

  @Override
  public boolean place(String guid, String cellId, Instant now) {
    return jdbc.sql("update tasks set cell_id = :cell, placed_at = :now where guid = :guid and state = 'PENDING' and cell_id is null")
        .param("cell", cellId).param("now", time(now)).param("guid", guid).update() > 0;
  }

  @Override
  public boolean taken(String guid, String cellId, Instant now) {
    return jdbc.sql("update tasks set state = 'RUNNING', updated_at = :now where guid = :guid and state = 'PENDING' and cell_id = :cell")
        .param("cell", cellId).param("now", time(now)).param("guid", guid).update() > 0;
  }

  @Override
  public boolean end(String guid, @Nullable String failure, Instant now) {
    int gone = jdbc.sql("delete from tasks where guid = ? and app_guid is null").param(guid).update();
    return gone > 0 || jdbc.sql("""
        update tasks set state = :state, failure_reason = :failure, updated_at = :now
        where guid = :guid and state in ('PENDING', 'RUNNING', 'CANCELING')
        """).param("state", failure == null ? "SUCCEEDED" : "FAILED").param("failure", failure, Types.VARCHAR).param("now", time(now))
        .param("guid", guid).update() > 0;
  }

  @Override
  public void deleting(String appGuid, Instant now) {
    jdbc.sql("delete from tasks where app_guid = ? and (state in ('SUCCEEDED', 'FAILED') or cell_id is null)").param(appGuid).update();
    jdbc.sql("update tasks set state = 'CANCELING', updated_at = ? where app_guid = ?").params(time(now), appGuid).update();
  }

  @Override
  public void cutHistory(String guid, Duration keep, int perApp, Instant now) {
    jdbc.sql("delete from tasks where state in ('SUCCEEDED', 'FAILED') and updated_at < ?").param(time(now.minus(keep))).update();
    jdbc.sql("""
        delete from tasks t using apps a
        where a.guid = (select app_guid from tasks where guid = :guid) and t.app_guid = a.guid and t.sequence_id <= a.task_sequence - :keep
          and t.state in ('SUCCEEDED', 'FAILED')
        """).param("keep", perApp).param("guid", guid).update();
  }

  private static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private static TaskRun run(ResultSet r, int number) throws SQLException {
    return new TaskRun(r.getString("guid"), r.getString("app_guid"), r.getString("app_name"), r.getString("name"), r.getString("command"),
        r.getString("process_type"), TaskState.valueOf(r.getString("state")), r.getInt("memory_mb"), r.getInt("disk_mb"),
        r.getLong("log_rate_limit"), r.getString("image_repository"), r.getString("image_digest"), r.getString("stack"), r.getString("cell_id"),
        r.getObject("created_at", OffsetDateTime.class).toInstant(), docker(r));
  }

  private static @Nullable DockerAccess docker(ResultSet r) throws SQLException {
    String registry = r.getString("image_registry");
    return registry == null ? null
        : new DockerAccess(registry, r.getString("docker_username"), r.getString("docker_password"), r.getString("droplet_guid"));
  }
}
