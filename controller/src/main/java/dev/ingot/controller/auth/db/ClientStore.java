package dev.ingot.controller.auth.db;

import static dev.ingot.controller.auth.db.UserStore.utc;

import dev.ingot.controller.auth.OAuthClient;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** OAuth clients. */
@Repository
public class ClientStore {
  /** How long access tokens are good unless the client says otherwise. */
  public static final Duration ACCESS = Duration.ofSeconds(600);
  /** How long refresh tokens are good unless the client says otherwise. */
  public static final Duration REFRESH = Duration.ofDays(30);
  private static final String COLUMNS = "client_id, name, secret_hashes, grant_types, scopes, authorities, redirect_uris, auto_approve, allowed_providers,"
      + " access_token_seconds, refresh_token_seconds, updated_at";
  private static final JsonMapper JSON = new JsonMapper();
  private final JdbcClient jdbc;

  ClientStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A client and when it was changed last. */
  public record Row(OAuthClient client, Instant updatedAt) {}

  /** The client of this id. */
  public Optional<Row> find(String id) {
    return jdbc.sql("select " + COLUMNS + " from oauth_clients where client_id = ?").param(id).query((row, n) -> client(row)).optional();
  }

  /** All of them by id, from `offset` (0 = the first), at most `limit`. */
  public List<Row> list(int offset, int limit) {
    return jdbc.sql("select " + COLUMNS + " from oauth_clients order by client_id offset ? limit ?").params(offset, limit)
        .query((row, n) -> client(row)).list();
  }

  /** How many there are. */
  public long count() {
    return jdbc.sql("select count(*) from oauth_clients").query(Long.class).single();
  }

  /** Whether a user has this guid: a client of the same id would be taken for it. */
  public boolean isUser(String id) {
    return jdbc.sql("select exists (select 1 from users where guid = ? and origin <> '')").param(id).query(Boolean.class).single();
  }

  /** Keeps a new client; false when the id is taken. */
  public boolean add(OAuthClient client, Instant now) {
    return jdbc.sql("""
        insert into oauth_clients (client_id, name, secret_hashes, grant_types, scopes, authorities, redirect_uris, auto_approve, allowed_providers,
          access_token_seconds, refresh_token_seconds, created_at, updated_at) values (:id, :name, :secrets::jsonb, :grants::jsonb, :scopes::jsonb,
          :authorities::jsonb, :redirects::jsonb, :approve::jsonb, :providers::jsonb, :access, :refresh, :now, :now) on conflict do nothing""")
        .params(parameters(client, now)).update() > 0;
  }

  /** Writes all of a client anew. */
  public void update(OAuthClient client, Instant now) {
    jdbc.sql("""
        update oauth_clients set name = :name, secret_hashes = :secrets::jsonb, grant_types = :grants::jsonb, scopes = :scopes::jsonb,
          authorities = :authorities::jsonb, redirect_uris = :redirects::jsonb, auto_approve = :approve::jsonb, allowed_providers = :providers::jsonb,
          access_token_seconds = :access, refresh_token_seconds = :refresh, updated_at = :now where client_id = :id""")
        .params(parameters(client, now)).update();
  }

  /** Deletes a client with what it holds; false when there is none. */
  public boolean delete(String id) {
    jdbc.sql("delete from refresh_tokens where client_id = ?").param(id).update();
    return jdbc.sql("delete from oauth_clients where client_id = ?").param(id).update() > 0;
  }

  private static java.util.Map<String, @Nullable Object> parameters(OAuthClient client, Instant now) {
    var all = new java.util.HashMap<String, @Nullable Object>();
    all.put("id", client.id());
    all.put("name", client.name());
    all.put("secrets", json(client.secretHashes()));
    all.put("grants", json(client.grantTypes()));
    all.put("scopes", json(client.scopes()));
    all.put("authorities", json(client.authorities()));
    all.put("redirects", json(client.redirectUris()));
    all.put("approve", json(client.autoApprove()));
    all.put("providers", client.allowedProviders() == null ? null : json(client.allowedProviders()));
    all.put("access", (int) client.accessToken().toSeconds());
    all.put("refresh", (int) client.refreshToken().toSeconds());
    all.put("now", utc(now));
    return all;
  }

  private static Row client(ResultSet row) throws SQLException {
    String providers = row.getString("allowed_providers");
    return new Row(new OAuthClient(row.getString("client_id"), row.getString("name"), new ArrayList<>(set(row.getString("secret_hashes"))),
        set(row.getString("grant_types")), set(row.getString("scopes")), set(row.getString("authorities")), set(row.getString("redirect_uris")),
        set(row.getString("auto_approve")), providers == null ? null : set(providers), seconds(row, "access_token_seconds", ACCESS),
        seconds(row, "refresh_token_seconds", REFRESH)), UserStore.time(row, "updated_at"));
  }

  private static Duration seconds(ResultSet row, String column, Duration otherwise) throws SQLException {
    int seconds = row.getInt(column);
    return row.wasNull() ? otherwise : Duration.ofSeconds(seconds);
  }

  private static String json(Collection<String> values) {
    return JSON.writeValueAsString(values);
  }

  private static Set<String> set(String json) {
    var values = new LinkedHashSet<String>();
    JSON.readTree(json).forEach(value -> values.add(value.asString()));
    return values;
  }
}
