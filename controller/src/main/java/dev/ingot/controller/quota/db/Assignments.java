package dev.ingot.controller.quota.db;

import dev.ingot.controller.listing.GuidSet;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Which orgs and spaces have which quota: columns of their rows. Empty collections ask for nothing and find nothing. */
@Repository
public class Assignments {
  private final JdbcClient jdbc;

  Assignments(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** An org or a space. @param organizationGuid the org itself, or the space's */
  public record Holder(String guid, String name, String organizationGuid, @Nullable String quotaGuid) {}

  /** The orgs with these guids, those that exist. */
  public List<Holder> organizations(Collection<String> guids) {
    return guids.isEmpty() ? List.of() : jdbc.sql("select guid, name, guid organization_guid, quota_guid from organizations where guid in (:guids) order by guid")
        .param("guids", guids).query((row, n) -> holder(row)).list();
  }

  /** The spaces with these guids, those that exist. */
  public List<Holder> spaces(Collection<String> guids) {
    return guids.isEmpty() ? List.of() : jdbc.sql("select guid, name, organization_guid, quota_guid from spaces where guid in (:guids) order by guid")
        .param("guids", guids).query((row, n) -> holder(row)).list();
  }

  /** Gives orgs a quota. */
  public void assignToOrganizations(String quota, Collection<String> guids) {
    if (!guids.isEmpty()) {
      jdbc.sql("update organizations set quota_guid = :quota where guid in (:guids)").param("quota", quota).param("guids", guids).update();
    }
  }

  /** Gives spaces a quota, or takes it. */
  public void assignToSpaces(@Nullable String quota, Collection<String> guids) {
    if (!guids.isEmpty()) {
      jdbc.sql("update spaces set quota_guid = :quota where guid in (:guids)").param("quota", quota).param("guids", guids).update();
    }
  }

  /** The orgs of each of these quotas, those in the set. */
  public Map<String, Set<String>> organizationsOf(Collection<String> quotas, GuidSet visible) {
    return holders("organizations", quotas, visible);
  }

  /** The spaces of each of these quotas, those in the set. */
  public Map<String, Set<String>> spacesOf(Collection<String> quotas, GuidSet visible) {
    return holders("spaces", quotas, visible);
  }

  /** The quotas that these orgs have. */
  public Set<String> quotasOfOrganizations(Collection<String> guids) {
    return guids.isEmpty() ? Set.of() : jdbc.sql("select distinct quota_guid from organizations where guid in (:guids)").param("guids", guids)
        .query(String.class).set();
  }

  /** The quotas that these spaces have. */
  public Set<String> quotasOfSpaces(Collection<String> guids) {
    return guids.isEmpty() ? Set.of() : jdbc.sql("select distinct quota_guid from spaces where guid in (:guids) and quota_guid is not null")
        .param("guids", guids).query(String.class).set();
  }

  /** Whether an org has it. */
  public boolean usedByOrganizations(String quota) {
    return jdbc.sql("select exists (select 1 from organizations where quota_guid = ?)").param(quota).query(Boolean.class).single();
  }

  /** Whether a space has it. */
  public boolean usedBySpaces(String quota) {
    return jdbc.sql("select exists (select 1 from spaces where quota_guid = ?)").param(quota).query(Boolean.class).single();
  }

  /** Names of those of these orgs that have a process that may log without a limit. */
  public List<String> unlimitedOrganizations(Collection<String> guids) {
    return guids.isEmpty() ? List.of() : jdbc.sql("""
        select o.name from organizations o where o.guid in (:guids) and exists (select 1 from spaces s join apps a on a.space_guid = s.guid
          join processes p on p.app_guid = a.guid where s.organization_guid = o.guid and p.log_rate_limit < 0) order by o.name""")
        .param("guids", guids).query(String.class).list();
  }

  /** Names of those of these spaces that have a process that may log without a limit. */
  public List<String> unlimitedSpaces(Collection<String> guids) {
    return guids.isEmpty() ? List.of() : jdbc.sql("""
        select s.name from spaces s where s.guid in (:guids) and exists (select 1 from apps a
          join processes p on p.app_guid = a.guid where a.space_guid = s.guid and p.log_rate_limit < 0) order by s.name""")
        .param("guids", guids).query(String.class).list();
  }

  private Map<String, Set<String>> holders(String table, Collection<String> quotas, GuidSet visible) {
    var found = new HashMap<String, Set<String>>();
    if (!quotas.isEmpty()) {
      jdbc.sql("select quota_guid, guid from " + table + " where quota_guid in (:quotas)").param("quotas", quotas).query(row -> {
        if (visible.contains(row.getString(2))) {
          found.computeIfAbsent(row.getString(1), quota -> new TreeSet<>()).add(row.getString(2));
        }
      });
    }
    return found;
  }

  private static Holder holder(ResultSet row) throws SQLException {
    return new Holder(row.getString("guid"), row.getString("name"), row.getString("organization_guid"), row.getString("quota_guid"));
  }
}
