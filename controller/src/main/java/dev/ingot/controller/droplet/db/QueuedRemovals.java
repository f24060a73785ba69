package dev.ingot.controller.droplet.db;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table `image_removals`, which triggers of `droplets` fill. */
@Repository
public class QueuedRemovals {
  private final JdbcClient jdbc;

  QueuedRemovals(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** An image to remove. @param repository address with registry @param used another droplet is the same image, so that it stays */
  public record Removal(long id, String repository, String digest, boolean used) {}

  /** The oldest; not those of apps that are being built, whose new image may be the same. */
  public List<Removal> next(int max) {
    return jdbc.sql("""
        select r.id, r.repository, r.digest, exists (select 1 from droplets d where d.image_repository = r.repository and d.image_digest = r.digest and d.state = 'STAGED') used
        from image_removals r where not exists (select 1 from builds b where b.state = 'STAGING' and r.repository like '%/apps/' || b.app_guid)
        order by r.created_at, r.id limit ?""").param(max).query((row, number) -> new Removal(row.getLong("id"), row.getString("repository"), row.getString("digest"), row.getBoolean("used"))).list();
  }

  /** Nothing more is to be done. */
  public void done(Removal removal) {
    jdbc.sql("delete from image_removals where id = ?").param(removal.id()).update();
  }

  /** To the end of the queue, so that others do not wait for it. */
  public void later(Removal removal) {
    jdbc.sql("update image_removals set created_at = now() where id = ?").param(removal.id()).update();
  }
}
