package dev.ingot.controller.cell.db;

import dev.ingot.api.cell.v1.Hello;
import dev.ingot.controller.cell.Cell;
import dev.ingot.controller.cell.Cells;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

@Repository
class JdbcCells implements Cells {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int DEFAULT_INSTANCES = 250;

  private final JdbcClient jdbc;
  private final Clock clock;

  JdbcCells(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  @Override
  public List<Cell> all() {
    return jdbc.sql("select * from cells order by id for update").query(JdbcCells::cell).list();
  }

  @Override
  public boolean arrived(Hello hello, Instant leaseUntil) {
    boolean known = jdbc.sql("select count(*) from cells where id = ?").param(hello.getCellId()).query(Long.class).single() > 0;
    var capacity = hello.getCapacity();
    jdbc.sql("""
        insert into cells (id, address, version, state, memory_bytes, disk_bytes, max_instances, stacks, lease_until, created_at, updated_at)
        values (:id, :address, :version, 'ALIVE', :memory, :disk, :instances, :stacks::jsonb, :lease, :now, :now)
        on conflict (id) do update set address = excluded.address, version = excluded.version, memory_bytes = excluded.memory_bytes,
          state = case when cells.state = 'DRAINING' then 'DRAINING' else 'ALIVE' end, disk_bytes = excluded.disk_bytes,
          max_instances = excluded.max_instances, stacks = excluded.stacks, lease_until = excluded.lease_until, updated_at = excluded.updated_at
        """).param("id", hello.getCellId()).param("address", hello.getAddress()).param("version", hello.getVersion())
        .param("memory", capacity.getMemoryBytes()).param("disk", capacity.getDiskBytes())
        .param("instances", capacity.getInstances() > 0 ? capacity.getInstances() : DEFAULT_INSTANCES)
        .param("stacks", JSON.writeValueAsString(List.copyOf(hello.getStacksList()))).param("lease", time(leaseUntil))
        .param("now", time(clock.instant())).update();
    return known;
  }

  @Override
  public boolean renew(String cellId, Instant leaseUntil) {
    return jdbc.sql("update cells set lease_until = :lease, updated_at = :now where id = :id and state <> 'LOST'")
        .param("lease", time(leaseUntil)).param("now", time(clock.instant())).param("id", cellId).update() > 0;
  }

  @Override
  public List<String> expire(Instant now) {
    return jdbc.sql("update cells set state = 'LOST', updated_at = :now where state <> 'LOST' and lease_until < :now returning id")
        .param("now", time(now)).query(String.class).list();
  }

  private static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private static Cell cell(ResultSet row, int number) throws SQLException {
    return new Cell(row.getString("id"), row.getString("address"), Cell.State.valueOf(row.getString("state")), row.getLong("memory_bytes"),
        row.getLong("disk_bytes"), row.getInt("max_instances"), JSON.readValue(row.getString("stacks"), new TypeReference<List<String>>() {}),
        row.getObject("lease_until", OffsetDateTime.class).toInstant());
  }
}
