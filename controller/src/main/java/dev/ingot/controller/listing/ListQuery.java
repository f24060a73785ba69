package dev.ingot.controller.listing;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks of a list, checked in form only: which names are allowed is the list's to say.
 *
 * @param page from 1
 * @param perPage 1 to 5000
 * @param orderBy null = the list's own order
 * @param filters parameter → values, any of which may match; an empty string is a value too
 * @param labels all must hold
 * @param include kinds of related resources wanted
 * @param parameters the parameters as sent, for the links to other pages
 */
public record ListQuery(int page, int perPage, @Nullable Order orderBy, Map<String, List<String>> filters, List<LabelRequirement> labels,
    Set<String> include, Map<String, List<String>> parameters) {
  /** Page size without `per_page`. */
  public static final int DEFAULT_PER_PAGE = 50;
  /** Largest page size. */
  public static final int MAX_PER_PAGE = 5000;

  /** A field name and its direction. */
  public record Order(String field, boolean descending) {}

  /** The values of a filter, empty when it was not sent. */
  public List<String> filter(String name) {
    return filters.getOrDefault(name, List.of());
  }

  /** The same query with a further filter, for lists under a parent (`/apps/:guid/packages`). */
  public ListQuery with(String filter, List<String> values) {
    var more = new java.util.HashMap<>(filters);
    more.put(filter, values);
    return new ListQuery(page, perPage, orderBy, more, labels, include, parameters);
  }

  /** The first page with the defaults and no filter. */
  public static ListQuery firstPage() {
    return new ListQuery(1, DEFAULT_PER_PAGE, null, Map.of(), List.of(), Set.of(), Map.of());
  }
}
