package dev.ingot.controller.securitygroup.db;

import dev.ingot.controller.listing.GuidSet;
import dev.ingot.controller.securitygroup.Phase;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Which spaces have which group by name. */
@Repository
public class GroupSpaces {
  private final JdbcClient jdbc;

  GroupSpaces(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The spaces of each of these groups, those in the set. */
  public Map<String, Set<String>> of(Collection<String> groups, Phase phase, GuidSet visible) {
    var found = new HashMap<String, Set<String>>();
    if (!groups.isEmpty()) {
      jdbc.sql("select security_group_guid, space_guid from security_group_spaces where security_group_guid in (:groups) and phase = :phase")
          .param("groups", groups).param("phase", phase.wire()).query(row -> {
            if (visible.contains(row.getString(2))) {
              found.computeIfAbsent(row.getString(1), group -> new TreeSet<>()).add(row.getString(2));
            }
          });
    }
    return found;
  }

  /** The groups that these spaces have in any of these phases. */
  public Set<String> groupsOf(Collection<String> spaces, List<Phase> phases) {
    return spaces.isEmpty() ? Set.of()
        : jdbc.sql("select distinct security_group_guid from security_group_spaces where space_guid in (:spaces) and phase in (:phases)")
            .param("spaces", spaces).param("phases", phases.stream().map(Phase::wire).toList()).query(String.class).set();
  }

  /** Those of these spaces that exist. */
  public Set<String> existing(Collection<String> spaces) {
    return spaces.isEmpty() ? Set.of() : jdbc.sql("select guid from spaces where guid in (:spaces)").param("spaces", spaces).query(String.class).set();
  }

  /** Gives spaces the group. */
  public void bind(String group, Phase phase, Collection<String> spaces) {
    spaces.forEach(space -> jdbc.sql("insert into security_group_spaces (security_group_guid, space_guid, phase) values (?, ?, ?) on conflict do nothing")
        .param(group).param(space).param(phase.wire()).update());
  }

  /** Takes it; false when the space did not have it. */
  public boolean unbind(String group, Phase phase, String space) {
    return jdbc.sql("delete from security_group_spaces where security_group_guid = ? and space_guid = ? and phase = ?").param(group).param(space)
        .param(phase.wire()).update() > 0;
  }
}
