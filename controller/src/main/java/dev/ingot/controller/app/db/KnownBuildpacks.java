package dev.ingot.controller.app.db;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Which buildpacks there are, as apps need to know. */
@Repository
public class KnownBuildpacks {
  private final JdbcClient jdbc;

  KnownBuildpacks(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Those of these names that are no buildpack's name, id or alias; none while the platform has not told its own buildpacks. */
  public Set<String> missing(Collection<String> names) {
    if (names.isEmpty() || jdbc.sql("select not exists (select 1 from buildpacks where kind = 'system')").query(Boolean.class).single()) {
      return Set.of();
    }
    List<String> known = jdbc.sql("""
        select n from unnest(?) n where exists (select 1 from buildpacks b where b.name = n or b.buildpack_id = split_part(n, '@', 1))
          or exists (select 1 from buildpack_aliases a join buildpacks b on a.buildpack in (b.name, b.buildpack_id) where a.name = n)""")
        .param(names.toArray(String[]::new)).query(String.class).list();
    Set<String> missing = new HashSet<>(names);
    known.forEach(missing::remove);
    return missing;
  }
}
