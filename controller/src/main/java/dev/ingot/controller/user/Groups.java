package dev.ingot.controller.user;

import dev.ingot.controller.user.db.GroupStore;
import dev.ingot.controller.user.db.GroupStore.Group;
import dev.ingot.controller.user.db.GroupStore.Member;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Groups of users: who is in one has the scope of its name. Who may call what is checked by the HTTP door. */
@Service
public class Groups {
  private final GroupStore store;
  private final Clock clock;

  Groups(GroupStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Groups by name. */
  public List<Group> list(int offset, int limit) {
    return store.list(offset, limit);
  }

  /** How many there are. */
  public long count() {
    return store.count();
  }

  /** The group with this guid. */
  public Optional<Group> get(String guid) {
    return store.find(guid);
  }

  /** The group of this name, without case. */
  public Optional<Group> named(String name) {
    return store.byName(name);
  }

  /** The groups of each of these users; users in none are missing. */
  public Map<String, List<Group>> of(Collection<String> userGuids) {
    return store.of(userGuids);
  }

  /** Who is in a group. */
  public List<Member> members(String guid) {
    return store.members(guid);
  }

  /** A new group with these users in it; empty when the name is taken. */
  @Transactional
  public Optional<Group> create(String name, @Nullable String description, Collection<String> userGuids) {
    String guid = UUID.randomUUID().toString();
    if (!store.add(guid, name, description, clock.instant())) {
      return Optional.empty();
    }
    userGuids.forEach(user -> store.join(guid, user, Accounts.ORIGIN));
    return store.find(guid);
  }

  /** Writes a group anew; `userGuids` null = they stay. Those that another provider put into it stay anyway. False when the name is another's. */
  @Transactional
  public boolean update(String guid, String name, @Nullable String description, @Nullable Collection<String> userGuids) {
    if (store.byName(name).filter(other -> !other.guid().equals(guid)).isPresent()) {
      return false;
    }
    store.update(guid, name, description, clock.instant());
    if (userGuids != null) {
      store.clear(guid);
      userGuids.forEach(user -> store.join(guid, user, Accounts.ORIGIN));
    }
    return true;
  }

  /** Deletes a group: nobody has the scope any more. */
  @Transactional
  public void delete(String guid) {
    store.delete(guid);
  }

  /** Puts a user into a group; false when it was in it. */
  @Transactional
  public boolean join(String groupGuid, String userGuid) {
    return store.join(groupGuid, userGuid, Accounts.ORIGIN);
  }

  /** Takes a user out of a group; false when it was not in it. */
  @Transactional
  public boolean leave(String groupGuid, String userGuid) {
    return store.leave(groupGuid, userGuid);
  }

  /** Makes these the groups that a provider says a user is in, beside those it is in by hand. Names that are no group are left out. */
  @Transactional
  public void assign(String userGuid, String origin, Collection<String> names) {
    store.assign(userGuid, origin, names);
  }
}
