package dev.ingot.controller.staging.db;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** How often the caches of builds were cleared. */
@Repository
public class CacheVersions {
  private final JdbcClient jdbc;

  CacheVersions(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** What a cell must have as the version of the app's cache, so that it may use it; empty while nobody has cleared anything. */
  public String of(String appGuid) {
    return jdbc.sql("""
        select coalesce(string_agg(coalesce(app_guid, 'all') || '=' || version, ' ' order by app_guid nulls first), '')
        from build_cache_versions where app_guid = ? or app_guid is null""").param(appGuid).query(String.class).single();
  }

  /** Makes all caches of the app out of date; null = of all apps. */
  public void raise(@Nullable String appGuid) {
    jdbc.sql("insert into build_cache_versions values (:app, 1) on conflict (app_guid) do update set version = build_cache_versions.version + 1")
        .param("app", appGuid).update();
  }
}
