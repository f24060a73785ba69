package dev.ingot.controller.auth.db;

import static dev.ingot.controller.auth.db.UserStore.utc;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Failed logins by name and source address. */
@Repository
public class LoginFailureStore {
  private final JdbcClient jdbc;

  LoginFailureStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** How many logins failed, and until when no other is looked at. */
  public record Failures(int count, @Nullable Instant blockedUntil) {}

  /** The failures of this name from this address. */
  public Optional<Failures> find(String username, String address) {
    return jdbc.sql("select failures, blocked_until from login_failures where username = ? and address = ?").params(username, address)
        .query((row, n) -> new Failures(row.getInt(1), UserStore.time(row, "blocked_until"))).optional();
  }

  /** Counts one more, from 1 again when the last was before `forget`; forgets old ones of everybody. Answers the count. */
  public int add(String username, String address, Instant now, Instant forget) {
    jdbc.sql("delete from login_failures where last_at < ?").param(utc(forget)).update();
    return jdbc.sql("""
        insert into login_failures (username, address, failures, last_at) values (?, ?, 1, ?)
        on conflict (username, address) do update set failures = login_failures.failures + 1, last_at = excluded.last_at returning failures""")
        .params(username, address, utc(now)).query(Integer.class).single();
  }

  /** Looks at no other login until then. */
  public void block(String username, String address, Instant until) {
    jdbc.sql("update login_failures set blocked_until = greatest(blocked_until, ?) where username = ? and address = ?")
        .params(utc(until), username, address).update();
  }

  /** Forgets the failures of this name from this address. */
  public void remove(String username, String address) {
    jdbc.sql("delete from login_failures where username = ? and address = ?").params(username, address).update();
  }
}
