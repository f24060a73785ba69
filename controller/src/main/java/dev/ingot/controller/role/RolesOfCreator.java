package dev.ingot.controller.role;

import dev.ingot.controller.auth.Caller;
import dev.ingot.controller.auth.RoleType;
import dev.ingot.controller.event.AuditEvents;
import dev.ingot.controller.org.OrganizationListener;
import dev.ingot.controller.org.db.OrganizationEntity;
import dev.ingot.controller.role.db.RoleEntity;
import dev.ingot.controller.role.db.RoleRepository;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Who makes an org and is no admin becomes its user and manager. */
@Component
class RolesOfCreator implements OrganizationListener {
  private final RoleRepository roles;
  private final AuditEvents events;
  private final Clock clock;

  RolesOfCreator(RoleRepository roles, AuditEvents events, Clock clock) {
    this.roles = roles;
    this.events = events;
    this.clock = clock;
  }

  @Override
  public void created(OrganizationEntity organization) {
    var creator = Caller.current();
    if (creator.admin()) {
      return;
    }
    for (var type : List.of(RoleType.ORGANIZATION_USER, RoleType.ORGANIZATION_MANAGER)) {
      roles.saveAndFlush(RoleEntity.inOrganization(type, creator.guid(), organization.guid(), clock.instant()));
      events.record("audit.user." + type.wire() + "_add", new AuditEvents.Target(creator.guid(), "user", creator.name(), "", organization.guid()), Map.of());
    }
  }
}
