package dev.ingot.controller.auth.db;

import dev.ingot.controller.auth.Caller;
import dev.ingot.controller.auth.RoleType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Users and clients as logging in and deciding about permissions need them. */
@Repository
public class UserStore {
  private static final String ROLES = """
      , r.type, coalesce(r.organization_guid, s.organization_guid) as org, r.space_guid as space""";
  private final JdbcClient jdbc;

  UserStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A user and what is needed to check its password; no hash = it has none and cannot log in with one. */
  public record Login(String guid, String username, @Nullable String passwordHash) {}

  /** What an ID token and `/userinfo` tell of a user. */
  public record Profile(String guid, String username, String origin, @Nullable String givenName, @Nullable String familyName, @Nullable String email,
      boolean verified, @Nullable Instant previousLogin) {}

  /** A token as far as it must still fit: its id, when it was issued, for which client. */
  public record TokenFacts(String jti, Instant issuedAt, String clientId) {}

  /** The active user of this name (without case) that has its password here. */
  public Optional<Login> login(String username) {
    return jdbc.sql("select guid, username, password_hash from users where lower(username) = lower(?) and origin = 'uaa' and active")
        .param(username).query((row, n) -> login(row)).optional();
  }

  /** The user with this guid, for changing its password. */
  public Optional<Login> loginByGuid(String guid) {
    return jdbc.sql("select guid, username, password_hash from users where guid = ? and origin = 'uaa' and active")
        .param(guid).query((row, n) -> login(row)).optional();
  }

  /** Notes that the user logged in now. */
  public void loggedIn(String guid, Instant now) {
    jdbc.sql("update users set previous_login_at = last_login_at, last_login_at = ? where guid = ?").params(utc(now), guid).update();
  }

  /** Sets a password's hash; false when there is no such user. */
  public boolean setPassword(String guid, String hash, Instant now) {
    return jdbc.sql("update users set password_hash = ?, password_changed_at = ?, updated_at = ?, version = version + 1 where guid = ?")
        .params(hash, utc(now), utc(now), guid).update() > 0;
  }

  /** What is known of a user. */
  public Optional<Profile> profile(String guid) {
    return jdbc.sql("select guid, username, origin, given_name, family_name, email, verified, previous_login_at from users where guid = ?").param(guid)
        .query((row, n) -> new Profile(row.getString(1), row.getString(2), row.getString(3), row.getString(4), row.getString(5), row.getString(6),
            row.getBoolean(7), time(row, "previous_login_at"))).optional();
  }

  /** The user with its groups as scopes, and its roles, as they are now; empty when it is gone or not active. */
  public Optional<Caller> user(String guid) {
    return jdbc.sql("select u.guid, u.username, u.origin, array(select g.display_name from group_members m join user_groups g on g.guid = m.group_guid"
            + " where m.user_guid = u.guid) as scopes" + ROLES
            + " from users u left join roles r on r.user_guid = u.guid left join spaces s on s.guid = r.space_guid where u.guid = :guid and u.active")
        .param("guid", guid).query((ResultSet rows) -> caller(rows, Caller.Kind.USER));
  }

  /** The same for a token: empty also when the token was revoked, or its client is gone. */
  public Optional<Caller> user(String guid, TokenFacts token) {
    return jdbc.sql("select u.guid, u.username, u.origin, array(select g.display_name from group_members m join user_groups g on g.guid = m.group_guid"
            + " where m.user_guid = u.guid) as scopes" + ROLES
            + " from users u join oauth_clients c on c.client_id = :client left join roles r on r.user_guid = u.guid left join spaces s on s.guid = r.space_guid"
            + " where u.guid = :guid and u.active and date_trunc('second', u.tokens_valid_after) <= :issued"
            + " and date_trunc('second', c.tokens_valid_after) <= :issued and " + NOT_REVOKED)
        .param("guid", guid).param("client", token.clientId()).param("jti", token.jti()).param("issued", utc(token.issuedAt()))
        .query((ResultSet rows) -> caller(rows, Caller.Kind.USER));
  }

  /** The client a token of its own stands for, with its authorities as scopes and its roles; empty when it is gone or the token was revoked. */
  public Optional<Caller> client(TokenFacts token) {
    return jdbc.sql("select c.client_id as guid, c.client_id as username, '' as origin, array(select jsonb_array_elements_text(c.authorities)) as scopes" + ROLES
            + " from oauth_clients c left join roles r on r.user_guid = c.client_id left join spaces s on s.guid = r.space_guid"
            + " where c.client_id = :guid and date_trunc('second', c.tokens_valid_after) <= :issued and " + NOT_REVOKED)
        .param("guid", token.clientId()).param("jti", token.jti()).param("issued", utc(token.issuedAt()))
        .query((ResultSet rows) -> caller(rows, Caller.Kind.CLIENT));
  }

  private static final String NOT_REVOKED =
      "not exists (select 1 from revoked_tokens t where t.jti = :jti and (t.subject is null or t.subject = :guid))";

  private static Optional<Caller> caller(ResultSet rows, Caller.Kind kind) throws SQLException {
    var grants = new ArrayList<Caller.Grant>();
    Caller caller = null;
    while (rows.next()) {
      if (caller == null) {
        var scopes = new LinkedHashSet<String>();
        for (Object scope : (Object[]) rows.getArray("scopes").getArray()) {
          scopes.add((String) scope);
        }
        caller = new Caller(kind, rows.getString("guid"), rows.getString("username"), rows.getString("origin"), scopes, grants);
      }
      String type = rows.getString("type");
      if (type != null) {
        String org = rows.getString("org");
        String space = rows.getString("space");
        RoleType.of(type).ifPresent(role -> grants.add(new Caller.Grant(role, org, space)));
      }
    }
    return Optional.ofNullable(caller);
  }

  private static Login login(ResultSet row) throws SQLException {
    return new Login(row.getString("guid"), row.getString("username"), row.getString("password_hash"));
  }

  static @Nullable Instant time(ResultSet row, String column) throws SQLException {
    var time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  static OffsetDateTime utc(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }
}
