package dev.ingot.controller.auth;

import dev.ingot.api.error.ApiException;
import dev.ingot.api.error.ErrorCode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who sent the current request. Bound to the thread by the authentication filter, and by jobs for the one who started them; services ask
 * {@link #current()}. Immutable.
 *
 * @param guid of the user; the id of a client; the cell's name for a cell
 * @param origin who checked the password; empty for a client
 * @param scopes what the token may (see {@link Scopes}), as far as its user or client still has it in the database
 * @param grants the roles it has now
 */
public record Caller(Kind kind, String guid, String name, String origin, Set<String> scopes, List<Grant> grants) {
  /** May do everything. */
  public static final String ADMIN = "cloud_controller.admin";
  /** May see everything. */
  public static final String ADMIN_READ_ONLY = "cloud_controller.admin_read_only";
  /** May see everything but secrets. */
  public static final String GLOBAL_AUDITOR = "cloud_controller.global_auditor";

  /** One of our own processes, with the join token: may use `/internal` and the registry, no v3 API. */
  public static final Caller CELL = new Caller(Kind.CELL, "cell", "cell", "ingot", Set.of(), List.of());
  /** The platform itself: background work that no request asked for. May do everything. */
  public static final Caller PLATFORM = new Caller(Kind.PLATFORM, "system", "system", "ingot", Set.of(ADMIN), List.of());

  private static final ScopedValue<Caller> CURRENT = ScopedValue.newInstance();

  /** What kind of caller it is. */
  public enum Kind { USER, CLIENT, CELL, PLATFORM }

  /** A role somewhere. `organizationGuid` is set for space roles too: the space's org. */
  public record Grant(RoleType role, String organizationGuid, @Nullable String spaceGuid) {}

  /** The caller; 401 NotAuthenticated when nobody is logged in. */
  public static Caller current() {
    return find().orElseThrow(() -> new ApiException(ErrorCode.NOT_AUTHENTICATED, "Authentication error"));
  }

  /** The caller, if somebody is logged in. */
  public static Optional<Caller> find() {
    return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
  }

  /** Whether it is an admin. */
  public boolean admin() {
    return scopes.contains(ADMIN);
  }

  /** The same caller with other scopes. */
  Caller with(Set<String> others) {
    return new Caller(kind, guid, name, origin, others, grants);
  }

  /** The same caller with no other scopes than these. */
  public Caller within(Set<String> allowed) {
    return with(Scopes.both(scopes, allowed));
  }

  /** Runs `work` as this caller. */
  public <X extends Throwable> void run(Work<X> work) throws X {
    ScopedValue.where(CURRENT, this).<Object, X>call(() -> {
      work.run();
      return this;
    });
  }

  /** Something to be done as a caller. */
  @FunctionalInterface
  public interface Work<X extends Throwable> {
    /** Does it. */
    void run() throws X;
  }
}
