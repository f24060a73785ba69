package dev.ingot.controller.http;

import dev.ingot.api.error.ApiException;
import dev.ingot.api.error.ErrorCode;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Says in words what is wrong with a JSON body. Detail texts as in CF where it has one. */
final class JsonProblems {
  private static final int MAX_NAME = 80;

  private JsonProblems() {}

  static ApiException explain(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case ApiException e -> {
          return e;
        }
        case UnrecognizedPropertyException e -> {
          return new ApiException(ErrorCode.UNPROCESSABLE_ENTITY, "Unknown field(s): '" + shorten(e.getPropertyName()) + "'", failure);
        }
        case MismatchedInputException e -> {
          return mismatch(e, failure);
        }
        case InputCoercionException e -> {
          return new ApiException(ErrorCode.UNPROCESSABLE_ENTITY, path(e) + " must be an integer in range", failure);
        }
        case StreamConstraintsException e -> {
          return new ApiException(ErrorCode.MESSAGE_PARSE_ERROR, "Request invalid due to parse error: the body is nested too deeply or has too long a text", failure);
        }
        default -> { }
      }
    }
    return new ApiException(ErrorCode.MESSAGE_PARSE_ERROR, "Request invalid due to parse error: invalid request body", failure);
  }

  private static ApiException mismatch(MismatchedInputException e, Throwable failure) {
    String path = path(e);
    String wanted = kind(e.getTargetType());
    return new ApiException(ErrorCode.UNPROCESSABLE_ENTITY, path.isEmpty() ? "The request body must be " + wanted : path + " must be " + wanted, failure);
  }

  private static String path(JacksonException e) {
    return e.getPath().stream().map(JacksonException.Reference::getPropertyName)
        .map(name -> name == null ? "[]" : shorten(name)).collect(Collectors.joining("."));
  }

  private static String kind(@org.jspecify.annotations.Nullable Class<?> type) {
    if (type == null) {
      return "of another type";
    }
    if (type == String.class) {
      return "a string";
    }
    if (type == Boolean.class || type == boolean.class) {
      return "a boolean";
    }
    if (Number.class.isAssignableFrom(type) || type.isPrimitive()) {
      return "an integer";
    }
    if (type.isEnum()) {
      return "one of " + java.util.Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT);
    }
    return type.isArray() || Collection.class.isAssignableFrom(type) ? "an array" : Map.class.isAssignableFrom(type) || type.isRecord()
        ? "an object" : "of another type";
  }

  private static String shorten(String name) {
    return name.length() > MAX_NAME ? name.substring(0, MAX_NAME) + "…" : name;
  }
}
