package dev.ingot.controller.git.http;

import dev.ingot.api.client.ApiClient;
import dev.ingot.api.client.TokenClient;
import dev.ingot.api.client.TokenStore;
import dev.ingot.api.client.Transport;
import dev.ingot.controller.auth.Caller;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import org.springframework.core.env.Environment;

/** The v3 API of this very process, as the user who pushed: same checks, same events as for any client. */
final class OwnApi implements AutoCloseable {
  private final dev.ingot.controller.auth.Tokens issuer;
  private final Environment environment;
  private final Clock clock;
  private volatile Transport transport;

  OwnApi(dev.ingot.controller.auth.Tokens issuer, Environment environment, Clock clock) {
    this.issuer = issuer;
    this.environment = environment;
    this.clock = clock;
  }

  /** A client with fresh tokens of the user, which renew themselves during a long build. */
  ApiClient as(Caller caller) {
    dev.ingot.controller.auth.Tokens.Pair pair = issuer.issue(caller, "cf");
    Held held = new Held(new dev.ingot.api.client.Tokens(pair.accessToken(), pair.refreshToken(), clock.instant().plusSeconds(pair.expiresIn())));
    return new ApiClient(transport(), new TokenClient(transport(), clock), held);
  }

  // Our port is only known once the server listens, which is before the first push.
  private synchronized Transport transport() {
    if (transport == null) {
      transport = new Transport(URI.create("http://127.0.0.1:" + environment.getRequiredProperty("local.server.port")));
    }
    return transport;
  }

  @Override
  public synchronized void close() {
    if (transport != null) {
      transport.close();
    }
  }

  private static final class Held implements TokenStore {
    private volatile dev.ingot.api.client.Tokens tokens;

    Held(dev.ingot.api.client.Tokens tokens) {
      this.tokens = tokens;
    }

    @Override
    public Optional<dev.ingot.api.client.Tokens> load() {
      return Optional.of(tokens);
    }

    @Override
    public void save(dev.ingot.api.client.Tokens renewed) {
      tokens = renewed;
    }
  }
}
