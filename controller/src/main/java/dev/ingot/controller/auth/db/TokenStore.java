package dev.ingot.controller.auth.db;

import static dev.ingot.controller.auth.db.UserStore.utc;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Signing keys, refresh tokens that are good, access tokens that were revoked. */
@Repository
public class TokenStore {
  private final JdbcClient jdbc;

  TokenStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A signing key: its id and the private key as JSON Web Key, sealed. */
  public record Key(String kid, String privateKey) {}

  /** A refresh token: whose, and of which client. */
  public record Refresh(String userGuid, String clientId) {}

  /** The keys that a good token may be signed with, the newest first. Forgets those retired before `retired` whose last refresh token is gone. */
  @Transactional
  public List<Key> keys(Instant retired) {
    jdbc.sql("""
        delete from signing_keys k where retired_at < ? and not exists
          (select 1 from refresh_tokens r where r.created_at <= k.retired_at)""").param(utc(retired)).update();
    return jdbc.sql("select kid, private_key from signing_keys order by retired_at is not null, created_at desc, kid")
        .query((row, n) -> new Key(row.getString(1), row.getString(2))).list();
  }

  /** Keeps a signing key, unless another controller was faster: the caller reads {@link #keys} again. */
  @Transactional
  public void addFirst(Key key, Instant now) {
    jdbc.sql("lock table signing_keys in exclusive mode").update();
    jdbc.sql("insert into signing_keys (kid, private_key, created_at) select ?, ?, ? where not exists (select 1 from signing_keys)")
        .params(key.kid(), key.privateKey(), utc(now)).update();
  }

  /** Makes this the key that signs. */
  @Transactional
  public void rotate(Key key, Instant now) {
    jdbc.sql("lock table signing_keys in exclusive mode").update();
    jdbc.sql("update signing_keys set retired_at = ? where retired_at is null").param(utc(now)).update();
    jdbc.sql("insert into signing_keys (kid, private_key, created_at) values (?, ?, ?)").params(key.kid(), key.privateKey(), utc(now)).update();
  }

  /** Writes a key's private half anew. */
  public void replace(Key key) {
    jdbc.sql("update signing_keys set private_key = ? where kid = ?").params(key.privateKey(), key.kid()).update();
  }

  /** Forgets a key; false when there is none of this id. */
  public boolean removeKey(String kid) {
    return jdbc.sql("delete from signing_keys where kid = ?").param(kid).update() > 0;
  }

  /** Remembers a refresh token, and forgets old ones of everybody. */
  public void addRefresh(String jti, Refresh refresh, Instant expires, Instant now) {
    jdbc.sql("delete from refresh_tokens where expires_at < ?").param(utc(now)).update();
    jdbc.sql("insert into refresh_tokens (jti, user_guid, client_id, expires_at, created_at) values (?, ?, ?, ?, ?)")
        .params(jti, refresh.userGuid(), refresh.clientId(), utc(expires), utc(now)).update();
  }

  /** Whether this refresh token of this user is still good. */
  public boolean refreshable(String jti, String userGuid, Instant now) {
    return jdbc.sql("select exists (select 1 from refresh_tokens where jti = ? and user_guid = ? and expires_at > ?)")
        .params(jti, userGuid, utc(now)).query(Boolean.class).single();
  }

  /** Whose refresh token it is. */
  public Optional<String> ownerOfRefresh(String jti) {
    return jdbc.sql("select user_guid from refresh_tokens where jti = ?").param(jti).query(String.class).optional();
  }

  /** Makes a refresh token useless. */
  public void removeRefresh(String jti) {
    jdbc.sql("delete from refresh_tokens where jti = ?").param(jti).update();
  }

  /** Ends all sessions of a user: its refresh tokens, its browsers, its unused codes, and what access tokens it has. False without such a user. */
  @Transactional
  public boolean endUser(String guid, Instant now) {
    for (String table : List.of("refresh_tokens", "login_sessions", "one_time_codes")) {
      jdbc.sql("delete from " + table + " where user_guid = ?").param(guid).update();
    }
    return jdbc.sql("update users set tokens_valid_after = ? where guid = ?").params(utc(now), guid).update() > 0;
  }

  /** Ends all sessions that a client holds; false without such a client. */
  @Transactional
  public boolean endClient(String id, Instant now) {
    jdbc.sql("delete from refresh_tokens where client_id = ?").param(id).update();
    return jdbc.sql("update oauth_clients set tokens_valid_after = ? where client_id = ?").params(utc(now), id).update() > 0;
  }

  /** Makes an access token useless, if it is this subject's (null = whoever's); it is remembered until it would have ended anyway. */
  public void revoke(String jti, @Nullable String subject, Instant expires, Instant now) {
    jdbc.sql("delete from revoked_tokens where expires_at < ?").param(utc(now)).update();
    jdbc.sql("insert into revoked_tokens (jti, subject, expires_at) values (:jti, :subject, :expires) on conflict (jti) do update set subject ="
            + " case when excluded.subject is null or revoked_tokens.subject is null then null else excluded.subject end, expires_at = excluded.expires_at")
        .param("jti", jti).param("subject", subject, java.sql.Types.VARCHAR).param("expires", utc(expires)).update();
  }
}
