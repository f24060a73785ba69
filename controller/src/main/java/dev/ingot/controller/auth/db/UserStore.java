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

/** Users as logging in and deciding about permissions need them. */
@Repository
public class UserStore {
  private final JdbcClient jdbc;

  UserStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A user and what is needed to check its password; no hash = it has none and cannot log in with one. */
  public record Login(String guid, String username, @Nullable String passwordHash, int failedLogins, @Nullable Instant lockedUntil) {}

  /** The user of this name that has its password here. */
  public Optional<Login> login(String username) {
    return jdbc.sql("select guid, username, password_hash, failed_logins, locked_until from users where username = ? and origin = 'uaa'")
        .param(username).query((row, n) -> login(row)).optional();
  }

  /** The user with this guid, for changing its password. */
  public Optional<Login> loginByGuid(String guid) {
    return jdbc.sql("select guid, username, password_hash, failed_logins, locked_until from users where guid = ?")
        .param(guid).query((row, n) -> login(row)).optional();
  }

  /** Counts a wrong password, from 1 again after a lock that is over; locks when it was the `limit`th. Answers the count. */
  public int failed(String guid, int limit, Instant now, Instant lockUntil) {
    return jdbc.sql("""
        update users set failed_logins = case when locked_until <= :now then 1 else failed_logins + 1 end,
          locked_until = case when locked_until is null and failed_logins + 1 >= :limit then cast(:until as timestamptz) when locked_until <= :now then null
            else locked_until end
        where guid = :guid returning failed_logins""")
        .param("now", utc(now)).param("limit", limit).param("until", utc(lockUntil)).param("guid", guid).query(Integer.class).single();
  }

  /** Forgets wrong passwords. */
  public void succeeded(String guid) {
    jdbc.sql("update users set failed_logins = 0, locked_until = null where guid = ?").param(guid).update();
  }

  /** Sets a password's hash and lifts a lock; false when there is no such user. */
  public boolean setPassword(String guid, String hash, Instant now) {
    return jdbc.sql("update users set password_hash = ?, failed_logins = 0, locked_until = null, updated_at = ? where guid = ?")
        .params(hash, utc(now), guid).update() > 0;
  }

  /** The caller a token stands for: the user with its scopes and roles as they are now; empty when the user or the token is gone. */
  public Optional<Caller> caller(String guid, @Nullable String jti) {
    return jdbc.sql("""
        select u.guid, u.username, u.origin, array(select jsonb_array_elements_text(u.scopes)) as scopes,
          r.type, coalesce(r.organization_guid, s.organization_guid) as org, r.space_guid as space
        from users u left join roles r on r.user_guid = u.guid left join spaces s on s.guid = r.space_guid
        where u.guid = :guid and not exists (select 1 from revoked_tokens t where t.jti = :jti)""")
        .param("guid", guid).param("jti", jti == null ? "" : jti).query((ResultSet rows) -> caller(rows));
  }

  private static Optional<Caller> caller(ResultSet rows) throws SQLException {
    var grants = new ArrayList<Caller.Grant>();
    Caller user = null;
    while (rows.next()) {
      if (user == null) {
        var scopes = new LinkedHashSet<String>();
        for (Object scope : (Object[]) rows.getArray("scopes").getArray()) {
          scopes.add((String) scope);
        }
        user = new Caller(Caller.Kind.USER, rows.getString("guid"), rows.getString("username"), rows.getString("origin"), scopes, grants);
      }
      String type = rows.getString("type");
      if (type != null) {
        String org = rows.getString("org");
        String space = rows.getString("space");
        RoleType.of(type).ifPresent(role -> grants.add(new Caller.Grant(role, org, space)));
      }
    }
    return Optional.ofNullable(user);
  }

  private static Login login(ResultSet row) throws SQLException {
    var locked = row.getObject("locked_until", OffsetDateTime.class);
    return new Login(row.getString("guid"), row.getString("username"), row.getString("password_hash"), row.getInt("failed_logins"),
        locked == null ? null : locked.toInstant());
  }

  static OffsetDateTime utc(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }
}
