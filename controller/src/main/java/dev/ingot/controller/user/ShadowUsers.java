package dev.ingot.controller.user;

import dev.ingot.controller.auth.db.UserStore;
import dev.ingot.controller.user.db.UserEntity;
import dev.ingot.controller.user.db.UserProfile;
import dev.ingot.controller.user.db.UserRepository;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Users whose passwords another provider keeps: what it says of them at each login is kept here. */
@Service
public class ShadowUsers {
  private final UserRepository users;
  private final UserStore logins;
  private final Clock clock;

  ShadowUsers(UserRepository users, UserStore logins, Clock clock) {
    this.users = users;
    this.logins = logins;
    this.clock = clock;
  }

  /** A user as the provider of an origin describes it; `subject` is who it is there for ever, its name may change. */
  public record Seen(String origin, String subject, String userName, @Nullable String email, @Nullable String givenName, @Nullable String familyName) {}

  /**
   * The guid of the user that logged in: known by its subject, or by its name when an admin made it before its first login, or made now if
   * `create`. Empty when it may not be made, is not active, or its name is another's.
   */
  @Transactional
  public Optional<String> seen(Seen seen, boolean create) {
    var named = users.findByUsernameAndOrigin(seen.userName(), seen.origin());
    var known = users.findByOriginAndExternalId(seen.origin(), seen.subject())
        .or(() -> named.filter(user -> user.profile().externalId() == null))
        .or(() -> create && named.isEmpty() ? Optional.of(new UserEntity(UUID.randomUUID().toString(), seen.userName(), seen.origin(), null, clock.instant())) : Optional.empty());
    return known.filter(user -> user.profile().active()).filter(user -> named.isEmpty() || named.get().guid().equals(user.guid())).map(user -> {
      user.name(seen.userName(), seen.origin());
      user.ofUaa(true);
      var profile = new UserProfile(seen.givenName(), seen.familyName(), seen.email(), user.profile().phone(), seen.subject(), true, true);
      if (!profile.equals(user.profile())) {
        user.describe(profile, clock.instant());
      }
      users.saveAndFlush(user);
      logins.loggedIn(user.guid(), clock.instant());
      return user.guid();
    });
  }
}
