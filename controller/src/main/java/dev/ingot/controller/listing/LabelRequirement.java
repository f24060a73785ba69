package dev.ingot.controller.listing;

import dev.ingot.api.error.ApiException;
import dev.ingot.api.error.ErrorCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One term of a label selector (source: CF v3 API, "Label Selectors"): `k`, `!k`, `k=v`, `k==v`, `k!=v`, `k in (a,b)`, `k notin (a,b)`.
 *
 * @param values empty for {@link Kind#EXISTS} and {@link Kind#ABSENT}
 */
public record LabelRequirement(String key, Kind kind, List<String> values) {
  private static final int MAX_TERMS = 50;
  private static final String KEY = "(?:[\\w.-]{1,253}/)?[\\w.-]{1,63}";
  private static final Pattern SET = Pattern.compile("(" + KEY + ")\\s+(in|notin)\\s*\\(([^()]*)\\)");
  private static final Pattern EQUALITY = Pattern.compile("(" + KEY + ")\\s*(==?|!=)\\s*([\\w.-]{0,63})");
  private static final Pattern PRESENCE = Pattern.compile("(!?)\\s*(" + KEY + ")");

  /** How a label must relate to the values. NOT_IN also holds where the label is missing. */
  public enum Kind { EXISTS, ABSENT, IN, NOT_IN }

  /** The terms of a selector, all of which must hold; 400 BadQueryParameter when it cannot be read. */
  public static List<LabelRequirement> parse(String selector) {
    var terms = split(selector);
    if (terms.size() > MAX_TERMS) {
      throw bad("it has more than " + MAX_TERMS + " terms");
    }
    return terms.stream().map(String::strip).map(LabelRequirement::term).toList();
  }

  private static LabelRequirement term(String term) {
    Matcher set = SET.matcher(term);
    if (set.matches()) {
      var values = Arrays.stream(set.group(3).split(",", -1)).map(String::strip).toList();
      return new LabelRequirement(set.group(1), set.group(2).equals("in") ? Kind.IN : Kind.NOT_IN, values);
    }
    Matcher equality = EQUALITY.matcher(term);
    if (equality.matches()) {
      return new LabelRequirement(equality.group(1), equality.group(2).equals("!=") ? Kind.NOT_IN : Kind.IN, List.of(equality.group(3)));
    }
    Matcher presence = PRESENCE.matcher(term);
    if (presence.matches()) {
      return new LabelRequirement(presence.group(2), presence.group(1).isEmpty() ? Kind.EXISTS : Kind.ABSENT, List.of());
    }
    throw bad("the term '" + (term.length() > 80 ? term.substring(0, 80) + "…" : term) + "' is none of k, !k, k=v, k!=v, k in (a,b), k notin (a,b)");
  }

  private static List<String> split(String selector) {
    var terms = new ArrayList<String>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i < selector.length(); i++) {
      char c = selector.charAt(i);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (c == ',' && depth == 0) {
        terms.add(selector.substring(start, i));
        start = i + 1;
      }
    }
    terms.add(selector.substring(start));
    return terms;
  }

  private static ApiException bad(String why) {
    return new ApiException(ErrorCode.BAD_QUERY_PARAMETER, "The query parameter is invalid: label_selector: " + why);
  }
}
