package dev.ingot.controller.root;

import dev.ingot.api.common.ToOne;
import dev.ingot.api.domain.DomainRequest;
import dev.ingot.api.org.OrganizationRequest;
import dev.ingot.api.role.RoleRequest;
import dev.ingot.api.space.SpaceRequest;
import dev.ingot.controller.auth.Caller;
import dev.ingot.controller.auth.RoleType;
import dev.ingot.controller.auth.Scopes;
import dev.ingot.controller.config.IngotProperties;
import dev.ingot.controller.domain.Domains;
import dev.ingot.controller.domain.db.DomainRepository;
import dev.ingot.controller.org.Organizations;
import dev.ingot.controller.quota.OrganizationQuotas;
import dev.ingot.controller.role.Roles;
import dev.ingot.controller.root.db.StartLock;
import dev.ingot.controller.space.Spaces;
import dev.ingot.controller.user.Accounts;
import dev.ingot.controller.user.Groups;
import dev.ingot.controller.user.db.UserProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes what every platform needs before it serves the first request: the default quota, the shared apps domain, the internal domain, and, while there is no user
 * `admin`, that user with an org `ingot` and a space `dev` to push to at once.
 */
@Component
@Lazy(false)
class FirstStart implements SmartInitializingSingleton {
  private static final Logger log = LoggerFactory.getLogger(FirstStart.class);
  private static final String ADMIN = "admin";
  private static final String INTERNAL = "apps.internal";
  private final IngotProperties properties;
  private final StartLock lock;
  private final TransactionTemplate transaction;
  private final OrganizationQuotas quotas;
  private final DomainRepository known;
  private final Domains domains;
  private final Accounts accounts;
  private final Groups groups;
  private final Organizations organizations;
  private final Spaces spaces;
  private final Roles roles;

  FirstStart(IngotProperties properties, StartLock lock, TransactionTemplate transaction, OrganizationQuotas quotas, DomainRepository known,
      Domains domains, Accounts accounts, Groups groups, Organizations organizations, Spaces spaces, Roles roles) {
    this.properties = properties;
    this.lock = lock;
    this.transaction = transaction;
    this.quotas = quotas;
    this.known = known;
    this.domains = domains;
    this.accounts = accounts;
    this.groups = groups;
    this.organizations = organizations;
    this.spaces = spaces;
    this.roles = roles;
  }

  @Override
  public void afterSingletonsInstantiated() {
    Caller.PLATFORM.run(() -> transaction.executeWithoutResult(status -> {
      lock.take();
      quotas.defaultGuid();
      makeDomain();
      makeAdmin();
    }));
  }

  private void makeDomain() {
    String name = properties.appsDomain().toLowerCase(Locale.ROOT);
    if (known.findByName(name).isEmpty()) {
      domains.create(new DomainRequest(name, null, null, null, null));
    }
    if (known.findByName(INTERNAL).isEmpty()) {
      domains.create(new DomainRequest(INTERNAL, true, null, null, null));
    }
  }

  private void makeAdmin() {
    if (accounts.named(ADMIN).isPresent()) {
      return;
    }
    var password = password();
    if (password.isEmpty()) {
      log.warn("there is no user {} and no ingot.admin-password-file to make one from: nobody can log in", ADMIN);
      return;
    }
    var admin = accounts.create(ADMIN, Accounts.ORIGIN, password.get(), UserProfile.EMPTY).orElseThrow();
    Scopes.FIRST_ADMIN.forEach(scope -> groups.named(scope).ifPresent(group -> groups.join(group.guid(), admin.guid())));
    var organization = organizations.create(new OrganizationRequest("ingot", null, null));
    var space = spaces.create(new SpaceRequest("dev", new SpaceRequest.Relationships(ToOne.of(organization.guid())), null));
    List.of(RoleType.ORGANIZATION_USER, RoleType.ORGANIZATION_MANAGER).forEach(type -> give(type, admin.guid(), organization.guid(), null));
    List.of(RoleType.SPACE_MANAGER, RoleType.SPACE_DEVELOPER).forEach(type -> give(type, admin.guid(), null, space.guid()));
    log.info("made the user {} with the org ingot and the space dev", ADMIN);
  }

  private void give(RoleType type, String user, @org.jspecify.annotations.Nullable String organization,
      @org.jspecify.annotations.Nullable String space) {
    roles.create(new RoleRequest(type.wire(), new RoleRequest.Relationships(
        new RoleRequest.UserRelationship(new RoleRequest.UserRef(user, null, null)), organization == null ? null : ToOne.of(organization),
        space == null ? null : ToOne.of(space))));
  }

  private Optional<String> password() {
    var file = properties.adminPasswordFile();
    if (file == null || !Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readString(file).strip()).filter(password -> !password.isEmpty());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the first password of admin from " + file + " (ingot.admin-password-file)", e);
    }
  }
}
