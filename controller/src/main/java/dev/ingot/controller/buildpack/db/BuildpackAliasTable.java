package dev.ingot.controller.buildpack.db;

import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table `buildpack_aliases`. */
@Repository
public class BuildpackAliasTable {
  private final JdbcClient jdbc;

  BuildpackAliasTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Name → buildpack, by name. */
  public Map<String, String> all() {
    Map<String, String> all = new TreeMap<>();
    jdbc.sql("select name, buildpack from buildpack_aliases").query(row -> {
      all.put(row.getString(1), row.getString(2));
    });
    return all;
  }

  /** Makes these the whole table. */
  public void replace(Map<String, String> all) {
    jdbc.sql("delete from buildpack_aliases").update();
    jdbc.sql("insert into buildpack_aliases select * from unnest(?, ?)").param(all.keySet().toArray(String[]::new)).param(all.values().toArray(String[]::new)).update();
  }
}
