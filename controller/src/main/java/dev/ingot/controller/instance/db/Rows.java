package dev.ingot.controller.instance.db;

import dev.ingot.controller.instance.Instance;
import dev.ingot.controller.instance.InstanceState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Between rows and records. */
final class Rows {
  private Rows() {}

  static Instance instance(ResultSet row, int number) throws SQLException {
    Instant since = instant(row, "since");
    return new Instance(row.getString("guid"), row.getString("process_guid"), row.getString("process_version"), row.getString("app_guid"),
        row.getInt("index"), row.getString("cell_id"), InstanceState.valueOf(row.getString("state")), since == null ? Instant.EPOCH : since,
        row.getBoolean("routable"), row.getInt("memory_mb"), row.getInt("disk_mb"), row.getInt("crash_count"),
        row.getString("placement_error"), instant(row, "next_start_at"));
  }

  static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  static @Nullable OffsetDateTime time(@Nullable Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }
}
