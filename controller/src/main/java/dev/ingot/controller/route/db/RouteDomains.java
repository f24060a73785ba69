package dev.ingot.controller.route.db;

import dev.ingot.controller.config.IngotProperties;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Which domains there are, as routes need to know. */
@Repository
public class RouteDomains {
  private static final String COLUMNS = "select guid, name, internal, organization_guid, "
      + "array(select s.organization_guid from domain_shares s where s.domain_guid = domains.guid) shared from domains ";

  private final JdbcClient jdbc;
  private final String appsDomain;

  RouteDomains(JdbcClient jdbc, IngotProperties properties) {
    this.jdbc = jdbc;
    this.appsDomain = properties.appsDomain();
  }

  /** @param organizationGuid null = shared by all; @param sharedWith further orgs that may use a private one */
  public record Domain(String guid, String name, boolean internal, @Nullable String organizationGuid, Set<String> sharedWith) {
    /** Whether spaces of this org may have routes of it. */
    public boolean usableIn(String organization) {
      return organizationGuid == null || organizationGuid.equals(organization) || sharedWith.contains(organization);
    }
  }

  public Optional<Domain> find(String guid) {
    return jdbc.sql(COLUMNS + "where guid = ?").param(guid).query(RouteDomains::domain).optional();
  }

  /** Guid → name. */
  public Map<String, String> names(Collection<String> guids) {
    return jdbc.sql(COLUMNS + "where guid = any(?)").param(guids.toArray(String[]::new)).query(RouteDomains::domain).list().stream()
        .collect(Collectors.toMap(Domain::guid, Domain::name));
  }

  /** Domains with one of these names. */
  public List<Domain> named(Collection<String> names) {
    return jdbc.sql(COLUMNS + "where name = any(?)").param(names.toArray(String[]::new)).query(RouteDomains::domain).list();
  }

  /** Where apps get their default route: the apps domain, else the oldest shared one, else the oldest of the org. */
  public Optional<Domain> defaultOf(String organizationGuid) {
    return jdbc.sql(COLUMNS + "where not internal and (organization_guid is null or organization_guid = :org) "
            + "order by name = :apps desc, organization_guid is null desc, created_at, guid limit 1")
        .param("org", organizationGuid).param("apps", appsDomain).query(RouteDomains::domain).optional();
  }

  private static Domain domain(ResultSet row, int number) throws SQLException {
    return new Domain(row.getString(1), row.getString(2), row.getBoolean(3), row.getString(4), Set.of((String[]) row.getArray(5).getArray()));
  }
}
