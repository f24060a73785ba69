package dev.ingot.controller.buildpack.db;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** One change of the list of buildpacks at a time: their positions have no gap. */
@Repository
public class BuildpackLock {
  private static final long KEY = 0x696e676f74627001L;

  private final JdbcClient jdbc;

  BuildpackLock(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Waits for the lock and holds it until the current transaction ends. */
  public void take() {
    jdbc.sql("select pg_advisory_xact_lock(?)").param(KEY).query(row -> { });
  }
}
