package dev.ingot.cli.login;

import dev.ingot.api.client.TokenClient;
import dev.ingot.api.client.Tokens;
import dev.ingot.api.org.Organization;
import dev.ingot.api.space.Space;
import dev.ingot.cli.Failure;
import dev.ingot.cli.session.Connections;
import dev.ingot.cli.session.Session;
import dev.ingot.cli.target.Target;
import dev.ingot.cli.target.TargetFile;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Logging in, and choosing the org and space to begin with. */
public final class Login {
  private Login() {}

  /**
   * Logs in and saves the target. Without an org the user's only one is taken, likewise the space; with several, none.
   *
   * @throws dev.ingot.api.error.ApiException when user or password is wrong; the saved target is unchanged then
   */
  public static Target perform(TargetFile file, String origin, boolean skipTls, String user, String password, @Nullable String org, @Nullable String space) {
    Tokens tokens = new TokenClient(Connections.to(origin, skipTls), Clock.systemUTC()).login(user, password);
    file.write(new Target(origin, null, null, tokens, skipTls));
    Session session = Session.open();
    if (org == null) {
      List<Organization> orgs = session.api().list("/v3/organizations?order_by=name", Organization.class);
      return orgs.size() == 1 ? choose(file, session, named(orgs.getFirst()), space) : session.target();
    }
    return choose(file, session, org(session, org), space);
  }

  static Target.Named org(Session session, String name) {
    return session.api().find("/v3/organizations?names=" + Session.listElement(name), Organization.class).map(Login::named)
        .orElseThrow(() -> new Failure("org '" + name + "' not found, or you have no role in it."));
  }

  /** Saves and returns the target with this org and the named space; without a name the org's only space, or none when it has several. */
  static Target choose(TargetFile file, Session session, Target.Named org, @Nullable String name) {
    String filter = name == null ? "" : "&names=" + Session.listElement(name);
    List<Space> spaces = session.api().list("/v3/spaces?order_by=name&organization_guids=" + org.guid() + filter, Space.class);
    if (name != null && spaces.isEmpty()) {
      throw new Failure("space '" + name + "' not found in org " + org.name() + ", or you have no role in it.");
    }
    // Read anew: the look-ups may have renewed the tokens.
    Target chosen = file.read().orElse(session.target())
        .withSpace(org, spaces.size() == 1 ? new Target.Named(spaces.getFirst().guid(), spaces.getFirst().name()) : null);
    file.write(chosen);
    return chosen;
  }

  private static Target.Named named(Organization org) {
    return new Target.Named(org.guid(), org.name());
  }
}
