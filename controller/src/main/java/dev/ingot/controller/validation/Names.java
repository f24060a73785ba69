package dev.ingot.controller.validation;

import dev.ingot.api.error.ApiException;
import org.jspecify.annotations.Nullable;

/** Rules for names that people give. */
public final class Names {
  /** Longest name in characters. */
  public static final int MAX_LENGTH = 250;

  private Names() {}

  /** The name itself, or 422 when it is missing, blank, too long or has control characters. `field` starts the message: `Name`. */
  public static String require(String field, @Nullable String name) {
    if (name == null || name.isBlank()) {
      throw ApiException.unprocessable(field + " can't be blank");
    }
    if (name.length() > MAX_LENGTH) {
      throw ApiException.unprocessable(field + " is too long (maximum is " + MAX_LENGTH + " characters)");
    }
    if (name.chars().anyMatch(Character::isISOControl)) {
      throw ApiException.unprocessable(field + " must not contain control characters");
    }
    return name;
  }
}
