package dev.ingot.controller.listing;

import dev.ingot.api.error.ApiException;
import dev.ingot.api.error.ErrorCode;
import java.util.List;
import java.util.function.Function;

/** One page of a list: its items and how many there are on all pages together. */
public record PageOf<T>(List<T> items, long total) {
  /** The page a client asked for of a short list that is not in a table; it knows no filters, labels and orders, and says so with a 400. */
  public static <T> PageOf<T> cut(List<T> all, ListQuery query) {
    if (!query.filters().isEmpty() || !query.labels().isEmpty() || !query.include().isEmpty() || query.orderBy() != null && !query.orderBy().field().equals("name")) {
      throw new ApiException(ErrorCode.BAD_QUERY_PARAMETER,
          "The query parameter is invalid: Unknown query parameter(s). Valid parameters are: 'order_by', 'page', 'per_page'");
    }
    var ordered = query.orderBy() != null && query.orderBy().descending() ? all.reversed() : all;
    return new PageOf<>(ordered.stream().skip((query.page() - 1L) * query.perPage()).limit(query.perPage()).toList(), all.size());
  }

  /** The same page of something else. */
  public <R> PageOf<R> map(Function<? super T, ? extends R> change) {
    return new PageOf<>(items.stream().<R>map(change).toList(), total);
  }
}
