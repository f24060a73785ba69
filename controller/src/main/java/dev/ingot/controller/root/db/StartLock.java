package dev.ingot.controller.root.db;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Makes controllers that start at the same time go one after the other. */
@Repository
public class StartLock {
  private static final long KEY = 0x1907_0001L;
  private final JdbcClient jdbc;

  StartLock(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Waits for the lock and holds it until the current transaction ends. */
  public void take() {
    jdbc.sql("select pg_advisory_xact_lock(?)").param(KEY).query(row -> { });
  }
}
