package dev.ingot.controller.auth;

import static dev.ingot.controller.auth.RoleType.ORGANIZATION_AUDITOR;
import static dev.ingot.controller.auth.RoleType.ORGANIZATION_BILLING_MANAGER;
import static dev.ingot.controller.auth.RoleType.ORGANIZATION_MANAGER;
import static dev.ingot.controller.auth.RoleType.ORGANIZATION_USER;
import static dev.ingot.controller.auth.RoleType.SPACE_AUDITOR;
import static dev.ingot.controller.auth.RoleType.SPACE_DEVELOPER;
import static dev.ingot.controller.auth.RoleType.SPACE_MANAGER;
import static dev.ingot.controller.auth.RoleType.SPACE_SUPPORTER;

import java.util.Set;

/**
 * The table of permissions: kind of operation × who may do it (source: CF v3 API, the "Permitted roles" of each endpoint). The scope
 * `cloud_controller.admin` may do everything. READERS stands for admin_read_only and global_auditor.
 */
public enum Permission {
  /** See an org, its domains and quota. */
  READ_ORG(Readers.ALL, ORGANIZATION_USER, ORGANIZATION_AUDITOR, ORGANIZATION_MANAGER, ORGANIZATION_BILLING_MANAGER),
  /** Rename an org, change its metadata, give and take its roles, create and delete its spaces and private domains. */
  WRITE_ORG(Readers.NONE, ORGANIZATION_MANAGER),
  /** See a space and what is in it: apps, packages, builds, droplets, processes, routes. Secrets excepted. */
  READ_SPACE(Readers.ALL, SPACE_DEVELOPER, SPACE_MANAGER, SPACE_AUDITOR, SPACE_SUPPORTER, ORGANIZATION_MANAGER),
  /** Rename a space, change its metadata, give and take its roles. */
  WRITE_SPACE(Readers.NONE, SPACE_MANAGER, ORGANIZATION_MANAGER),
  /** Create, change and delete apps, packages, builds, droplets. */
  WRITE_APP(Readers.NONE, SPACE_DEVELOPER),
  /** Start, stop, restart and scale apps. */
  OPERATE_APP(Readers.NONE, SPACE_DEVELOPER, SPACE_SUPPORTER),
  /** Create, change, map and delete routes, bind them to services. */
  WRITE_ROUTE(Readers.NONE, SPACE_DEVELOPER, SPACE_SUPPORTER),
  /** See what may hold secrets: bits, manifests, commands, the whole environment of apps, credentials in bindings. */
  READ_SECRETS(Readers.ADMIN_READ_ONLY, SPACE_DEVELOPER),
  /** See the credentials of user-provided service instances. */
  READ_SERVICE_CREDENTIALS(Readers.ADMIN_READ_ONLY, SPACE_DEVELOPER, SPACE_MANAGER),
  /** See the environment variables that users set for apps, and the parameters of their bindings. */
  READ_ENVIRONMENT(Readers.ADMIN_READ_ONLY, SPACE_DEVELOPER, SPACE_SUPPORTER),
  /** Create, change, share and delete service instances, change the metadata of their bindings. */
  WRITE_SERVICE(Readers.NONE, SPACE_DEVELOPER),
  /** See the app's logs and metrics. */
  READ_LOGS(Readers.ADMIN_READ_ONLY, SPACE_DEVELOPER, SPACE_MANAGER, SPACE_AUDITOR, SPACE_SUPPORTER, ORGANIZATION_MANAGER),
  /** See audit events of an org or space. */
  READ_EVENTS(Readers.ALL, SPACE_AUDITOR, SPACE_DEVELOPER, SPACE_SUPPORTER, ORGANIZATION_AUDITOR),
  /** See things of the whole platform that not everybody may see. */
  READ_PLATFORM(Readers.ALL),
  /** Change things of the whole platform: orgs, quotas, shared domains, stacks, users. */
  WRITE_PLATFORM(Readers.NONE);

  private final Set<String> scopes;
  private final Set<RoleType> roles;

  Permission(Set<String> scopes, RoleType... roles) {
    this.scopes = scopes;
    this.roles = Set.of(roles);
  }

  /** Whether a user with these scopes may do it everywhere. */
  boolean everywhere(Set<String> userScopes) {
    return userScopes.contains(Caller.ADMIN) || scopes.stream().anyMatch(userScopes::contains);
  }

  /** Whether this role allows it in the org or space it is for. A manager of an org has the role in all its spaces too. */
  boolean with(RoleType role) {
    return roles.contains(role);
  }

  /** Whether it changes something; nothing is changed in a suspended org except by an admin. */
  boolean writes() {
    return !name().startsWith("READ");
  }

  private static final class Readers {
    static final Set<String> NONE = Set.of();
    static final Set<String> ADMIN_READ_ONLY = Set.of(Caller.ADMIN_READ_ONLY);
    static final Set<String> ALL = Set.of(Caller.ADMIN_READ_ONLY, Caller.GLOBAL_AUDITOR);
  }
}
