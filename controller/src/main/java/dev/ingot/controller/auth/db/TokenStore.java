package dev.ingot.controller.auth.db;

import static dev.ingot.controller.auth.db.UserStore.utc;

import java.time.Instant;
import java.util.Optional;
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

  /** A signing key: its id and the private key as JSON Web Key. */
  public record Key(String kid, String privateKey) {}

  /** The newest signing key. */
  public Optional<Key> key() {
    return jdbc.sql("select kid, private_key from signing_keys order by created_at desc, kid limit 1")
        .query((row, n) -> new Key(row.getString(1), row.getString(2))).optional();
  }

  /** Keeps a signing key, unless another controller was faster: the caller reads {@link #key()} again. */
  @Transactional
  public void addFirst(Key key, Instant now) {
    jdbc.sql("lock table signing_keys in exclusive mode").update();
    jdbc.sql("insert into signing_keys (kid, private_key, created_at) select ?, ?, ? where not exists (select 1 from signing_keys)")
        .params(key.kid(), key.privateKey(), utc(now)).update();
  }

  /** Remembers a refresh token, and forgets old ones of everybody. */
  public void addRefresh(String jti, String userGuid, String clientId, Instant expires, Instant now) {
    jdbc.sql("delete from refresh_tokens where expires_at < ?").param(utc(now)).update();
    jdbc.sql("insert into refresh_tokens (jti, user_guid, client_id, expires_at, created_at) values (?, ?, ?, ?, ?)")
        .params(jti, userGuid, clientId, utc(expires), utc(now)).update();
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

  /** Makes all refresh tokens of a user useless. */
  public void removeRefreshOf(String userGuid) {
    jdbc.sql("delete from refresh_tokens where user_guid = ?").param(userGuid).update();
  }

  /** Makes an access token useless; it is remembered until it would have ended anyway. */
  public void revoke(String jti, Instant expires, Instant now) {
    jdbc.sql("delete from revoked_tokens where expires_at < ?").param(utc(now)).update();
    jdbc.sql("insert into revoked_tokens (jti, expires_at) values (?, ?) on conflict do nothing").params(jti, utc(expires)).update();
  }
}
