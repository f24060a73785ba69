package dev.ingot.controller.auth;

import dev.ingot.controller.auth.db.CodeStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Browsers that logged in on our login page. Kept in the database by hash, so any controller knows them. Thread-safe. */
@Component
public class BrowserSessions {
  /** How long a browser stays logged in. */
  public static final Duration LIFE = Duration.ofHours(8);
  private static final int MAX_LENGTH = 200;
  private final CodeStore store;
  private final OneTimeCodes codes;
  private final Logins logins;
  private final Clock clock;

  BrowserSessions(CodeStore store, OneTimeCodes codes, Logins logins, Clock clock) {
    this.store = store;
    this.codes = codes;
    this.logins = logins;
    this.clock = clock;
  }

  /**
   * A logged-in browser.
   *
   * @param user with all its scopes
   * @param formToken what a form that changes something must carry
   */
  public record Session(Caller user, String formToken, Instant authenticatedAt) {}

  /** Starts a session for a user who proved who it is; the value of its cookie. */
  public String open(String userGuid) {
    String id = codes.random();
    store.addSession(OneTimeCodes.hash(id), new CodeStore.Session(userGuid, codes.random(), clock.instant()), clock.instant().plus(LIFE));
    return id;
  }

  /** The session of a cookie; empty when it ended, or its user is gone. */
  public Optional<Session> find(String id) {
    return id.isEmpty() || id.length() > MAX_LENGTH ? Optional.empty() : store.session(OneTimeCodes.hash(id), clock.instant())
        .flatMap(session -> logins.known(session.userGuid()).map(user -> new Session(user, session.formToken(), session.authenticatedAt())));
  }

  /** Ends a session. */
  public void close(String id) {
    store.removeSession(OneTimeCodes.hash(id));
  }
}
