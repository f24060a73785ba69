package dev.ingot.controller.staging.db;

import dev.ingot.controller.staging.StagingBuildpacks;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class JdbcStagingBuildpacks implements StagingBuildpacks {
  private final JdbcClient jdbc;

  JdbcStagingBuildpacks(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public List<Row> all() {
    return jdbc.sql("select name, stack, enabled, kind, digest, buildpack_id, buildpack_version from buildpacks where kind is not null order by position, guid")
        .query((r, n) -> new Row(r.getString(1), r.getString(2), r.getBoolean(3), r.getString(4), r.getString(5), r.getString(6), r.getString(7))).list();
  }
}
