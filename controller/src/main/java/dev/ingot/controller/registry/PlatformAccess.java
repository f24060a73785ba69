package dev.ingot.controller.registry;

import dev.ingot.controller.auth.Access;
import dev.ingot.controller.auth.Permission;
import dev.ingot.controller.auth.Tokens;
import dev.ingot.controller.registry.db.ImageOwners;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * The platform's users in the registry. The authentication filter has bound the caller. Names:
 *
 * <ul>
 * <li>`apps/<app guid>`: the app's droplets; read by whoever sees the app, written by who may change it
 * <li>`spaces/<space guid>/<name>`: what a space pushes itself, with the same rights; also under `<org>/<space>/<name>`, in lower case
 * <li>`stacks/…`: read by everybody who is logged in
 * </ul>
 *
 * The join token may do everything, also under other names.
 */
@Component
class PlatformAccess implements RegistryAccess {
  private static final String BEARER = "bearer ";

  private final Access access;
  private final ImageOwners owners;
  private final Tokens tokens;

  PlatformAccess(Access access, ImageOwners owners, Tokens tokens) {
    this.access = access;
    this.owners = owners;
    this.tokens = tokens;
  }

  @Override
  public Optional<Caller> authenticate(String authorization) {
    return dev.ingot.controller.auth.Caller.find().map(caller -> new User(caller, limits(caller, authorization)));
  }

  /** What a token for the registry is limited to; empty for other credentials, and for our own processes. */
  private Optional<Map<String, Set<String>>> limits(dev.ingot.controller.auth.Caller caller, String authorization) {
    boolean bearer = authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
    return !bearer || ours(caller) ? Optional.empty() : tokens.registry(authorization.substring(BEARER.length()).strip()).map(Tokens.ForRegistry::access);
  }

  private static boolean ours(dev.ingot.controller.auth.Caller caller) {
    return caller.kind() == dev.ingot.controller.auth.Caller.Kind.CELL || caller.kind() == dev.ingot.controller.auth.Caller.Kind.PLATFORM;
  }

  /** Answers for the caller that is bound to the current request. */
  private final class User implements Caller {
    private final boolean everything;
    private final boolean admin;
    private final Optional<Map<String, Set<String>>> limits;

    User(dev.ingot.controller.auth.Caller caller, Optional<Map<String, Set<String>>> limits) {
      this.everything = ours(caller);
      this.admin = caller.admin();
      this.limits = limits;
    }

    @Override
    public Rights rights(String name) {
      Rights byRole = byRole(name);
      Set<String> actions = limits.map(limit -> limit.getOrDefault(name, Set.of())).orElse(Rights.ALL);
      return new Rights(byRole.repository(), byRole.read(), byRole.write(), actions);
    }

    private Rights byRole(String name) {
      if (everything) {
        return new Rights(name, true, true);
      }
      return switch (RepositoryName.of(name)) {
        case RepositoryName.OfApp(String guid) -> inSpace(name, owners.spaceOf(guid));
        case RepositoryName.OfSpace(String guid, String rest) -> inSpace(name, Optional.of(guid));
        case RepositoryName.Named(String org, String space, String rest) -> {
          Optional<String> guid = owners.space(org, space);
          // What is in no space cannot be there: not even an admin reads it.
          yield guid.map(found -> inSpace(RepositoryName.ofSpace(found, rest), guid)).orElse(new Rights(name, false, false));
        }
        case RepositoryName.Other(boolean stack) -> new Rights(name, admin || stack, false);
      };
    }

    private Rights inSpace(String repository, Optional<String> space) {
      boolean valid = repository.length() <= Names.MAX_REPOSITORY_LENGTH;
      return new Rights(repository, admin || valid && space.filter(guid -> access.maySpace(Permission.READ_SPACE, guid)).isPresent(),
          valid && space.filter(guid -> access.maySpace(Permission.WRITE_APP, guid)).isPresent());
    }

    @Override
    public boolean mayReadAll() {
      return everything || admin && limits.isEmpty();
    }
  }
}
