package dev.ingot.webui.session;

import dev.ingot.api.client.ApiClient;
import dev.ingot.api.client.TokenClient;
import dev.ingot.api.client.Tokens;
import dev.ingot.api.client.Transport;
import dev.ingot.webui.WebUiProperties;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** All signed-in browsers, in memory: a restart asks everybody to sign in again. Thread-safe. */
public final class Sessions {
  private static final int SECRET_BYTES = 32;

  private final Supplier<Transport> transport;
  private final Supplier<TokenClient> tokens;
  private final WebUiProperties properties;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, UiSession> sessions = new ConcurrentHashMap<>();

  /** The suppliers are asked at the first request, not before: only then is our own port known. */
  public Sessions(Supplier<Transport> transport, Supplier<TokenClient> tokens, WebUiProperties properties, Clock clock) {
    this.transport = transport;
    this.tokens = tokens;
    this.properties = properties;
    this.clock = clock;
  }

  /** Signs a browser at this address in at the platform; throws what it answers when the password is wrong. */
  public UiSession open(String username, String password, String address) {
    Tokens granted = tokens.get().login(username, password, address);
    Instant now = clock.instant();
    expire(now);
    UiSession session = new UiSession(secret(), username, secret(), granted, now);
    sessions.put(session.id(), session);
    return session;
  }

  /** The session a cookie names, if it still lives; asking keeps it alive. */
  Optional<UiSession> find(String id) {
    Instant now = clock.instant();
    UiSession session = sessions.get(id);
    if (session == null || ended(session, now)) {
      sessions.remove(id);
      return Optional.empty();
    }
    session.used(now);
    return Optional.of(session);
  }

  /** Forgets the session and its tokens. */
  public void close(UiSession session) {
    sessions.remove(session.id());
  }

  ApiClient client(UiSession session) {
    return new ApiClient(transport.get(), tokens.get(), session);
  }

  private void expire(Instant now) {
    sessions.values().removeIf(session -> ended(session, now));
    while (sessions.size() >= properties.maxSessions()) {
      sessions.values().stream().min(Comparator.comparing(UiSession::lastUse)).ifPresent(this::close);
    }
  }

  private boolean ended(UiSession session, Instant now) {
    return session.lastUse().plus(properties.sessionIdle()).isBefore(now);
  }

  private String secret() {
    byte[] bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
