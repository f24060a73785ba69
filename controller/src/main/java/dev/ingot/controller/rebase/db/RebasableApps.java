package dev.ingot.controller.rebase.db;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Apps whose current droplet was built on a stack. */
@Repository
public class RebasableApps {
  private final JdbcClient jdbc;

  RebasableApps(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Guids, oldest app first. @param preferred whether the stack is the one that apps get that name none @param app null = all */
  public List<String> of(String stack, boolean preferred, @Nullable String app) {
    return jdbc.sql("""
        select a.guid from apps a join droplets d on d.guid = a.droplet_guid
        where (cast(:app as text) is null or a.guid = :app) and d.lifecycle_type <> 'docker'
          and (d.stack = :stack or d.stack in (select name from stacks where alias_of = :stack) or (:preferred and d.stack is null)) order by a.created_at, a.guid
        """).param("app", app).param("stack", stack).param("preferred", preferred).query(String.class).list();
  }

  /** Whether an app is started and has fewer healthy instances of type `web` than it should. */
  public boolean ails(String app) {
    return jdbc.sql("""
        select exists (select 1 from processes p join apps a on a.guid = p.app_guid
          where a.guid = ? and a.state = 'STARTED' and p.type = 'web' and not p.retiring and p.instances > (select count(*) from instances i
            where i.process_guid = p.guid and i.process_version = p.version and i.index < p.instances and i.state = 'RUNNING' and i.routable))
        """).param(app).query(Boolean.class).single();
  }
}
