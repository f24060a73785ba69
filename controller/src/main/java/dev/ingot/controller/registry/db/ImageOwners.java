package dev.ingot.controller.registry.db;

import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Whose images a repository holds. */
@Repository
public class ImageOwners {
  private final JdbcClient jdbc;

  ImageOwners(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The space of an app; empty when there is no such app. */
  public Optional<String> spaceOf(String appGuid) {
    return jdbc.sql("select space_guid from apps where guid = ?").param(appGuid).query(String.class).optional();
  }

  /** The space of these names, compared in lower case; empty when there is none, or several that differ in case only. */
  public Optional<String> space(String organization, String space) {
    List<String> found = jdbc.sql("""
        select s.guid from spaces s join organizations o on o.guid = s.organization_guid
        where lower(o.name) = ? and lower(s.name) = ? limit 2""").params(organization, space).query(String.class).list();
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }

  /** Whether there is such a space. */
  public boolean isSpace(String guid) {
    return jdbc.sql("select exists (select 1 from spaces where guid = ?)").param(guid).query(Boolean.class).single();
  }
}
