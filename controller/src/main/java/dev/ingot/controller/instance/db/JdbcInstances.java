package dev.ingot.controller.instance.db;

import static dev.ingot.controller.instance.db.Rows.time;

import dev.ingot.api.cell.v1.InstanceEvent;
import dev.ingot.controller.instance.Instance;
import dev.ingot.controller.instance.Instances;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Plain SQL: every statement carries its own condition, which entities would hide. */
@Repository
class JdbcInstances implements Instances {
  private static final int REASON_CHARACTERS = 1024;

  private final JdbcClient jdbc;
  private final Clock clock;

  JdbcInstances(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  @Override
  public List<Instance> all() {
    return jdbc.sql("select * from instances order by guid").query(Rows::instance).list();
  }

  @Override
  public List<Instance> commanded() {
    return jdbc.sql("select * from instances where state in ('CLAIMED', 'STOPPING') and cell_id is not null order by guid")
        .query(Rows::instance).list();
  }

  @Override
  public List<Instance> onCell(String cellId) {
    return jdbc.sql("select * from instances where cell_id = ? order by guid for update").param(cellId).query(Rows::instance).list();
  }

  @Override
  public Optional<Instance> find(String guid) {
    return jdbc.sql("select * from instances where guid = ? for update").param(guid).query(Rows::instance).optional();
  }

  @Override
  public void insert(Instance i) {
    jdbc.sql("""
        insert into instances (guid, process_guid, process_version, app_guid, index, cell_id, state, since, routable, memory_mb, disk_mb,
          crash_count, placement_error, next_start_at, created_at, updated_at)
        values (:guid, :process, :version, :app, :index, :cell, :state, :since, :routable, :memory, :disk, :crashes, :error, :next, :now, :now)
        """).param("guid", i.guid()).param("process", i.processGuid()).param("version", i.version()).param("app", i.appGuid())
        .param("index", i.index()).param("cell", i.cellId(), Types.VARCHAR).param("state", i.state().name()).param("since", time(i.since()))
        .param("routable", i.routable()).param("memory", i.memoryMb()).param("disk", i.diskMb()).param("crashes", i.crashCount())
        .param("error", i.placementError(), Types.VARCHAR).param("next", time(i.nextStartAt()), Types.TIMESTAMP_WITH_TIMEZONE)
        .param("now", time(clock.instant())).update();
  }

  @Override
  public boolean refused(String guid, String placementError) {
    return jdbc.sql("""
        update instances set placement_error = :error, updated_at = :now
        where guid = :guid and state = 'UNCLAIMED' and placement_error is distinct from :error
        """).param("error", placementError).param("guid", guid).param("now", time(clock.instant())).update() > 0;
  }

  @Override
  public boolean running(String cellId, InstanceEvent e, Instant since) {
    return jdbc.sql("""
        update instances set state = 'RUNNING', since = case when state = 'RUNNING' then since else :since end, routable = :routable,
          container_address = :address, port = :port, host_port = :hostPort, updated_at = :now
        where guid = :guid and cell_id = :cell and state in ('CLAIMED', 'RUNNING')
        """).param("since", time(since)).param("routable", e.getRoutable()).param("address", e.getContainerAddress())
        .param("port", e.getPort()).param("hostPort", e.getHostPort()).param("now", time(clock.instant()))
        .param("guid", e.getInstanceGuid()).param("cell", cellId).update() > 0;
  }

  @Override
  public boolean crashed(String cellId, String guid, int count, String reason, @Nullable Instant nextStartAt, Instant since) {
    return jdbc.sql("""
        update instances set state = 'CRASHED', since = :since, routable = false, crash_count = :count, crash_reason = :reason,
          next_start_at = :next, updated_at = :now
        where guid = :guid and cell_id = :cell and state in ('CLAIMED', 'RUNNING')
        """).param("since", time(since)).param("count", count)
        .param("reason", reason.substring(0, Math.min(reason.length(), REASON_CHARACTERS)))
        .param("next", time(nextStartAt), Types.TIMESTAMP_WITH_TIMEZONE).param("now", time(clock.instant())).param("guid", guid)
        .param("cell", cellId).update() > 0;
  }

  @Override
  public boolean stopping(String guid, Instant since) {
    return jdbc.sql("""
        update instances set state = 'STOPPING', routable = false, since = :since, updated_at = :since
        where guid = :guid and state in ('CLAIMED', 'RUNNING')
        """).param("since", time(since)).param("guid", guid).update() > 0;
  }

  @Override
  public boolean delete(String guid) {
    return jdbc.sql("delete from instances where guid = ?").param(guid).update() > 0;
  }

  @Override
  public Optional<AppFacts> facts(String appGuid, String processGuid) {
    return jdbc.sql("""
        select a.name, a.space_guid, s.organization_guid, p.type, coalesce(p.memory_mb, 0) memory_mb, coalesce(p.disk_mb, 0) disk_mb
        from apps a join spaces s on s.guid = a.space_guid left join processes p on p.guid = ? and p.app_guid = a.guid where a.guid = ?
        """).params(processGuid, appGuid).query((row, n) -> new AppFacts(row.getString("name"), row.getString("space_guid"),
            row.getString("organization_guid"), row.getString("type"), row.getInt("memory_mb"), row.getInt("disk_mb"))).optional();
  }

  @Override
  public boolean wanted(String processGuid, String version, int index) {
    return jdbc.sql("""
        select count(*) from processes p join apps a on a.guid = p.app_guid
        where p.guid = ? and p.version = ? and ? < p.instances and a.state = 'STARTED' and not exists (
          select 1 from instances i where i.process_guid = p.guid and i.process_version = p.version and i.index = ?
            and i.state in ('CLAIMED', 'RUNNING'))
        """).params(processGuid, version, index, index).query(Long.class).single() > 0;
  }

  @Override
  public boolean anyApp() {
    return jdbc.sql("select exists (select 1 from apps)").query(Boolean.class).single();
  }
}
