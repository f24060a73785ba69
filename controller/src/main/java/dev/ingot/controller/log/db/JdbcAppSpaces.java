package dev.ingot.controller.log.db;

import dev.ingot.controller.log.AppPlace;
import dev.ingot.controller.log.AppSpaces;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class JdbcAppSpaces implements AppSpaces {
  private final JdbcClient jdbc;

  JdbcAppSpaces(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public Optional<AppPlace> of(String appGuid) {
    return jdbc.sql("""
        select a.guid, a.name, s.guid, s.name, o.guid, o.name from apps a join spaces s on s.guid = a.space_guid
        join organizations o on o.guid = s.organization_guid where a.guid = ?
        """).param(appGuid).query((row, n) -> new AppPlace(row.getString(1), row.getString(2), row.getString(3), row.getString(4), row.getString(5),
            row.getString(6))).optional();
  }

  @Override
  public Map<String, String> spaces(Collection<String> appGuids) {
    Map<String, String> spaces = new HashMap<>();
    jdbc.sql("select guid, space_guid from apps where guid = any(?)").param(appGuids.toArray(String[]::new))
        .query(row -> {
          spaces.put(row.getString(1), row.getString(2));
        });
    return spaces;
  }
}
