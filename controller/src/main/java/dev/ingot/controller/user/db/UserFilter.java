package dev.ingot.controller.user.db;

import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.Expression;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.springframework.data.jpa.domain.Specification;

/** A SCIM filter as a condition on users. Text is compared without case, as SCIM has it for all but ids. Clients are no users of SCIM. */
public final class UserFilter {
  private static final Map<String, String> TEXTS = Map.ofEntries(Map.entry("id", "guid"), Map.entry("username", "username"), Map.entry("origin", "origin"),
      Map.entry("email", "email"), Map.entry("emails", "email"), Map.entry("emails.value", "email"), Map.entry("givenname", "givenName"),
      Map.entry("name.givenname", "givenName"), Map.entry("familyname", "familyName"), Map.entry("name.familyname", "familyName"),
      Map.entry("externalid", "externalId"), Map.entry("phonenumber", "phone"));
  private static final Map<String, String> TIMES = Map.of("meta.created", "createdAt", "meta.lastmodified", "updatedAt");
  private static final Map<String, String> FLAGS = Map.of("active", "active", "verified", "verified");

  private UserFilter() {}

  /** All users. */
  public static Specification<UserEntity> all() {
    return (root, query, builder) -> builder.notEqual(root.get("origin"), "");
  }

  /** Those a filter lets through; IllegalArgumentException for a filter that is none, or over what cannot be filtered by. */
  public static Specification<UserEntity> of(String text) {
    var filter = ScimFilter.parse(text);
    check(filter);
    return all().and((root, query, builder) -> predicate(filter, root, builder));
  }

  private static void check(ScimFilter filter) {
    switch (filter) {
      case ScimFilter.All all -> all.parts().forEach(UserFilter::check);
      case ScimFilter.Any any -> any.parts().forEach(UserFilter::check);
      case ScimFilter.Not not -> check(not.part());
      case ScimFilter.Comparison comparison -> check(comparison);
    }
  }

  private static void check(ScimFilter.Comparison comparison) {
    String attribute = comparison.attribute();
    if (TIMES.containsKey(attribute) && !comparison.operator().equals("pr")) {
      time(comparison.value());
    }
    if (!TEXTS.containsKey(attribute) && !TIMES.containsKey(attribute) && !FLAGS.containsKey(attribute)) {
      throw new IllegalArgumentException("'" + attribute + "' cannot be filtered by");
    }
    if (!TEXTS.containsKey(attribute) && java.util.Set.of("co", "sw", "ew").contains(comparison.operator())) {
      throw new IllegalArgumentException("'" + attribute + "' is no text");
    }
    if (comparison.value().indexOf('\0') >= 0) {
      throw new IllegalArgumentException("it has a character that no value can have");
    }
  }

  private static Predicate predicate(ScimFilter filter, Root<UserEntity> root, CriteriaBuilder builder) {
    return switch (filter) {
      case ScimFilter.All all -> builder.and(all.parts().stream().map(part -> predicate(part, root, builder)).toArray(Predicate[]::new));
      case ScimFilter.Any any -> builder.or(any.parts().stream().map(part -> predicate(part, root, builder)).toArray(Predicate[]::new));
      case ScimFilter.Not not -> builder.not(predicate(not.part(), root, builder));
      case ScimFilter.Comparison comparison -> predicate(comparison, root, builder);
    };
  }

  private static Predicate predicate(ScimFilter.Comparison comparison, Root<UserEntity> root, CriteriaBuilder builder) {
    String attribute = comparison.attribute();
    if (FLAGS.containsKey(attribute)) {
      var flag = root.<Boolean>get(FLAGS.get(attribute));
      boolean wanted = comparison.operator().equals("pr") || Boolean.parseBoolean(comparison.value()) != comparison.operator().equals("ne");
      return comparison.operator().equals("pr") ? builder.isNotNull(flag) : builder.equal(flag, wanted);
    }
    if (TIMES.containsKey(attribute)) {
      var column = root.<Instant>get(TIMES.get(attribute));
      return comparison.operator().equals("pr") ? builder.isNotNull(column) : compare(comparison.operator(), column, time(comparison.value()), builder);
    }
    return text(comparison, root.get(TEXTS.get(attribute)), builder);
  }

  private static Predicate text(ScimFilter.Comparison comparison, Expression<String> column, CriteriaBuilder builder) {
    var lower = builder.lower(column);
    String value = comparison.value().toLowerCase(Locale.ROOT);
    String like = value.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    return switch (comparison.operator()) {
      case "pr" -> builder.isNotNull(column);
      case "co" -> builder.like(lower, "%" + like + "%", '\\');
      case "sw" -> builder.like(lower, like + "%", '\\');
      case "ew" -> builder.like(lower, "%" + like, '\\');
      default -> compare(comparison.operator(), lower, value, builder);
    };
  }

  private static <T extends Comparable<? super T>> Predicate compare(String operator, Expression<T> column, T value, CriteriaBuilder builder) {
    return switch (operator) {
      case "eq" -> builder.equal(column, value);
      case "ne" -> builder.notEqual(column, value);
      case "gt" -> builder.greaterThan(column, value);
      case "ge" -> builder.greaterThanOrEqualTo(column, value);
      case "lt" -> builder.lessThan(column, value);
      default -> builder.lessThanOrEqualTo(column, value);
    };
  }

  private static Instant time(String value) {
    try {
      return Instant.parse(value);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("'" + value + "' is no time like 2026-11-21T12:00:00Z");
    }
  }
}
