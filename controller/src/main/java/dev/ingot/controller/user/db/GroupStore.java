package dev.ingot.controller.user.db;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Groups and who is in them. */
@Repository
public class GroupStore {
  private static final String COLUMNS = "g.guid, g.display_name, g.description, g.version, g.created_at, g.updated_at";
  private final JdbcClient jdbc;

  GroupStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A group: who is in it has the scope of its name. */
  public record Group(String guid, String name, @Nullable String description, int version, Instant createdAt, Instant updatedAt) {}

  /** A user in a group; `origin` = who says so. */
  public record Member(String userGuid, String username, String origin) {}

  /** All groups by name, from `offset`, at most `limit`. */
  public List<Group> list(int offset, int limit) {
    return jdbc.sql("select " + COLUMNS + " from user_groups g order by lower(g.display_name) offset ? limit ?").params(offset, limit)
        .query((row, n) -> group(row)).list();
  }

  /** How many there are. */
  public long count() {
    return jdbc.sql("select count(*) from user_groups").query(Long.class).single();
  }

  /** The group with this guid. */
  public Optional<Group> find(String guid) {
    return jdbc.sql("select " + COLUMNS + " from user_groups g where g.guid = ?").param(guid).query((row, n) -> group(row)).optional();
  }

  /** The group of this name, without case. */
  public Optional<Group> byName(String name) {
    return jdbc.sql("select " + COLUMNS + " from user_groups g where lower(g.display_name) = lower(?)").param(name).query((row, n) -> group(row)).optional();
  }

  /** The groups of each of these users. */
  public Map<String, List<Group>> of(Collection<String> userGuids) {
    var all = new LinkedHashMap<String, List<Group>>();
    if (!userGuids.isEmpty()) {
      jdbc.sql("select distinct m.user_guid, lower(g.display_name), " + COLUMNS
          + " from group_members m join user_groups g on g.guid = m.group_guid where m.user_guid in (:users) order by 2")
          .param("users", userGuids).query(row -> {
            all.computeIfAbsent(row.getString("user_guid"), guid -> new ArrayList<>()).add(group(row));
          });
    }
    return all;
  }

  /** Who is in a group, by name, at most 1000. */
  public List<Member> members(String guid) {
    return jdbc.sql("select m.user_guid, u.username, m.origin from group_members m join users u on u.guid = m.user_guid where m.group_guid = ? order by 2 limit 1000")
        .param(guid).query((row, n) -> new Member(row.getString(1), row.getString(2), row.getString(3))).list();
  }

  /** Keeps a new group; false when the name is taken. */
  public boolean add(String guid, String name, @Nullable String description, Instant now) {
    return jdbc.sql("insert into user_groups (guid, display_name, description, created_at, updated_at) values (:guid, :name, :text, :now, :now)"
        + " on conflict do nothing").param("guid", guid).param("name", name).param("text", description, java.sql.Types.VARCHAR).param("now", utc(now)).update() > 0;
  }

  /** Writes a group's name and description anew. */
  public void update(String guid, String name, @Nullable String description, Instant now) {
    jdbc.sql("update user_groups set display_name = :name, description = :text, version = version + 1, updated_at = :now where guid = :guid")
        .param("guid", guid).param("name", name).param("text", description, java.sql.Types.VARCHAR).param("now", utc(now)).update();
  }

  /** Deletes a group. */
  public void delete(String guid) {
    jdbc.sql("delete from user_groups where guid = ?").param(guid).update();
  }

  /** Puts a user into a group; false when it was in it. */
  public boolean join(String groupGuid, String userGuid, String origin) {
    return jdbc.sql("insert into group_members (group_guid, user_guid, origin) values (?, ?, ?) on conflict do nothing")
        .params(groupGuid, userGuid, origin).update() > 0;
  }

  /** Takes a user out of a group, whoever put it there; false when it was not in it. */
  public boolean leave(String groupGuid, String userGuid) {
    return jdbc.sql("delete from group_members where group_guid = ? and user_guid = ?").params(groupGuid, userGuid).update() > 0;
  }

  /** Takes everybody out of a group that was put there by hand. */
  public void clear(String groupGuid) {
    jdbc.sql("delete from group_members where group_guid = ? and origin = 'uaa'").param(groupGuid).update();
  }

  /** Makes these the groups that `origin` says a user is in. Names without a group are left out. */
  public void assign(String userGuid, String origin, Collection<String> names) {
    jdbc.sql("delete from group_members where user_guid = ? and origin = ?").params(userGuid, origin).update();
    names.forEach(name -> byName(name).ifPresent(group -> join(group.guid(), userGuid, origin)));
  }

  private static Group group(ResultSet row) throws SQLException {
    return new Group(row.getString("guid"), row.getString("display_name"), row.getString("description"), row.getInt("version"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(), row.getObject("updated_at", OffsetDateTime.class).toInstant());
  }

  private static OffsetDateTime utc(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }
}
