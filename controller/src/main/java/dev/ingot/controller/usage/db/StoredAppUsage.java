package dev.ingot.controller.usage.db;

import dev.ingot.controller.app.AppUsage;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Writes and forgets rows of `app_usage_events`. */
@Repository
public class StoredAppUsage implements AppUsage {
  private static final String PLACE = "from apps a join spaces s on s.guid = a.space_guid";

  private final JdbcClient jdbc;
  private final Clock clock;

  StoredAppUsage(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  @Override
  @Transactional
  public void record(String appGuid, String state, Change change) {
    jdbc.sql("""
        insert into app_usage_events (guid, state, previous_state, instance_count, previous_instance_count, memory_mb, previous_memory_mb,
          app_guid, app_name, space_guid, space_name, organization_guid, buildpack_guid, buildpack_name, task_guid, task_name, parent_app_guid,
          parent_app_name, process_guid, process_type, package_state, created_at, updated_at)
        select :guid, :state, :previousState, :instances, :previousInstances, :memory, :previousMemory, a.guid, a.name, s.guid, s.name,
          s.organization_guid, :buildpack, :buildpackName, :task, :taskName, a.guid, a.name, :process, :processType,
          case when a.droplet_guid is null then 'PENDING' else 'STAGED' end, :now, :now
        """ + PLACE + " where a.guid = :app")
        .param("guid", UUID.randomUUID().toString()).param("state", state).param("previousState", change.previousState(), Types.VARCHAR)
        .param("instances", change.instances(), Types.INTEGER).param("previousInstances", change.previousInstances(), Types.INTEGER)
        .param("memory", change.memoryMb(), Types.INTEGER).param("previousMemory", change.previousMemoryMb(), Types.INTEGER)
        .param("buildpack", guid(change.buildpack()), Types.VARCHAR).param("buildpackName", name(change.buildpack()), Types.VARCHAR)
        .param("task", guid(change.task()), Types.VARCHAR).param("taskName", name(change.task()), Types.VARCHAR)
        .param("process", change.process() == null || change.process().guid() == null ? "" : change.process().guid())
        .param("processType", name(change.process()), Types.VARCHAR).param("now", clock.instant().atOffset(ZoneOffset.UTC)).param("app", appGuid)
        .update();
  }

  /** Forgets everything and writes one STARTED for each process that runs now. */
  @Transactional
  public void reseed() {
    jdbc.sql("delete from app_usage_events").update();
    jdbc.sql("""
        insert into app_usage_events (guid, state, instance_count, memory_mb, app_guid, app_name, space_guid, space_name, organization_guid,
          parent_app_guid, parent_app_name, process_guid, process_type, package_state, created_at, updated_at)
        select gen_random_uuid()::text, 'STARTED', p.instances, p.memory_mb, a.guid, a.name, s.guid, s.name, s.organization_guid, a.guid, a.name,
          p.guid, p.type, 'STAGED', :now, :now
        """ + PLACE + " join processes p on p.app_guid = a.guid where a.state = 'STARTED' and p.instances > 0")
        .param("now", clock.instant().atOffset(ZoneOffset.UTC)).update();
  }

  /** Forgets events older than this, and the oldest beyond so many; how many went. */
  @Transactional
  public int forget(Duration age, long most) {
    Instant oldest = clock.instant().minus(age);
    return jdbc.sql("""
        delete from app_usage_events where created_at < :oldest
          or position <= (select position from app_usage_events order by position desc offset :most limit 1)
        """).param("oldest", oldest.atOffset(ZoneOffset.UTC)).param("most", most).update();
  }

  private static @Nullable String guid(@Nullable Part part) {
    return part == null ? null : part.guid();
  }

  private static @Nullable String name(@Nullable Part part) {
    return part == null ? null : part.name();
  }
}
