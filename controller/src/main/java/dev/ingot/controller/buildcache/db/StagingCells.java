package dev.ingot.controller.buildcache.db;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Which cells have staged an app, as far back as its builds are kept. */
@Repository
public class StagingCells {
  private final JdbcClient jdbc;

  StagingCells(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Cell → when it got its last build of this app. */
  public Map<String, Instant> of(String appGuid) {
    Map<String, Instant> cells = new TreeMap<>();
    jdbc.sql("select cell_id, max(placed_at) from builds where app_guid = ? and cell_id is not null and placed_at is not null and lifecycle_type <> 'docker' group by cell_id")
        .param(appGuid).query(rs -> {
          cells.put(rs.getString(1), rs.getObject(2, OffsetDateTime.class).toInstant());
        });
    return cells;
  }
}
