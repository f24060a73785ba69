package dev.ingot.controller.resource.db;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table `resources`. */
@Repository
public class ResourceTable {
  private final JdbcClient jdbc;
  private final JdbcTemplate batches;
  private final Clock clock;

  ResourceTable(JdbcClient jdbc, JdbcTemplate batches, Clock clock) {
    this.jdbc = jdbc;
    this.batches = batches;
    this.clock = clock;
  }

  /** sha1 → size of those that are known. */
  public Map<String, Long> known(Collection<String> sha1s) {
    Map<String, Long> known = new HashMap<>();
    jdbc.sql("select sha1, size_bytes from resources where sha1 = any(?)").param(sha1s.toArray(String[]::new))
        .query(row -> { known.put(row.getString(1), row.getLong(2)); });
    return known;
  }

  /** Notes that these were of use now, new ones too. In order of sha1, so that two uploads of the same files cannot wait for each other. */
  public void used(Map<String, Long> sizes) {
    OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
    List<Object[]> rows = sizes.entrySet().stream().sorted(Map.Entry.comparingByKey())
        .map(entry -> new Object[] {entry.getKey(), entry.getValue(), now}).toList();
    batches.batchUpdate("insert into resources (sha1, size_bytes, last_used_at) values (?, ?, ?) "
        + "on conflict (sha1) do update set last_used_at = excluded.last_used_at", rows);
  }

  /** All contents together, in bytes. */
  public long totalBytes() {
    return jdbc.sql("select coalesce(sum(size_bytes), 0) from resources").query(Long.class).single();
  }

  /** Forgets the ones that were of no use for longest and answers their sha1s. */
  public List<String> forgetOldest(int count) {
    return jdbc.sql("delete from resources where sha1 in (select sha1 from resources order by last_used_at, sha1 limit ?) returning sha1")
        .param(count).query(String.class).list();
  }

  /** Forgets one whose content is gone. */
  public void forget(String sha1) {
    jdbc.sql("delete from resources where sha1 = ?").param(sha1).update();
  }
}
