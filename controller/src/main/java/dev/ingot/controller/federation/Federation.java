package dev.ingot.controller.federation;

import dev.ingot.controller.auth.IdentityProviders;
import dev.ingot.controller.auth.OneTimeCodes;
import dev.ingot.controller.user.Groups;
import dev.ingot.controller.user.ShadowUsers;
import java.net.URI;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Logins at the providers of `ingot.identity-providers`: begun, ended, and the user that comes of it. Thread-safe. */
@Service
public class Federation {
  private static final String ORIGIN = "origin";
  private static final String NONCE = "nonce";
  private static final String VERIFIER = "verifier";
  private static final String NEXT = "next";
  private final IdentityProviders settings;
  private final Map<String, OidcProvider> providers = new HashMap<>();
  private final OneTimeCodes codes;
  private final ShadowUsers users;
  private final Groups groups;
  private final TransactionTemplate transaction;

  Federation(IdentityProviders settings, OneTimeCodes codes, ShadowUsers users, Groups groups, TransactionTemplate transaction, Clock clock) {
    this.settings = settings;
    this.codes = codes;
    this.users = users;
    this.groups = groups;
    this.transaction = transaction;
    settings.identityProviders().forEach((origin, provider) -> providers.put(origin, new OidcProvider(origin, provider, clock)));
  }

  /** A login that began: the browser keeps `state` and goes to `location`. */
  public record Begun(String state, URI location) {}

  /** A login that ended well: who it is, and where the browser wanted to go. */
  public record Ended(String userGuid, String next) {}

  /** Begins a login; empty when there is no such provider. */
  public Optional<Begun> begin(String origin, String next, URI callback) throws FederationException {
    var provider = providers.get(origin);
    if (provider == null) {
      return Optional.empty();
    }
    var begun = OidcProvider.Begun.fresh();
    String state = codes.issue(OneTimeCodes.Kind.PROVIDER_LOGIN, null, Map.of(ORIGIN, origin, NONCE, begun.nonce(), VERIFIER, begun.verifier(), NEXT, next));
    return Optional.of(new Begun(state, provider.authorization(begun, state, callback)));
  }

  /** Ends a login with what the provider sent the browser back with. */
  public Ended end(String origin, String state, String code, URI callback) throws FederationException {
    var meaning = codes.take(OneTimeCodes.Kind.PROVIDER_LOGIN, state).filter(found -> origin.equals(found.data().get(ORIGIN)))
        .orElseThrow(() -> new FederationException("the login was not begun here, is too old, or ended already", null));
    var provider = Optional.ofNullable(providers.get(origin)).orElseThrow(() -> new FederationException("there is no such provider any more", null));
    var identity = provider.complete(new OidcProvider.Begun(meaning.data().get(NONCE), meaning.data().get(VERIFIER)), code, callback);
    String user = Optional.ofNullable(transaction.execute(status -> remember(identity).orElse(null)))
        .orElseThrow(() -> new FederationException("the user " + identity.userName() + " is not active, was not made by an admin, or is another one's name", null));
    return new Ended(user, meaning.data().get(NEXT));
  }

  private Optional<String> remember(Identity identity) {
    var provider = settings.find(identity.origin()).orElseThrow();
    var user = users.seen(new ShadowUsers.Seen(identity.origin(), identity.subject(), identity.userName(), identity.email(), identity.givenName(),
        identity.familyName()), provider.createUsers());
    if (identity.groups() != null) {
      var scopes = new TreeSet<String>();
      identity.groups().forEach(group -> scopes.addAll(provider.groupMappings().getOrDefault(group, java.util.List.of())));
      user.ifPresent(guid -> groups.assign(guid, identity.origin(), scopes));
    }
    return user;
  }
}
