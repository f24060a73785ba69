package dev.ingot.controller.app.db;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Which stacks there are, as apps and builds need to know. */
@Repository
public class Stacks {
  private final JdbcClient jdbc;

  Stacks(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Whether there is a stack of this name. */
  public boolean exists(String name) {
    return jdbc.sql("select count(*) from stacks where name = ?").param(name).query(Integer.class).single() > 0;
  }

  /** The stack of apps that name none: the oldest; empty on a platform without stacks. */
  public Optional<String> defaultName() {
    return jdbc.sql("select name from stacks where alias_of is null and tiny_of is null order by created_at, guid limit 1").query(String.class).optional();
  }

  /** @param state ACTIVE, RESTRICTED, DEPRECATED or DISABLED; @param reason what users are told, maybe empty */
  public record State(String state, String reason) {}

  /** In which state the stack of this name is, an alias at least in that of its stack; empty when there is none. */
  public Optional<State> state(String name) {
    return jdbc.sql("""
        select s.state, coalesce(s.state_reason, '') from stacks x join stacks s on s.name = case x.state when 'ACTIVE' then coalesce(x.alias_of, x.name) else x.name end
        where x.name = ?""").param(name)
        .query((row, n) -> new State(row.getString(1), row.getString(2))).optional();
  }
}
