package dev.ingot.bench.api;

import dev.ingot.bench.BenchFailure;
import dev.ingot.bench.platform.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;

/** 10,000 stopped apps in 100 spaces of one org, each with a process, 1,000 of them with a route of one domain; rows only, gone when it is closed. */
final class ManyApps implements AutoCloseable {
  static final int APPS = 10_000;
  static final int SPACES = 100;
  static final int ROUTES = 1_000;
  private static final String MARK = "bench-api";
  private static final List<String> MAKE = List.of(
      "insert into organizations (guid, name, quota_guid, created_at, updated_at) select 'bench-api-org', 'bench-api', guid, now(), now() from organization_quotas order by created_at limit 1",
      "insert into spaces (guid, organization_guid, name, created_at, updated_at) select 'bench-api-space-' || n, 'bench-api-org', 'space-' || n, now(), now() from generate_series(0, " + (SPACES - 1) + ") n",
      "insert into domains (guid, name, organization_guid, created_at, updated_at) values ('bench-api-domain', 'bench-api.example.com', 'bench-api-org', now(), now())",
      "insert into apps (guid, space_guid, name, labels, created_at, updated_at) select 'bench-api-app-' || n, 'bench-api-space-' || n % " + SPACES
          + ", 'app-' || n, '{\"env\": \"bench\"}', now() + n * interval '1 millisecond', now() from generate_series(1, " + APPS + ") n",
      "insert into processes (guid, app_guid, type, version, instances, memory_mb, disk_mb, created_at, updated_at) select 'bench-api-process-' || n, 'bench-api-app-' || n, 'web', '1', 1, 64, 64, now(), now()"
          + " from generate_series(1, " + APPS + ") n",
      "insert into routes (guid, space_guid, domain_guid, host, created_at, updated_at) select 'bench-api-route-' || n, 'bench-api-space-' || n % " + SPACES
          + ", 'bench-api-domain', 'host-' || n, now(), now() from generate_series(1, " + ROUTES + ") n",
      "insert into destinations (guid, route_guid, app_guid, created_at, updated_at) select 'bench-api-destination-' || n, 'bench-api-route-' || n, 'bench-api-app-' || n, now(), now()"
          + " from generate_series(1, " + ROUTES + ") n",
      "insert into jobs (guid, operation, resource_guid, state, created_at, updated_at) values ('bench-api-job', 'app.delete', 'bench-api-app-0', 'PROCESSING', now(), now())",
      "analyze");
  private static final List<String> REMOVE = List.of("jobs", "destinations", "routes", "processes", "apps", "domains", "spaces", "organizations");

  private final Connection connection;

  ManyApps(Installation installation) throws SQLException {
    connection = connect(installation);
    remove();
    for (String sql : MAKE) {
      execute(sql);
    }
  }

  private static Connection connect(Installation installation) throws SQLException {
    Properties config = new Properties();
    Path file = installation.home().resolve("config/controller.properties");
    try (var reader = Files.newBufferedReader(file)) {
      config.load(reader);
    } catch (IOException e) {
      throw new BenchFailure("cannot read how the controller reaches its database: " + file, e);
    }
    return DriverManager.getConnection(config.getProperty("spring.datasource.url"), config.getProperty("spring.datasource.username"), config.getProperty("spring.datasource.password"));
  }

  /** Runs a query and reads every row of it. */
  int read(String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql); var rows = statement.executeQuery()) {
      int columns = rows.getMetaData().getColumnCount();
      int read = 0;
      while (rows.next()) {
        for (int i = 1; i <= columns; i++) {
          read += rows.getString(i) == null ? 0 : 1;
        }
      }
      return read;
    }
  }

  private void remove() throws SQLException {
    for (String table : REMOVE) {
      execute("delete from " + table + " where guid like '" + MARK + "-%'");
    }
  }

  private void execute(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws SQLException {
    try (connection) {
      remove();
    }
  }
}
