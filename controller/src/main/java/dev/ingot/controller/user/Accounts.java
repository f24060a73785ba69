package dev.ingot.controller.user;

import dev.ingot.controller.auth.Logins;
import dev.ingot.controller.auth.Passwords;
import dev.ingot.controller.auth.Tokens;
import dev.ingot.controller.auth.db.UserStore;
import dev.ingot.controller.listing.PageOf;
import dev.ingot.controller.user.db.UserEntity;
import dev.ingot.controller.user.db.UserFilter;
import dev.ingot.controller.user.db.UserProfile;
import dev.ingot.controller.user.db.UserRepository;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Sort;
import org.springframework.data.jpa.domain.Specification;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Users as UAA sees them: accounts, with a password when their origin is ours. Who may call what is checked by the HTTP door. */
@Service
public class Accounts {
  /** The origin of users whose passwords are kept here. */
  public static final String ORIGIN = "uaa";
  private final UserRepository users;
  private final List<UserRemoval> removals;
  private final UserStore logins;
  private final Tokens tokens;
  private final Passwords passwords;
  private final Logins check;
  private final Clock clock;

  Accounts(UserRepository users, List<UserRemoval> removals, UserStore logins, Tokens tokens, Passwords passwords, Logins check, Clock clock) {
    this.users = users;
    this.removals = removals;
    this.logins = logins;
    this.tokens = tokens;
    this.passwords = passwords;
    this.check = check;
    this.clock = clock;
  }

  /** A new account; empty when the name is taken in its origin. One of another origin has no password. */
  @Transactional
  public Optional<UserEntity> create(String username, String origin, @Nullable String password, UserProfile profile) {
    if (users.findByUsernameAndOrigin(username, origin).isPresent()) {
      return Optional.empty();
    }
    var user = new UserEntity(UUID.randomUUID().toString(), username, origin, password == null ? null : passwords.hash(password), clock.instant());
    user.describe(profile, clock.instant());
    return Optional.of(users.saveAndFlush(user));
  }

  /** Accounts that a SCIM filter lets through (null = all), from `offset`, at most `limit`. IllegalArgumentException for a bad filter. */
  @Transactional(readOnly = true)
  public PageOf<UserEntity> list(@Nullable String filter, Sort order, int offset, int limit) {
    Specification<UserEntity> wanted = filter == null ? UserFilter.all() : UserFilter.of(filter);
    long total = users.count(wanted);
    return new PageOf<>(limit == 0 ? List.of() : users.findBy(wanted, query -> query.sortBy(order).slice(new Offset(offset, limit, order)).getContent()), total);
  }

  /** The account with this guid. */
  @Transactional(readOnly = true)
  public Optional<UserEntity> get(String guid) {
    return users.findById(guid).filter(user -> !user.origin().isEmpty());
  }

  /** The account of this name whose password is kept here. */
  @Transactional(readOnly = true)
  public Optional<UserEntity> named(String username) {
    return users.findByUsernameAndOrigin(username, ORIGIN);
  }

  /** Renames an account and writes its profile; false when the name is another's. Making it inactive ends its sessions. */
  @Transactional
  public boolean update(UserEntity account, String username, UserProfile profile) {
    var other = users.findByUsernameAndOrigin(username, account.origin());
    if (other.isPresent() && !other.get().guid().equals(account.guid())) {
      return false;
    }
    var user = users.findById(account.guid()).orElseThrow();
    user.name(username, user.origin());
    user.describe(profile, clock.instant());
    users.saveAndFlush(user);
    if (!profile.active()) {
      tokens.revokeUser(user.guid());
    }
    return true;
  }

  /** Deletes an account with its roles and tokens; the account that was, or empty when there was none. */
  @Transactional
  public Optional<UserEntity> delete(String guid) {
    var user = get(guid);
    user.ifPresent(found -> {
      removals.forEach(removal -> removal.removeUser(guid));
      users.delete(found);
    });
    return user;
  }

  /** Whether this is the account's password; a wrong one counts like a wrong one at login. */
  public boolean isPassword(String guid, String password, @Nullable String address) {
    return logins.loginByGuid(guid).filter(user -> check.check(user.username(), password, address) instanceof Logins.Result.Welcome).isPresent();
  }

  /** Sets a password and ends all sessions; false when there is no such account with a password here. */
  @Transactional
  public boolean setPassword(String guid, String password) {
    if (logins.loginByGuid(guid).isEmpty()) {
      return false;
    }
    tokens.revokeUser(guid);
    return logins.setPassword(guid, passwords.hash(password), clock.instant());
  }

  /** A page that begins anywhere: SCIM counts accounts, not pages. */
  private record Offset(int offset, int size, Sort order) implements Pageable {
    @Override
    public int getPageNumber() {
      return offset / size;
    }

    @Override
    public int getPageSize() {
      return size;
    }

    @Override
    public long getOffset() {
      return offset;
    }

    @Override
    public Sort getSort() {
      return order;
    }

    @Override
    public Pageable next() {
      return new Offset(offset + size, size, order);
    }

    @Override
    public Pageable previousOrFirst() {
      return new Offset(Math.max(0, offset - size), size, order);
    }

    @Override
    public Pageable first() {
      return new Offset(0, size, order);
    }

    @Override
    public Pageable withPage(int page) {
      return new Offset(page * size, size, order);
    }

    @Override
    public boolean hasPrevious() {
      return offset > 0;
    }
  }
}
