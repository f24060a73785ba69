package dev.ingot.controller.http;

import dev.ingot.api.common.Link;
import dev.ingot.api.common.ListBody;
import dev.ingot.api.common.Pagination;
import dev.ingot.controller.listing.ListQuery;
import dev.ingot.controller.listing.PageOf;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes the answer of a list: the page's resources, and links to the other pages with all parameters repeated. */
@Component
public class Lists {
  private final Links links;

  Lists(Links links) {
    this.links = links;
  }

  /** A page of resources, each turned into its wire record. */
  public <E, R> ListBody<R> body(ListQuery query, PageOf<E> page, Function<? super E, ? extends R> wire) {
    return body(query, page, wire, null);
  }

  /** The same with `included` resources by kind (`users`, `spaces`, …), each without duplicates; null = none were asked for. */
  public <E, R> ListBody<R> body(ListQuery query, PageOf<E> page, Function<? super E, ? extends R> wire, @Nullable Map<String, List<?>> included) {
    return new ListBody<>(pagination(query, page.total()), page.map(wire)
        .items().stream().<R>map(item -> item).toList(), included);
  }

  private Pagination pagination(ListQuery query, long total) {
    long pages = Math.max(1, (total + query.perPage() - 1) / query.perPage());
    Link first = page(query, 1);
    return new Pagination(total, pages, first, pages == 1 ? first : page(query, pages), query.page() < pages ? page(query, query.page() + 1L) : null,
        query.page() > 1 ? page(query, Math.min(query.page() - 1L, pages)) : null);
  }

  private Link page(ListQuery query, long number) {
    var parameters = new TreeMap<>(query.parameters());
    parameters.put("page", List.of(Long.toString(number)));
    parameters.put("per_page", List.of(Integer.toString(query.perPage())));
    return links.to(Links.path() + "?" + parameters.entrySet().stream()
        .flatMap(entry -> entry.getValue().stream().map(value -> encode(entry.getKey()) + "=" + encode(value))).collect(Collectors.joining("&")));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
