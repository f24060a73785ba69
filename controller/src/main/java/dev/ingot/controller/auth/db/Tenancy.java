package dev.ingot.controller.auth.db;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Which space is in which org, as deciding about permissions needs it. */
@Repository
public class Tenancy {
  private final JdbcClient jdbc;

  Tenancy(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** An org (null space) or a space in its org. */
  public record Place(String organizationGuid, @Nullable String spaceGuid, boolean suspended) {}

  /** The space with this guid. */
  public Optional<Place> space(String guid) {
    return jdbc.sql("select o.guid, s.guid, o.suspended from spaces s join organizations o on o.guid = s.organization_guid where s.guid = ?")
        .param(guid).query((row, n) -> new Place(row.getString(1), row.getString(2), row.getBoolean(3))).optional();
  }

  /** The org with this guid. */
  public Optional<Place> organization(String guid) {
    return jdbc.sql("select guid, suspended from organizations where guid = ?")
        .param(guid).query((row, n) -> new Place(row.getString(1), null, row.getBoolean(2))).optional();
  }

  /** The name of the org that has the space; empty when there is no such space. */
  public String organizationOfSpace(String spaceGuid) {
    return jdbc.sql("select o.name from spaces s join organizations o on o.guid = s.organization_guid where s.guid = ?").param(spaceGuid)
        .query(String.class).optional().orElse("");
  }

  /** Guids of all spaces of these orgs. */
  public List<String> spacesOf(Collection<String> organizationGuids) {
    return organizationGuids.isEmpty() ? List.of()
        : jdbc.sql("select guid from spaces where organization_guid in (:orgs)").param("orgs", organizationGuids).query(String.class).list();
  }

  /** Guids of all users with a role in one of these orgs. Space roles need not be asked: their users have an org role too. */
  public List<String> usersOf(Collection<String> organizationGuids) {
    return organizationGuids.isEmpty() ? List.of()
        : jdbc.sql("select distinct user_guid from roles where organization_guid in (:orgs)").param("orgs", organizationGuids).query(String.class).list();
  }
}
