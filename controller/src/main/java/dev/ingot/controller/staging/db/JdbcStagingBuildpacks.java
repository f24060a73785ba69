package dev.ingot.controller.staging.db;

import dev.ingot.controller.staging.BuildStack;
import dev.ingot.controller.staging.StagingBuildpacks;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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

  @Override
  public Map<String, String> aliases() {
    Map<String, String> aliases = new HashMap<>();
    jdbc.sql("select name, buildpack from buildpack_aliases").query(r -> {
      aliases.put(r.getString(1), r.getString(2));
    });
    return aliases;
  }

  @Override
  public BuildStack stack(@Nullable String asked, String resolved) {
    String name = jdbc.sql("select coalesce(alias_of, name) from stacks where name = ?").param(resolved).query(String.class).optional().orElse(resolved);
    return new BuildStack(asked, name, jdbc.sql("select name from stacks where alias_of = ? order by created_at, name").param(name).query(String.class).list());
  }
}
