package dev.ingot.controller.droplet.db;

import java.util.Collection;
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

  /** An image to remove. @param repository address with registry */
  public record Removal(long id, String repository, String digest) {}

  /** What is to become of one: its image goes, or stays because a droplet is the same image, or an app that is being built may come to have it. */
  public enum Fate { REMOVE, KEEP, WAIT }

  /** The oldest. @param except registries that nothing is wanted of now, by origin */
  public List<Removal> next(int max, Collection<String> except) {
    return jdbc.sql("""
        select id, repository, digest from image_removals where not (substring(repository from '^[a-z]+://[^/]+') = any(?)) order by created_at, id limit ?""")
        .params(except.toArray(String[]::new), max).query((row, number) -> new Removal(row.getLong("id"), row.getString("repository"), row.getString("digest"))).list();
  }

  /** As things are now: to be asked right before. */
  public Fate fate(Removal removal) {
    return jdbc.sql("""
        select exists (select 1 from builds b where b.state = 'STAGING' and :repository like '%/apps/' || b.app_guid) waits,
          exists (select 1 from droplets d where d.image_repository = :repository and d.image_digest = :digest and d.state = 'STAGED') used""")
        .param("repository", removal.repository()).param("digest", removal.digest())
        .query((row, number) -> row.getBoolean("waits") ? Fate.WAIT : row.getBoolean("used") ? Fate.KEEP : Fate.REMOVE).single();
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
