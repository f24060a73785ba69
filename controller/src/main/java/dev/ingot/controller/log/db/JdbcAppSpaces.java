package dev.ingot.controller.log.db;

import dev.ingot.controller.log.AppSpaces;
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
  public Optional<String> spaceOf(String appGuid) {
    return jdbc.sql("select space_guid from apps where guid = ?").param(appGuid).query(String.class).optional();
  }
}
