package dev.ingot.controller.route.db;

import dev.ingot.controller.route.RouteRow;
import dev.ingot.controller.route.RouteTable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Reads the route table in two queries of one transaction. */
@Repository
class StoredRouteTable implements RouteTable {
  private static final TypeReference<Map<String, String>> OPTIONS = new TypeReference<>() {};

  private final JdbcClient jdbc;
  private final JsonMapper json;

  StoredRouteTable(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  private record Target(String routeGuid, RouteRow.Destination destination) {}

  @Override
  @Transactional(readOnly = true)
  public List<RouteRow> all() {
    Map<String, List<Target>> targets = jdbc.sql("select route_guid, guid, app_guid, process_type, port, protocol, weight from destinations "
            + "order by created_at, guid")
        .query((row, n) -> new Target(row.getString(1), new RouteRow.Destination(row.getString(2), row.getString(3), row.getString(4),
            row.getObject(5, Integer.class), row.getString(6), row.getObject(7, Integer.class)))).list().stream()
        .collect(Collectors.groupingBy(Target::routeGuid));
    return jdbc.sql("select r.guid, case when r.host = '' then d.name else r.host || '.' || d.name end, r.path, r.options::text "
            + "from routes r join domains d on d.guid = r.domain_guid where r.protocol = 'http' and not d.internal order by r.guid")
        .query((row, n) -> new RouteRow(row.getString(1), row.getString(2).toLowerCase(Locale.ROOT), row.getString(3),
            json.readValue(row.getString(4), OPTIONS),
            targets.getOrDefault(row.getString(1), List.of()).stream().map(Target::destination).toList())).list();
  }
}
