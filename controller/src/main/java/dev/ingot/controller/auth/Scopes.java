package dev.ingot.controller.auth;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/** Names of scopes. A user has those of its groups and {@link #EVERYBODY}'s; a token holds what its client may ask for of them. */
public final class Scopes {
  public static final String READ = "cloud_controller.read";
  public static final String WRITE = "cloud_controller.write";
  public static final String OPENID = "openid";
  /** Lets a token stand for its user at `/oauth/authorize` and `/passcode`. */
  public static final String UAA_USER = "uaa.user";
  public static final String PASSWORD_WRITE = "password.write";
  public static final String UAA_ADMIN = "uaa.admin";
  /** Check tokens of others. */
  public static final String UAA_RESOURCE = "uaa.resource";
  public static final String SCIM_READ = "scim.read";
  public static final String SCIM_WRITE = "scim.write";
  public static final String SCIM_CREATE = "scim.create";
  public static final String CLIENTS_READ = "clients.read";
  public static final String CLIENTS_WRITE = "clients.write";
  public static final String CLIENTS_SECRET = "clients.secret";
  public static final String CLIENTS_ADMIN = "clients.admin";
  public static final String TOKENS_REVOKE = "tokens.revoke";
  /** In an ID token: the user's groups. */
  public static final String ROLES = "roles";
  /** Stands for no scope at all. */
  public static final String NONE = "uaa.none";
  /** What every user has without being in a group. */
  public static final Set<String> EVERYBODY = Set.of(READ, WRITE, "cloud_controller_service_permissions.read", OPENID, PASSWORD_WRITE, UAA_USER, "scim.me",
      "profile", "email", ROLES);
  /** The groups the first admin is in. */
  public static final Set<String> FIRST_ADMIN = Set.of(Caller.ADMIN, UAA_ADMIN, SCIM_READ, SCIM_WRITE, SCIM_CREATE, CLIENTS_READ, CLIENTS_WRITE,
      CLIENTS_SECRET, CLIENTS_ADMIN, TOKENS_REVOKE);

  private Scopes() {}

  /** What is in both, sorted. */
  static Set<String> both(Collection<String> one, Collection<String> other) {
    var common = new TreeSet<>(one);
    common.retainAll(other);
    return common;
  }
}
