package dev.ingot.controller.registry.db;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Whose image a repository `apps/<guid>` holds. */
@Repository
public class ImageOwners {
  private final JdbcClient jdbc;

  ImageOwners(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The space of an app; empty when there is no such app. */
  public Optional<String> spaceOf(String appGuid) {
    return jdbc.sql("select space_guid from apps where guid = ?").param(appGuid).query(String.class).optional();
  }
}
