package dev.ingot.controller.flag.db;

import dev.ingot.controller.flag.Flag;
import dev.ingot.controller.flag.FlagState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The flags that are not as they were. */
@Repository
public class FlagTable {
  private final JdbcClient jdbc;

  FlagTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** All of them. */
  public List<FlagState> all() {
    return jdbc.sql("select * from feature_flags").query((row, n) -> state(row)).stream().flatMap(Optional::stream).toList();
  }

  /** One of them. */
  public Optional<FlagState> find(Flag flag) {
    return jdbc.sql("select * from feature_flags where name = ?").param(flag.wire()).query((row, n) -> state(row)).optional().flatMap(state -> state);
  }

  /** Stores one. */
  public void store(FlagState state, Instant now) {
    jdbc.sql("""
        insert into feature_flags (name, enabled, custom_error_message, updated_at) values (:name, :enabled, :message, :now)
        on conflict (name) do update set enabled = :enabled, custom_error_message = :message, updated_at = :now""")
        .param("name", state.flag().wire()).param("enabled", state.enabled()).param("message", state.customErrorMessage())
        .param("now", now.atOffset(ZoneOffset.UTC)).update();
  }

  /** Empty for a flag that another version of the platform knew. */
  private static Optional<FlagState> state(ResultSet row) throws SQLException {
    boolean enabled = row.getBoolean("enabled");
    String message = row.getString("custom_error_message");
    Instant updatedAt = row.getObject("updated_at", OffsetDateTime.class).toInstant();
    return Flag.of(row.getString("name")).map(flag -> new FlagState(flag, enabled, message, updatedAt));
  }
}
