package dev.ingot.controller.segment.db;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Which orgs may use a segment, which have it as their default, and which spaces are in it. */
@Repository
public class Entitlements {
  private final JdbcClient jdbc;

  Entitlements(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The orgs that may use it. */
  public List<String> organizations(String segment) {
    return jdbc.sql("select organization_guid from isolation_segment_organizations where segment_guid = ? order by 1").param(segment).query(String.class).list();
  }

  /** The spaces in it. */
  public List<String> spaces(String segment) {
    return jdbc.sql("select guid from spaces where isolation_segment_guid = ? order by 1").param(segment).query(String.class).list();
  }

  /** The segments that these orgs may use. */
  public Set<String> segmentsOf(Collection<String> organizations) {
    return organizations.isEmpty() ? Set.of() : jdbc.sql("select distinct segment_guid from isolation_segment_organizations where organization_guid in (:orgs)")
        .param("orgs", organizations).query(String.class).set();
  }

  /** Those of these orgs that exist. */
  public Set<String> existing(Collection<String> organizations) {
    return organizations.isEmpty() ? Set.of() : jdbc.sql("select guid from organizations where guid in (:orgs)").param("orgs", organizations)
        .query(String.class).set();
  }

  /** Lets orgs use it. */
  public void entitle(String segment, Collection<String> organizations) {
    organizations.forEach(organization -> jdbc.sql("insert into isolation_segment_organizations values (?, ?) on conflict do nothing")
        .param(segment).param(organization).update());
  }

  /** Ends that. */
  public void revoke(String segment, String organization) {
    jdbc.sql("delete from isolation_segment_organizations where segment_guid = ? and organization_guid = ?").param(segment).param(organization).update();
  }

  /** The org's default. */
  public Optional<String> ofOrganization(String organization) {
    return jdbc.sql("select default_isolation_segment_guid from organizations where guid = ? and default_isolation_segment_guid is not null")
        .param(organization).query(String.class).optional();
  }

  /** The one the space is in. */
  public Optional<String> ofSpace(String space) {
    return jdbc.sql("select isolation_segment_guid from spaces where guid = ? and isolation_segment_guid is not null").param(space).query(String.class).optional();
  }

  /** Sets the org's default; null = none. */
  public void setOfOrganization(String organization, @Nullable String segment) {
    jdbc.sql("update organizations set default_isolation_segment_guid = :segment where guid = :guid").param("segment", segment).param("guid", organization).update();
  }

  /** Puts the space into it; null = none. */
  public void setOfSpace(String space, @Nullable String segment) {
    jdbc.sql("update spaces set isolation_segment_guid = :segment where guid = :guid").param("segment", segment).param("guid", space).update();
  }

  /** Whether an org has it as default or a space is in it. */
  public boolean assigned(String segment) {
    return jdbc.sql("select exists (select 1 from organizations where default_isolation_segment_guid = :s) or exists (select 1 from spaces where isolation_segment_guid = :s)")
        .param("s", segment).query(Boolean.class).single();
  }

  /** Names of the spaces of an org that are in it. */
  public List<String> spaceNames(String segment, String organization) {
    return jdbc.sql("select name from spaces where isolation_segment_guid = ? and organization_guid = ? order by 1").param(segment).param(organization)
        .query(String.class).list();
  }
}
