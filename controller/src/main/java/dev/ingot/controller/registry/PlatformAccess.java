package dev.ingot.controller.registry;

import dev.ingot.controller.auth.Access;
import dev.ingot.controller.auth.Permission;
import dev.ingot.controller.registry.db.ImageOwners;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * The platform's users in the registry: `apps/<guid>` may be read by whoever sees the app and written by who may change it,
 * `stacks/…` is read by everybody who is logged in. The join token may do everything. The authentication filter has bound the caller.
 */
@Component
class PlatformAccess implements RegistryAccess {
  private static final String APPS = "apps/";
  private static final String STACKS = "stacks/";

  private final Access access;
  private final ImageOwners owners;

  PlatformAccess(Access access, ImageOwners owners) {
    this.access = access;
    this.owners = owners;
  }

  @Override
  public Optional<Caller> authenticate(String authorization) {
    return dev.ingot.controller.auth.Caller.find().map(User::new);
  }

  private boolean mayApp(Permission permission, String repository) {
    return repository.startsWith(APPS)
        && owners.spaceOf(repository.substring(APPS.length())).filter(space -> access.maySpace(permission, space)).isPresent();
  }

  /** Answers for the caller that is bound to the current request. */
  private final class User implements Caller {
    private final boolean everything;
    private final boolean admin;

    User(dev.ingot.controller.auth.Caller caller) {
      this.everything = caller.kind() == dev.ingot.controller.auth.Caller.Kind.CELL || caller.kind() == dev.ingot.controller.auth.Caller.Kind.PLATFORM;
      this.admin = caller.admin();
    }

    @Override
    public boolean mayRead(String repository) {
      return everything || admin || repository.startsWith(STACKS) || mayApp(Permission.READ_SPACE, repository);
    }

    @Override
    public boolean mayWrite(String repository) {
      return everything || mayApp(Permission.WRITE_APP, repository);
    }

    @Override
    public boolean mayReadAll() {
      return everything || admin;
    }
  }
}
