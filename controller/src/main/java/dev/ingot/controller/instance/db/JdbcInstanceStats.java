package dev.ingot.controller.instance.db;

import dev.ingot.controller.instance.InstanceMetricsTable;
import dev.ingot.controller.instance.InstanceStats;
import dev.ingot.controller.instance.InstancesChanged;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** One query joins what is wanted (an index each) with the best row of the current version there is for it. */
@Repository
class JdbcInstanceStats implements InstanceStats {
  private static final String QUERY = """
      select p.guid process, n.index, a.state app_state, i.guid, i.state, i.since, i.routable, i.cell_id, i.crash_reason, i.placement_error,
        i.next_start_at, i.container_address, i.port, i.host_port, c.address cell_address, a.droplet_guid
      from processes p join apps a on a.guid = p.app_guid
      cross join lateral generate_series(0, p.instances - 1) n(index)
      left join lateral (
        select * from instances x where x.process_guid = p.guid and x.index = n.index and x.process_version = p.version
        order by case x.state when 'RUNNING' then 0 when 'CLAIMED' then 1 when 'UNCLAIMED' then 2 when 'CRASHED' then 3 else 4 end, x.since desc
        limit 1) i on a.state = 'STARTED'
      left join cells c on c.id = i.cell_id
      where p.guid in (:processes) order by p.guid, n.index
      """;

  private final JdbcClient jdbc;
  private final InstanceMetricsTable metrics;
  private final Clock clock;
  private final ApplicationEventPublisher events;

  JdbcInstanceStats(JdbcClient jdbc, InstanceMetricsTable metrics, Clock clock, ApplicationEventPublisher events) {
    this.jdbc = jdbc;
    this.metrics = metrics;
    this.clock = clock;
    this.events = events;
  }

  @Override
  public List<Row> of(String processGuid) {
    return ofAll(List.of(processGuid)).getOrDefault(processGuid, List.of());
  }

  @Override
  public Map<String, List<Row>> ofAll(Collection<String> processGuids) {
    Map<String, List<Row>> rows = new LinkedHashMap<>();
    processGuids.forEach(guid -> rows.put(guid, new ArrayList<>()));
    if (!processGuids.isEmpty()) {
      Instant now = clock.instant();
      jdbc.sql(QUERY).param("processes", processGuids).query(result -> {
        rows.computeIfAbsent(result.getString("process"), g -> new ArrayList<>()).add(row(result, now));
      });
    }
    return rows;
  }

  @Override
  @Transactional
  public boolean restart(String processGuid, int index) {
    var now = Rows.time(clock.instant());
    int stopped = jdbc.sql("""
        update instances set state = 'STOPPING', routable = false, since = :now, updated_at = :now
        where process_guid = :process and index = :index and state in ('CLAIMED', 'RUNNING')
        """).param("now", now).param("process", processGuid).param("index", index).update();
    int due = jdbc.sql("""
        update instances set next_start_at = :now, crash_count = 0, updated_at = :now
        where process_guid = :process and index = :index and state = 'CRASHED'
        """).param("now", now).param("process", processGuid).param("index", index).update();
    int waiting = jdbc.sql("select count(*) from instances where process_guid = ? and index = ? and state = 'UNCLAIMED'")
        .params(processGuid, index).query(Integer.class).single();
    events.publishEvent(new InstancesChanged());
    return stopped + due + waiting > 0;
  }

  private Row row(ResultSet r, Instant now) throws SQLException {
    String guid = r.getString("guid");
    String state = state(r, now);
    String cellAddress = r.getString("cell_address");
    boolean remote = cellAddress != null && !cellAddress.isEmpty();
    int port = remote ? r.getInt("host_port") : r.getInt("port");
    return new Row(r.getInt("index"), state, guid, Rows.instant(r, "since"), r.getBoolean("routable"), details(r, state), r.getString("cell_id"),
        remote ? cellAddress : r.getString("container_address"), port == 0 ? null : port,
        guid == null ? null : metrics.of(guid).orElse(null));
  }

  private static String state(ResultSet r, Instant now) throws SQLException {
    String state = r.getString("state");
    if (state == null) {
      boolean willBeMade = r.getString("app_state").equals("STARTED") && r.getString("droplet_guid") != null;
      return willBeMade ? "STARTING" : "DOWN";
    }
    return switch (state) {
      case "RUNNING", "STOPPING" -> state;
      case "UNCLAIMED" -> r.getString("placement_error") == null ? "STARTING" : "DOWN";
      case "CRASHED" -> startsNow(r, now) ? "STARTING" : "CRASHED";
      default -> "STARTING";
    };
  }

  private static boolean startsNow(ResultSet r, Instant now) throws SQLException {
    Instant next = Rows.instant(r, "next_start_at");
    return next != null && !next.isAfter(now);
  }

  private static @Nullable String details(ResultSet r, String state) throws SQLException {
    return switch (state) {
      case "DOWN" -> r.getString("placement_error");
      case "CRASHED" -> r.getString("crash_reason");
      default -> null;
    };
  }
}
