package dev.ingot.controller.route;

import dev.ingot.api.error.ApiException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Per-route options (source: CF v3 API, "Route options object"): `loadbalancing`, and for `hash` also `hash_header` and `hash_balance` (0 = off, else
 * 1.1 to 10, kept with one decimal). Pure.
 */
public final class RouteOptions {
  /** How a route chooses among its instances. */
  public static final String LOADBALANCING = "loadbalancing";
  /** Whose value decides, with `hash`. */
  public static final String HASH_HEADER = "hash_header";
  /** How much busier than the average an instance may be before the next one is taken, with `hash`. */
  public static final String HASH_BALANCE = "hash_balance";

  private static final Set<String> KNOWN = Set.of(LOADBALANCING, HASH_HEADER, HASH_BALANCE);
  private static final Set<String> BALANCING = Set.of("round-robin", "least-connection", "hash");
  private static final int MAX_HEADER = 128;
  private static final int MAX_BALANCE = 16;

  private RouteOptions() {}

  /** `current` with the changes over it; a null value removes. 422 when the outcome makes no sense. */
  public static Map<String, String> changed(Map<String, String> current, @Nullable Map<String, ? extends @Nullable Object> changes) {
    if (changes == null) {
      return new TreeMap<>(current);
    }
    var unknown = new TreeSet<>(changes.keySet());
    unknown.removeAll(KNOWN);
    if (!unknown.isEmpty()) {
      String names = String.join("', '", unknown);
      throw bad("Unknown field(s): '" + (names.length() > 200 ? names.substring(0, 200) : names) + "'");
    }
    Map<String, String> options = new TreeMap<>(current);
    changes.forEach((key, value) -> {
      if (value == null) {
        options.remove(key);
      } else {
        options.put(key, checked(key, value));
      }
    });
    return complete(options, changes);
  }

  private static String checked(String key, Object value) {
    return switch (key) {
      case LOADBALANCING -> {
        if (!(value instanceof String text) || !BALANCING.contains(text)) {
          throw bad("Loadbalancing must be one of 'round-robin, least-connection, hash' if present");
        }
        yield text;
      }
      case HASH_HEADER -> header(value);
      default -> balance(value);
    };
  }

  private static String header(Object value) {
    if (!(value instanceof String text)) {
      throw bad("Hash header must be a string");
    }
    if (text.length() > MAX_HEADER) {
      throw bad("Hash header must be at most " + MAX_HEADER + " characters");
    }
    // A header name that no request can carry would never balance anything (RFC 9110 §5.1).
    if (!text.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
      throw bad("Hash header must be the name of an HTTP header");
    }
    return text;
  }

  private static String balance(Object value) {
    String text = value.toString();
    if (text.length() > MAX_BALANCE) {
      throw bad("Hash balance must be at most " + MAX_BALANCE + " characters");
    }
    try {
      BigDecimal factor = new BigDecimal(text);
      if (factor.signum() == 0) {
        return "0.0";
      }
      if (factor.compareTo(new BigDecimal("1.1")) < 0 || factor.compareTo(BigDecimal.TEN) > 0) {
        throw bad("Hash balance must be either 0 or between 1.1 and 10.0");
      }
      return factor.setScale(1, RoundingMode.HALF_UP).toPlainString();
    } catch (NumberFormatException e) {
      throw bad("Hash balance must be a numeric value");
    }
  }

  private static Map<String, String> complete(Map<String, String> options, Map<String, ? extends @Nullable Object> changes) {
    if ("hash".equals(options.get(LOADBALANCING))) {
      if (!options.containsKey(HASH_HEADER)) {
        throw ApiException.unprocessable("Hash header must be present when loadbalancing is set to hash.");
      }
      return options;
    }
    if (changes.get(HASH_HEADER) != null) {
      throw bad("Hash header can only be set when loadbalancing is hash");
    }
    if (changes.get(HASH_BALANCE) != null) {
      throw bad("Hash balance can only be set when loadbalancing is hash");
    }
    options.remove(HASH_HEADER);
    options.remove(HASH_BALANCE);
    return options;
  }

  private static ApiException bad(String why) {
    return ApiException.unprocessable("Options " + why);
  }
}
