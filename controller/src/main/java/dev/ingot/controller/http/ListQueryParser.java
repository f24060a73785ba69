package dev.ingot.controller.http;

import dev.ingot.api.error.ApiException;
import dev.ingot.api.error.ErrorCode;
import dev.ingot.controller.listing.LabelRequirement;
import dev.ingot.controller.listing.ListQuery;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the parameters of a list (cf-cli-contract.md §5.1, §5.2). Values are split at commas first, then each is percent-decoded once more. */
final class ListQueryParser {
  private static final Set<String> OWN = Set.of("page", "per_page", "order_by", "label_selector", "include");
  private static final int MAX_VALUES = 5000;

  private ListQueryParser() {}

  static ListQuery parse(Map<String, String[]> sent) {
    var parameters = new TreeMap<String, List<String>>();
    sent.forEach((name, values) -> parameters.put(name, List.of(values)));
    int page = number(parameters, "page", 1, Integer.MAX_VALUE);
    int perPage = number(parameters, "per_page", ListQuery.DEFAULT_PER_PAGE, ListQuery.MAX_PER_PAGE);
    if ((page - 1L) * perPage > Integer.MAX_VALUE) {
      throw bad("Page must be smaller: page × per_page can be " + Integer.MAX_VALUE + " at most");
    }
    var filters = new TreeMap<String, List<String>>();
    parameters.forEach((name, values) -> {
      if (!OWN.contains(name)) {
        filters.put(name, elements(name, values));
      }
    });
    String selector = single(parameters, "label_selector");
    return new ListQuery(page, perPage, order(single(parameters, "order_by")), filters,
        selector == null ? List.of() : LabelRequirement.parse(selector),
        new LinkedHashSet<>(elements("include", parameters.getOrDefault("include", List.of()))), parameters);
  }

  private static ListQuery.@Nullable Order order(@Nullable String value) {
    if (value == null) {
      return null;
    }
    // A plus sign that was not encoded arrives as a space.
    boolean sign = value.startsWith("-") || value.startsWith("+") || value.startsWith(" ");
    return new ListQuery.Order(sign ? value.substring(1) : value, value.startsWith("-"));
  }

  private static List<String> elements(String name, List<String> values) {
    var elements = new ArrayList<String>();
    for (String value : values) {
      Arrays.stream(value.split(",", -1)).map(ListQueryParser::decode).forEach(elements::add);
    }
    if (elements.size() > MAX_VALUES) {
      throw bad(name + " has more than " + MAX_VALUES + " values");
    }
    if (elements.stream().anyMatch(element -> element.indexOf('\0') >= 0)) {
      throw bad(name + " must not contain the character NUL");
    }
    return List.copyOf(elements);
  }

  /** Percent-decoding that leaves `+` and whatever is no valid escape as it is. */
  static String decode(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    byte[] in = text.getBytes(StandardCharsets.UTF_8);
    var out = new ByteArrayOutputStream(in.length);
    for (int i = 0; i < in.length; i++) {
      if (in[i] == '%' && i + 2 < in.length && HexFormat.isHexDigit(in[i + 1]) && HexFormat.isHexDigit(in[i + 2])) {
        out.write(HexFormat.fromHexDigit(in[i + 1]) << 4 | HexFormat.fromHexDigit(in[i + 2]));
        i += 2;
      } else {
        out.write(in[i]);
      }
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private static int number(Map<String, List<String>> parameters, String name, int missing, int max) {
    String value = single(parameters, name);
    if (value == null) {
      return missing;
    }
    try {
      int number = Integer.parseInt(value);
      if (number >= 1 && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Falls through to the answer that names the range.
    }
    throw bad((name.equals("page") ? "Page must be a positive integer" : "Per page must be between 1 and " + max));
  }

  private static @Nullable String single(Map<String, List<String>> parameters, String name) {
    var values = parameters.get(name);
    if (values == null || values.isEmpty()) {
      return null;
    }
    if (values.size() > 1) {
      throw bad(name + " can be given once only");
    }
    return values.getFirst();
  }

  private static ApiException bad(String why) {
    return new ApiException(ErrorCode.BAD_QUERY_PARAMETER, "The query parameter is invalid: " + why);
  }
}
