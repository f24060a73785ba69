package dev.ingot.controller.auth.db;

import static dev.ingot.controller.auth.db.UserStore.utc;

import java.sql.Types;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** One-time codes and browser sessions, both by hash only. */
@Repository
public class CodeStore {
  private static final JsonMapper JSON = new JsonMapper();
  private final JdbcClient jdbc;

  CodeStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** What a code stands for. */
  public record Code(@Nullable String userGuid, Map<String, String> data) {}

  /** A logged-in browser. */
  public record Session(String userGuid, String formToken, Instant authenticatedAt) {}

  /** Keeps a code; forgets old ones of everybody. */
  public void add(String hash, String kind, Code code, Instant expires, Instant now) {
    jdbc.sql("delete from one_time_codes where expires_at < ?").param(utc(now)).update();
    jdbc.sql("insert into one_time_codes (code_hash, kind, user_guid, data, expires_at) values (:hash, :kind, :user, :data::jsonb, :expires)")
        .param("hash", hash).param("kind", kind).param("user", code.userGuid(), Types.VARCHAR).param("data", JSON.writeValueAsString(code.data()))
        .param("expires", utc(expires)).update();
  }

  /** Takes a code: of two who try, one gets it. */
  public Optional<Code> take(String hash, String kind, Instant now) {
    return jdbc.sql("delete from one_time_codes where code_hash = ? and kind = ? and expires_at > ? returning user_guid, data")
        .params(hash, kind, utc(now)).query((row, n) -> {
          var data = new LinkedHashMap<String, String>();
          JSON.readTree(row.getString(2)).properties().forEach(entry -> data.put(entry.getKey(), entry.getValue().asString()));
          return new Code(row.getString(1), data);
        }).optional();
  }

  /** Keeps a session; forgets old ones of everybody. */
  public void addSession(String hash, Session session, Instant expires) {
    jdbc.sql("delete from login_sessions where expires_at < ?").param(utc(session.authenticatedAt())).update();
    jdbc.sql("insert into login_sessions (id_hash, user_guid, form_token, authenticated_at, expires_at) values (?, ?, ?, ?, ?)")
        .params(hash, session.userGuid(), session.formToken(), utc(session.authenticatedAt()), utc(expires)).update();
  }

  /** The session of this hash. */
  public Optional<Session> session(String hash, Instant now) {
    return jdbc.sql("select user_guid, form_token, authenticated_at from login_sessions where id_hash = ? and expires_at > ?").params(hash, utc(now))
        .query((row, n) -> new Session(row.getString(1), row.getString(2), UserStore.time(row, "authenticated_at"))).optional();
  }

  /** Ends a session. */
  public void removeSession(String hash) {
    jdbc.sql("delete from login_sessions where id_hash = ?").param(hash).update();
  }
}
