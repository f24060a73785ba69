package dev.ingot.controller.flag;

import dev.ingot.api.error.ApiException;
import dev.ingot.api.error.ErrorCode;
import dev.ingot.controller.auth.Access;
import dev.ingot.controller.auth.Caller;
import dev.ingot.controller.auth.Permission;
import dev.ingot.controller.flag.db.FlagTable;
import dev.ingot.controller.validation.Patch;
import java.time.Clock;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What is switched on. Features call {@link #require} where they do what a flag is about. Read from the database each time: one row by its key. */
@Service
@Transactional(readOnly = true)
public class FeatureFlags {
  private static final int MAX_MESSAGE = 250;
  private final FlagTable table;
  private final Access access;
  private final Clock clock;

  FeatureFlags(FlagTable table, Access access, Clock clock) {
    this.table = table;
    this.access = access;
    this.clock = clock;
  }

  /** Passes when it is on for the current caller; else 403 `Feature Disabled: <the operator's message, or the flag's name>`. */
  public void require(Flag flag) {
    if (exempt(flag)) {
      return;
    }
    var state = state(flag);
    if (!state.enabled()) {
      throw new ApiException(ErrorCode.FEATURE_DISABLED,
          "Feature Disabled: " + (state.customErrorMessage() == null ? flag.wire() : state.customErrorMessage()));
    }
  }

  /** Whether it is on for the current caller, or for somebody who is not logged in. */
  public boolean enabled(Flag flag) {
    return exempt(flag) || state(flag).enabled();
  }

  /** How it stands, whoever asks. */
  public FlagState state(Flag flag) {
    return table.find(flag).orElseGet(() -> FlagState.standard(flag));
  }

  /** The flag of this name; 404 `Feature flag not found`. */
  public FlagState get(String name) {
    return state(flag(name));
  }

  /** All flags by name. */
  public List<FlagState> all() {
    var changed = table.all().stream().collect(Collectors.toMap(FlagState::flag, Function.identity()));
    return Arrays.stream(Flag.values()).map(flag -> changed.getOrDefault(flag, FlagState.standard(flag)))
        .sorted(Comparator.comparing(state -> state.flag().wire())).toList();
  }

  /** Changes one: null leaves `enabled` as it is, a message that is null goes back to the flag's name. For admins. */
  @Transactional
  public FlagState update(String name, @Nullable Boolean enabled, Patch<String> message) {
    var state = get(name);
    access.platform(Permission.WRITE_PLATFORM);
    check(message.value());
    table.store(new FlagState(state.flag(), enabled == null ? state.enabled() : enabled, message.or(state.customErrorMessage()), null), clock.instant());
    return state(state.flag());
  }

  private static void check(@Nullable String message) {
    if (message != null && (message.isEmpty() || message.length() > MAX_MESSAGE || message.chars().anyMatch(Character::isISOControl))) {
      throw ApiException.unprocessable("Custom error message must be 1 to " + MAX_MESSAGE + " printable characters long");
    }
  }

  private static Flag flag(String name) {
    return Flag.of(name).orElseThrow(() -> ApiException.notFound("Feature flag"));
  }

  private static boolean exempt(Flag flag) {
    var scopes = Caller.find().map(Caller::scopes).orElse(Set.of());
    return switch (flag.exempt()) {
      case NOBODY -> false;
      case ADMINS -> scopes.contains(Caller.ADMIN);
      case ADMINS_AND_READERS -> scopes.contains(Caller.ADMIN) || scopes.contains(Caller.ADMIN_READ_ONLY);
    };
  }
}
