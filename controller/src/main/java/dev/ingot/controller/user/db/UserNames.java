package dev.ingot.controller.user.db;

import dev.ingot.controller.listing.db.Filter;
import jakarta.persistence.criteria.Predicate;
import java.util.Locale;

/** Filters by user name, without case, as UAA compares them. */
public final class UserNames {
  private UserNames() {}

  /** The whole name. */
  public static Filter<UserEntity> equal() {
    return (root, builder, values) -> builder.lower(root.get("username")).in(values.stream().map(value -> value.toLowerCase(Locale.ROOT)).toList());
  }

  /** A part of the name. */
  public static Filter<UserEntity> partial() {
    return (root, builder, values) -> builder.or(values.stream().map(value -> builder.like(builder.lower(root.get("username")),
        "%" + value.toLowerCase(Locale.ROOT).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%", '\\')).toArray(Predicate[]::new));
  }
}
