package dev.ingot.controller.listing.db;

import java.util.Optional;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Whether the database answers. */
@Component
public class DatabaseHealth {
  private final JdbcClient jdbc;

  DatabaseHealth(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Why the database cannot be used, empty when it can. Asks it, so it may take as long as a connection may (10 s). */
  public Optional<String> problem() {
    try {
      jdbc.sql("select 1").query(Integer.class).single();
      return Optional.empty();
    } catch (DataAccessException e) {
      return Optional.of("the database does not answer: " + e.getMostSpecificCause().getMessage());
    }
  }
}
