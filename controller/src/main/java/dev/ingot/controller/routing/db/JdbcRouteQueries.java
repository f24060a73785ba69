package dev.ingot.controller.routing.db;

import dev.ingot.controller.routing.RouteQueries;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class JdbcRouteQueries implements RouteQueries {
  private final JdbcClient jdbc;

  JdbcRouteQueries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public List<Serving> serving() {
    return jdbc.sql("""
        select i.guid, i.app_guid, i.process_guid, p.type, i.index, i.container_address, coalesce(i.port, 0) port,
          coalesce(i.host_port, 0) host_port, coalesce(c.address, '') cell_address
        from instances i join processes p on p.guid = i.process_guid left join cells c on c.id = i.cell_id
        where i.state = 'RUNNING' and i.routable order by i.app_guid, p.type, i.index, i.guid
        """).query((r, n) -> new Serving(r.getString("guid"), r.getString("app_guid"), r.getString("process_guid"), r.getString("type"),
        r.getInt("index"), r.getString("container_address"), r.getInt("port"), r.getInt("host_port"), r.getString("cell_address"))).list();
  }
}
