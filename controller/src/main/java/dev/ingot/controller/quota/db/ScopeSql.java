package dev.ingot.controller.quota.db;

import dev.ingot.controller.quota.UsageScope;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Puts a scope into a query. */
public final class ScopeSql {
  private ScopeSql() {}

  /**
   * `query where condition`, restricted to rows whose space lies in the scope.
   *
   * @param query up to its joins; the space has the alias `s` in it
   * @param condition `true` for none
   */
  public static JdbcClient.StatementSpec in(UsageScope scope, JdbcClient jdbc, String query, String condition) {
    String sql = query + " where " + condition;
    return switch (scope.kind()) {
      case PLATFORM -> jdbc.sql(sql);
      case ORGANIZATION -> jdbc.sql(sql + " and s.organization_guid = :scope").param("scope", scope.guid());
      case SPACE -> jdbc.sql(sql + " and s.guid = :scope").param("scope", scope.guid());
    };
  }
}
