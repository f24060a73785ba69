package dev.ingot.controller.droplet.db;

import dev.ingot.controller.droplet.DropletsInUse;
import java.util.HashSet;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Droplets that a process has of its own while a deployment replaces it, and those that an active deployment leads to or goes back to. */
@Repository
class StoredDropletsInUse implements DropletsInUse {
  private final JdbcClient jdbc;

  StoredDropletsInUse(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public Set<String> of(String appGuid) {
    return new HashSet<>(jdbc.sql("""
        select droplet_guid from processes where app_guid = :app and droplet_guid is not null
        union select droplet_guid from deployments where app_guid = :app and status_value = 'ACTIVE'
        union select previous_droplet_guid from deployments where app_guid = :app and status_value = 'ACTIVE' and previous_droplet_guid is not null
        union select droplet_guid from tasks where app_guid = :app and state in ('PENDING', 'RUNNING', 'CANCELING') and droplet_guid is not null
        """).param("app", appGuid).query(String.class).list());
  }
}
