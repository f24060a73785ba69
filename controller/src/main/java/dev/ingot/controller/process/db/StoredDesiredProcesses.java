package dev.ingot.controller.process.db;

import dev.ingot.controller.docker.DockerAccess;
import dev.ingot.controller.process.DesiredProcess;
import dev.ingot.controller.process.DesiredProcess.HealthCheck;
import dev.ingot.controller.process.DesiredProcesses;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads what should run in one query. */
@Repository
class StoredDesiredProcesses implements DesiredProcesses {
  private static final int DEFAULT_PORT = 8080;
  private static final String QUERY = """
      select a.guid app_guid, a.name app_name, a.space_guid, p.*, d.guid droplet, d.image_repository, d.image_digest, d.default_process, d.image_registry, d.docker_username,
        d.docker_password, d.execution_metadata #>> '{ports,0,Port}' docker_port,
        d.process_types ->> p.type droplet_command, coalesce(d.stack, '') droplet_stack,
        array(select case when r.host = '' then m.name else r.host || '.' || m.name end || r.path
              from destinations t join routes r on r.guid = t.route_guid join domains m on m.guid = r.domain_guid
              where t.app_guid = a.guid and t.process_type = p.type order by r.created_at, r.guid) uris,
        array(select t.port from destinations t where t.app_guid = a.guid and t.process_type = p.type and t.port is not null
              order by t.created_at, t.guid) ports
      from apps a join processes p on p.app_guid = a.guid join droplets d on d.guid = coalesce(p.droplet_guid, a.droplet_guid)
      where a.state = 'STARTED' and d.image_digest is not null""";

  private final JdbcClient jdbc;

  StoredDesiredProcesses(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public List<DesiredProcess> all() {
    return jdbc.sql(QUERY + " order by a.guid, p.type").query((row, n) -> process(row)).list();
  }

  @Override
  public List<DesiredProcess> of(String appGuid) {
    return jdbc.sql(QUERY + " and a.guid = ? order by p.type").param(appGuid).query((row, n) -> process(row)).list();
  }

  private static DesiredProcess process(ResultSet row) throws SQLException {
    String type = row.getString("type");
    return new DesiredProcess(row.getString("app_guid"), row.getString("app_name"), row.getString("space_guid"), row.getString("guid"), type,
        row.getString("version"), row.getString("command"), row.getString("droplet_command"), row.getString("default_process"),
        row.getInt("instances"), row.getInt("memory_mb"), row.getInt("disk_mb"), row.getLong("log_rate_limit"),
        new HealthCheck(row.getString("health_check_type"), row.getString("health_check_endpoint"), number(row, "health_check_timeout"),
            number(row, "health_check_invocation_timeout"), number(row, "health_check_interval")),
        new HealthCheck(row.getString("readiness_check_type"), row.getString("readiness_check_endpoint"), null,
            number(row, "readiness_check_invocation_timeout"), number(row, "readiness_check_interval")),
        row.getString("droplet"), row.getString("image_repository"), row.getString("image_digest"), row.getString("droplet_stack"),
        texts(row.getArray("uris")), ports(row, type), docker(row));
  }

  private static @Nullable Integer number(ResultSet row, String column) throws SQLException {
    return row.getObject(column, Integer.class);
  }

  private static List<String> texts(Array array) throws SQLException {
    List<String> texts = new ArrayList<>();
    for (Object text : (Object[]) array.getArray()) {
      texts.add(Objects.toString(text));
    }
    return texts;
  }

  private static @Nullable DockerAccess docker(ResultSet row) throws SQLException {
    String registry = row.getString("image_registry");
    return registry == null ? null
        : new DockerAccess(registry, row.getString("docker_username"), row.getString("docker_password"), row.getString("droplet"));
  }

  private static List<Integer> ports(ResultSet row, String type) throws SQLException {
    List<Integer> ports = new ArrayList<>();
    for (Object port : (Object[]) row.getArray("ports").getArray()) {
      if (!ports.contains(port)) {
        ports.add((Integer) port);
      }
    }
    if (ports.isEmpty() && type.equals(ProcessEntity.WEB)) {
      String exposed = row.getString("docker_port");
      ports.add(exposed == null ? DEFAULT_PORT : Integer.parseInt(exposed));
    }
    return ports;
  }
}
