package dev.ingot.controller.listing.db;

import dev.ingot.api.error.ApiException;
import dev.ingot.api.error.ErrorCode;
import dev.ingot.controller.listing.LabelRequirement;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.Expression;
import jakarta.persistence.criteria.Path;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;

/** The conditions most lists need. */
final class Filters {
  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:58Z");

  private Filters() {}

  static <E> Filter<E> attribute(String parameter, String attribute) {
    return (root, builder, values) -> {
      Path<Object> path = root.get(attribute);
      Class<?> type = path.getJavaType();
      var wanted = values.stream().filter(value -> type == String.class || !value.isEmpty())
          .<Object>map(value -> convert(parameter, value, type)).toList();
      Predicate equal = wanted.isEmpty() ? builder.disjunction() : path.in(wanted);
      return values.contains("") ? builder.or(equal, builder.isNull(path)) : equal;
    };
  }

  /** Times: exact without an operator, to the second as answers show them. */
  static <E> Filter<E> time(String attribute, String operator) {
    return (root, builder, values) -> {
      Path<Instant> path = root.get(attribute);
      Instant first = instant(values.getFirst());
      return switch (operator) {
        case "[lt]" -> builder.lessThan(path, first);
        case "[lte]" -> builder.lessThan(path, first.plusSeconds(1));
        case "[gt]" -> builder.greaterThanOrEqualTo(path, first.plusSeconds(1));
        case "[gte]" -> builder.greaterThanOrEqualTo(path, first);
        default -> builder.or(values.stream().map(Filters::instant)
            .map(time -> builder.and(builder.greaterThanOrEqualTo(path, time), builder.lessThan(path, time.plusSeconds(1))))
            .toArray(Predicate[]::new));
      };
    };
  }

  static Predicate label(Root<?> root, CriteriaBuilder builder, LabelRequirement label) {
    Expression<String> value = builder.function("jsonb_extract_path_text", String.class, root.get("labels"), builder.literal(label.key()));
    return switch (label.kind()) {
      case EXISTS -> builder.isNotNull(value);
      case ABSENT -> builder.isNull(value);
      case IN -> value.in(label.values());
      case NOT_IN -> builder.or(builder.isNull(value), builder.not(value.in(label.values())));
    };
  }

  private static Object convert(String parameter, String value, Class<?> type) {
    try {
      if (type == Integer.class || type == int.class) {
        return Integer.valueOf(value);
      }
      if (type == Long.class || type == long.class) {
        return Long.valueOf(value);
      }
    } catch (NumberFormatException e) {
      throw bad(parameter + " must be whole numbers", e);
    }
    if (type == Boolean.class || type == boolean.class) {
      if (!List.of("true", "false").contains(value)) {
        throw bad(parameter + " must be 'true' or 'false'", null);
      }
      return Boolean.valueOf(value);
    }
    return value;
  }

  private static Instant instant(String value) {
    try {
      Instant time = Instant.parse(value);
      if (time.isAfter(LATEST) || time.isBefore(EARLIEST)) {
        throw new DateTimeParseException("not a time of four-digit years", value, 0);
      }
      return time;
    } catch (DateTimeParseException e) {
      throw bad("has an invalid timestamp format. Timestamps should be formatted as 'YYYY-MM-DDThh:mm:ssZ'", e);
    }
  }

  private static ApiException bad(String why, @org.jspecify.annotations.Nullable Throwable cause) {
    return new ApiException(ErrorCode.BAD_QUERY_PARAMETER, "The query parameter is invalid: " + why, cause);
  }
}
