package dev.ingot.controller.app;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Rules for variables that users set (source: CF v3 API, "Update environment variables for an app"). */
public final class UserEnvironment {
  /** Longest value in bytes; a kernel takes a little more in one argument or variable. */
  public static final int MAX_VALUE_BYTES = 130 * 1024;
  private static final int MAX_KEY_BYTES = 4096;
  private static final int MAX_VARIABLES = 2000;
  private static final int MAX_TOTAL_BYTES = 1 << 20;
  private static final JsonMapper JSON = new JsonMapper();

  private UserEnvironment() {}

  /** What is wrong with these variables, or null when they may be set; null values stand for removals. */
  public static @Nullable String problem(Map<String, @Nullable String> variables) {
    if (variables.size() > MAX_VARIABLES) {
      return "Environment variables are more than " + MAX_VARIABLES;
    }
    long total = 0;
    for (var variable : variables.entrySet()) {
      String problem = problem(variable.getKey(), variable.getValue());
      if (problem != null) {
        return problem;
      }
      total += bytes(variable.getKey()) + (variable.getValue() == null ? 0 : bytes(variable.getValue()));
    }
    return total > MAX_TOTAL_BYTES ? "Environment variables are larger than " + (MAX_TOTAL_BYTES >> 10) + " KB together" : null;
  }

  /** Any JSON value as the text an app sees: strings as they are, structures as JSON. */
  public static String text(Object value) {
    return value instanceof Map || value instanceof Collection ? JSON.writeValueAsString(value) : String.valueOf(value);
  }

  private static @Nullable String problem(String key, @Nullable String value) {
    if (key.isEmpty() || key.indexOf('=') >= 0 || key.indexOf('\0') >= 0 || bytes(key) > MAX_KEY_BYTES) {
      return "Environment variable names must not be empty, longer than " + MAX_KEY_BYTES + " bytes, or hold '='";
    }
    if (key.equals("PORT")) {
      return "Environment variables cannot set PORT";
    }
    if (key.startsWith("VCAP_")) {
      return "Environment variables cannot start with VCAP_";
    }
    if (key.startsWith("VMC_")) {
      return "Environment variables cannot start with VMC_";
    }
    if (value != null && (bytes(value) > MAX_VALUE_BYTES || value.indexOf('\0') >= 0)) {
      return "Environment variable '" + key + "' is larger than " + (MAX_VALUE_BYTES >> 10) + " KB or holds a NUL character";
    }
    return null;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
