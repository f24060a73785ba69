package dev.ingot.controller.user;

import dev.ingot.controller.auth.Logins;
import dev.ingot.controller.auth.Passwords;
import dev.ingot.controller.auth.db.TokenStore;
import dev.ingot.controller.auth.db.UserStore;
import dev.ingot.controller.user.db.UserEntity;
import dev.ingot.controller.user.db.UserRepository;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Users as UAA sees them: accounts with a password. Who may call what is checked by the HTTP door. */
@Service
public class Accounts {
  private static final String ORIGIN = "uaa";
  private final UserRepository users;
  private final List<UserRemoval> removals;
  private final UserStore logins;
  private final TokenStore tokens;
  private final Passwords passwords;
  private final Logins check;
  private final Clock clock;

  Accounts(UserRepository users, List<UserRemoval> removals, UserStore logins, TokenStore tokens, Passwords passwords, Logins check, Clock clock) {
    this.users = users;
    this.removals = removals;
    this.logins = logins;
    this.tokens = tokens;
    this.passwords = passwords;
    this.check = check;
    this.clock = clock;
  }

  /** A new account; empty when the name is taken. `scopes` beyond what everybody has. */
  @Transactional
  public Optional<UserEntity> create(String username, String password, List<String> scopes) {
    if (users.findByUsernameAndOrigin(username, ORIGIN).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(users.saveAndFlush(
        new UserEntity(UUID.randomUUID().toString(), username, ORIGIN, passwords.hash(password), scopes, clock.instant())));
  }

  /** Accounts by name, by guid or (both null) the first ones by name; at most 100. */
  @Transactional(readOnly = true)
  public List<UserEntity> find(@org.jspecify.annotations.Nullable String username, @org.jspecify.annotations.Nullable String guid) {
    if (guid != null) {
      return users.findById(guid).stream().toList();
    }
    return username == null ? users.findTop100ByOrderByUsername() : users.findByUsername(username);
  }

  /** Deletes an account with its roles and tokens; the account that was, or empty when there was none. */
  @Transactional
  public Optional<UserEntity> delete(String guid) {
    var user = users.findById(guid);
    user.ifPresent(found -> {
      removals.forEach(removal -> removal.removeUser(guid));
      users.delete(found);
    });
    return user;
  }

  /** Whether this is the account's password; a wrong one counts like a wrong one at login. */
  public boolean isPassword(String guid, String password) {
    return logins.loginByGuid(guid).filter(user -> check.check(user.username(), password) instanceof Logins.Result.Welcome).isPresent();
  }

  /** Sets a password and ends all sessions that could be refreshed; false when there is no such account. */
  @Transactional
  public boolean setPassword(String guid, String password) {
    tokens.removeRefreshOf(guid);
    return logins.setPassword(guid, passwords.hash(password), clock.instant());
  }
}
