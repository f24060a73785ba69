package dev.ingot.controller.domain;

import dev.ingot.api.error.ApiException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a domain may be called. */
final class DomainNames {
  private static final int MAX_LENGTH = 253;
  private static final Pattern NAME = Pattern.compile("(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");

  private DomainNames() {}

  /** The name in lower case, or 422. */
  static String require(@Nullable String name) {
    if (name == null || name.isBlank()) {
      throw ApiException.unprocessable("Name can't be blank");
    }
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.length() > MAX_LENGTH) {
      throw ApiException.unprocessable("Name is too long (maximum is " + MAX_LENGTH + " characters)");
    }
    if (lower.indexOf('.') < 0) {
      throw ApiException.unprocessable("Name must contain at least one \".\"");
    }
    if (!lower.matches("[a-z0-9.-]*")) {
      throw ApiException.unprocessable("Name must consist of alphanumeric characters and hyphens");
    }
    if (!NAME.matcher(lower).matches()) {
      throw ApiException.unprocessable("Name does not comply with RFC 1035 standards");
    }
    return lower;
  }
}
