package dev.ingot.controller.flag;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How a flag stands. @param updatedAt null while it has its default */
public record FlagState(Flag flag, boolean enabled, @Nullable String customErrorMessage, @Nullable Instant updatedAt) {
  static FlagState standard(Flag flag) {
    return new FlagState(flag, flag.standard(), null, null);
  }
}
