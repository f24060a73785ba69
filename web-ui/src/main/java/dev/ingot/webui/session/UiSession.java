package dev.ingot.webui.session;

import dev.ingot.api.client.ApiClient;
import dev.ingot.api.client.TokenStore;
import dev.ingot.api.client.Tokens;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import jakarta.servlet.http.HttpServletRequest;

/** One signed-in browser. Holds the user's tokens, which never leave this process. Thread-safe. */
public final class UiSession implements TokenStore {
  /** Live logs one browser may follow at once. */
  private static final int MAX_STREAMS = 12;
  private static final String ATTRIBUTE = UiSession.class.getName();

  private final String id;
  private final String username;
  private final String formToken;
  private final Semaphore streams = new Semaphore(MAX_STREAMS);
  private volatile Tokens tokens;
  private volatile Instant lastUse;

  UiSession(String id, String username, String formToken, Tokens tokens, Instant now) {
    this.id = id;
    this.username = username;
    this.formToken = formToken;
    this.tokens = tokens;
    this.lastUse = now;
  }

  /** The session of a request the guard let through. */
  public static UiSession of(HttpServletRequest request) {
    return find(request).orElseThrow(() -> new IllegalStateException("The guard lets no page be seen without a session"));
  }

  static Optional<UiSession> find(HttpServletRequest request) {
    return Optional.ofNullable((UiSession) request.getAttribute(ATTRIBUTE));
  }

  void attach(HttpServletRequest request) {
    request.setAttribute(ATTRIBUTE, this);
  }

  public String username() {
    return username;
  }

  /** What every form of this session carries: proof that it came from our page. */
  public String formToken() {
    return formToken;
  }

  /** The API as this user. */
  public ApiClient api(Sessions sessions) {
    return sessions.client(this);
  }

  /** Takes one of the browser's places for a live log; false when all are taken. */
  public boolean openStream() {
    return streams.tryAcquire();
  }

  public void closeStream() {
    streams.release();
  }

  @Override
  public Optional<Tokens> load() {
    return Optional.of(tokens);
  }

  @Override
  public void save(Tokens renewed) {
    tokens = renewed;
  }

  String id() {
    return id;
  }

  Instant lastUse() {
    return lastUse;
  }

  void used(Instant now) {
    lastUse = now;
  }
}
