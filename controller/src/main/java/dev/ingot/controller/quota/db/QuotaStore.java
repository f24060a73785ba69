package dev.ingot.controller.quota.db;

import dev.ingot.controller.quota.QuotaHolder;
import dev.ingot.controller.quota.UsageScope;
import jakarta.persistence.EntityManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Who has which limits. */
@Repository
public class QuotaStore {
  private static final String LIMITS = """
      q.total_memory_mb, q.process_memory_mb, q.total_instances, q.log_rate_limit, q.paid_services_allowed, q.total_service_instances,
      q.total_service_keys, q.total_routes, q.total_reserved_ports, q.total_domains, q.total_app_tasks""";
  private final JdbcClient jdbc;
  private final EntityManager entities;

  QuotaStore(JdbcClient jdbc, EntityManager entities) {
    this.jdbc = jdbc;
    this.entities = entities;
  }

  /** Sends what JPA still holds back: counting must see it. */
  public void flush() {
    if (entities.isJoinedToTransaction()) {
      entities.flush();
    }
  }

  /** The space (if it is one and has a quota), then its org. */
  public List<QuotaHolder> holders(UsageScope scope) {
    return switch (scope.kind()) {
      case PLATFORM -> List.of();
      case ORGANIZATION -> jdbc.sql("select 'ORGANIZATION' kind, o.guid, o.name, " + LIMITS
          + " from organizations o join organization_quotas q on q.guid = o.quota_guid where o.guid = :guid").param("guid", scope.guid())
          .query((row, n) -> holder(row)).list();
      case SPACE -> jdbc.sql("select 'SPACE' kind, s.guid, s.name, " + LIMITS.replace("q.total_domains", "null::int total_domains")
          + " from spaces s join space_quotas q on q.guid = s.quota_guid where s.guid = :guid union all"
          + " select 'ORGANIZATION', o.guid, o.name, " + LIMITS + " from spaces s join organizations o on o.guid = s.organization_guid"
          + " join organization_quotas q on q.guid = o.quota_guid where s.guid = :guid order by kind desc").param("guid", scope.guid())
          .query((row, n) -> holder(row)).list();
    };
  }

  /** Locks the org against other checks until the transaction ends. */
  public void lock(UsageScope scope) {
    String organization = scope.kind() == UsageScope.Kind.SPACE ? "(select organization_guid from spaces where guid = ?)" : "?";
    // "no key": whatever refers to the org by a foreign key need not wait.
    jdbc.sql("select guid from organizations where guid = " + organization + " for no key update").param(scope.guid()).query(String.class).optional();
  }

  private static QuotaHolder holder(ResultSet row) throws SQLException {
    return new QuotaHolder(new UsageScope(UsageScope.Kind.valueOf(row.getString("kind")), row.getString("guid")), row.getString("name"),
        new QuotaLimits(big(row, "total_memory_mb"), big(row, "process_memory_mb"), number(row, "total_instances"), big(row, "log_rate_limit"),
            row.getBoolean("paid_services_allowed"), number(row, "total_service_instances"), number(row, "total_service_keys"),
            number(row, "total_routes"), number(row, "total_reserved_ports"), number(row, "total_domains"), number(row, "total_app_tasks")));
  }

  private static @Nullable Integer number(ResultSet row, String column) throws SQLException {
    return row.getObject(column, Integer.class);
  }

  private static @Nullable Long big(ResultSet row, String column) throws SQLException {
    return row.getObject(column, Long.class);
  }
}
