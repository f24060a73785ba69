package dev.ingot.controller.environment.db;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Reads what the environment of an app is made of, in one query. */
@Repository
public class EnvironmentFacts {
  private static final TypeReference<Map<String, Boolean>> FEATURES = new TypeReference<>() {};
  private static final TypeReference<Map<String, String>> VARIABLES = new TypeReference<>() {};
  private static final String APP = """
      a.guid app_guid, a.name app_name, %s::text environment, a.features::text features, s.guid space_guid, s.name space_name, o.guid org_guid, o.name org_name,
      array(select case when r.host = '' then m.name else r.host || '.' || m.name end || r.path
            from routes r join domains m on m.guid = r.domain_guid
            where exists (select 1 from destinations t where t.route_guid = r.guid and t.app_guid = a.guid)
            order by r.created_at, r.guid) uris
      """;
  private static final String OF_APP = APP.formatted("a.environment");
  /** A process that a deployment replaces keeps the variables it was started with. */
  private static final String OF_PROCESS = APP.formatted("coalesce(p.environment, a.environment)");
  private static final String JOINS = " join spaces s on s.guid = a.space_guid join organizations o on o.guid = s.organization_guid ";

  private final JdbcClient jdbc;
  private final JsonMapper json;

  EnvironmentFacts(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** An app and where it is. @param features those that were switched */
  public record AppFacts(String guid, String name, String spaceGuid, String spaceName, String organizationGuid, String organizationName,
      List<String> uris, Map<String, String> own, Map<String, Boolean> features) {}

  /** A process of an app. Sizes in MiB. */
  public record ProcessFacts(AppFacts app, String guid, String type, String version, int memoryMb, int diskMb) {}

  /** A build of an app. Sizes in MiB. */
  public record BuildFacts(AppFacts app, @Nullable String stack, int memoryMb, int diskMb) {}

  public Optional<AppFacts> app(String guid) {
    return jdbc.sql("select " + OF_APP + " from apps a" + JOINS + "where a.guid = ?").param(guid).query((row, n) -> app(row)).optional();
  }

  public Optional<ProcessFacts> process(String appGuid, String processGuid) {
    return jdbc.sql("select p.guid, p.type, p.version, p.memory_mb, p.disk_mb, " + OF_PROCESS + " from processes p join apps a on a.guid = p.app_guid" + JOINS
            + "where p.guid = ? and a.guid = ?").param(processGuid).param(appGuid)
        .query((row, n) -> new ProcessFacts(app(row), row.getString(1), row.getString(2), row.getString(3), row.getInt(4), row.getInt(5))).optional();
  }

  public Optional<BuildFacts> build(String guid) {
    return jdbc.sql("select b.stack, b.staging_memory_mb, b.staging_disk_mb, " + OF_APP + " from builds b join apps a on a.guid = b.app_guid" + JOINS
            + "where b.guid = ?").param(guid)
        .query((row, n) -> new BuildFacts(app(row), row.getString(1), row.getInt(2), row.getInt(3))).optional();
  }

  private AppFacts app(ResultSet row) throws SQLException {
    Array uris = row.getArray("uris");
    return new AppFacts(row.getString("app_guid"), row.getString("app_name"), row.getString("space_guid"), row.getString("space_name"),
        row.getString("org_guid"), row.getString("org_name"),
        Arrays.stream((Object[]) uris.getArray()).map(Objects::toString).toList(), json.readValue(row.getString("environment"), VARIABLES),
        json.readValue(row.getString("features"), FEATURES));
  }
}
