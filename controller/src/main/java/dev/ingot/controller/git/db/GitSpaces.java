package dev.ingot.controller.git.db;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Spaces by the names in a git address. */
@Repository
public class GitSpaces {
  private final JdbcClient jdbc;

  GitSpaces(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Those of these spaces that exist. */
  public Set<String> existing(Collection<String> guids) {
    return guids.isEmpty() ? Set.of() : jdbc.sql("select guid from spaces where guid in (:guids)").param("guids", guids).query(String.class).set();
  }

  /** The guid of the space; empty when there is none of that name in an org of that name. */
  public Optional<String> find(String org, String space) {
    return jdbc.sql("select s.guid from spaces s join organizations o on o.guid = s.organization_guid where o.name = ? and s.name = ?")
        .params(org, space).query(String.class).optional();
  }
}
