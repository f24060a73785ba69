package dev.ingot.controller.listing.db;

import dev.ingot.api.error.ApiException;
import dev.ingot.api.error.ErrorCode;
import dev.ingot.controller.listing.GuidSet;
import dev.ingot.controller.listing.ListQuery;
import dev.ingot.controller.listing.PageOf;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Sort;
import org.springframework.data.jpa.domain.Specification;

/**
 * What clients may ask of the list of one resource, and the query that answers it. Made once per resource as a constant; immutable once
 * built, so thread-safe. Every list knows `guids`, `created_ats`, `updated_ats`, order by both times, and `label_selector` where the
 * entity has labels. Whatever else a client sends is a 400 BadQueryParameter that names what is allowed.
 */
public final class Listing<E extends ResourceEntity> {
  private static final Queue<Listing<?>> ALL = new ConcurrentLinkedQueue<>();
  private final String resource;
  private final boolean labelled;
  private final Map<String, Filter<E>> filters = new LinkedHashMap<>();
  private final Map<String, String> orders = new LinkedHashMap<>();
  private final Set<String> others = new TreeSet<>();
  private final Set<String> includes = new TreeSet<>();
  private Sort ownOrder = Sort.by("createdAt");

  private Listing(Class<E> type) {
    resource = plural(type.getSimpleName().replaceAll("Entity$", ""));
    labelled = LabelledEntity.class.isAssignableFrom(type);
    filter("guids", "guid");
    for (String operator : List.of("", "[lt]", "[lte]", "[gt]", "[gte]")) {
      filter("created_ats" + operator, Filters.time("createdAt", operator));
      filter("updated_ats" + operator, Filters.time("updatedAt", operator));
    }
    order("created_at", "createdAt").order("updated_at", "updatedAt");
  }

  /** A list with what every list knows. */
  public static <E extends ResourceEntity> Listing<E> of(Class<E> type) {
    var listing = new Listing<>(type);
    ALL.add(listing);
    return listing;
  }

  /** The listings made until now of a collection (`organization_quotas`), also when its name has something in front (`shared_apps`). */
  public static List<Listing<?>> named(String collection) {
    return ALL.stream().<Listing<?>>map(listing -> listing).filter(listing -> collection.equals(listing.resource) || collection.endsWith("_" + listing.resource)).toList();
  }

  /** The names of all query parameters but page, per_page, order_by and include. */
  public Set<String> parameters() {
    var all = new TreeSet<>(filters.keySet());
    all.addAll(others);
    if (labelled) {
      all.add("label_selector");
    }
    return all;
  }

  /** What `order_by` may name. */
  public Set<String> orders() {
    return Set.copyOf(orders.keySet());
  }

  /** What `include` may name. */
  public Set<String> includes() {
    return Set.copyOf(includes);
  }

  /** `parameter` compares with an attribute of type String, Integer, Long or Boolean; an empty value also matches null. */
  public Listing<E> filter(String parameter, String attribute) {
    return filter(parameter, Filters.attribute(parameter, attribute));
  }

  /** `parameter` with a condition of its own. */
  public Listing<E> filter(String parameter, Filter<E> filter) {
    filters.put(parameter, filter);
    return this;
  }

  /** Allows parameters that no resource here can match yet: with one of them the list is empty. */
  public Listing<E> nothing(String... parameters) {
    for (String parameter : parameters) {
      filter(parameter, (root, builder, values) -> builder.disjunction());
    }
    return this;
  }

  /** Allows `order_by=name` (and -name, +name) over an attribute. */
  public Listing<E> order(String name, String attribute) {
    orders.put(name, attribute);
    return this;
  }

  /** The order without `order_by`; oldest first unless this is called. */
  public Listing<E> ownOrder(Sort order) {
    ownOrder = order;
    return this;
  }

  /** Allows these values of `include`. */
  public Listing<E> include(String... values) {
    includes.addAll(List.of(values));
    return this;
  }

  /** Allows parameters that the caller reads itself (`embed`, `fields[…]`). */
  public Listing<E> allow(String... parameters) {
    others.addAll(List.of(parameters));
    return this;
  }

  /** The page a client asked for, of the resources that `visible` lets through. */
  public PageOf<E> page(ResourceRepository<E> repository, ListQuery query, Specification<E> visible) {
    check(query);
    var page = repository.findAll(visible.and(wanted(query)), PageRequest.of(query.page() - 1, query.perPage(), order(query)));
    return new PageOf<>(page.getContent(), page.getTotalElements());
  }

  /** The page of a list whose resources cannot exist here yet; the parameters are checked all the same. */
  public PageOf<E> none(ListQuery query) {
    check(query);
    order(query);
    return new PageOf<>(List.of(), 0);
  }

  /** Lets resources through whose `attribute` is in the set. */
  public static <E> Specification<E> within(String attribute, GuidSet guids) {
    if (guids.all()) {
      return Specification.unrestricted();
    }
    return (root, query, builder) -> guids.guids().isEmpty() ? builder.disjunction() : root.get(attribute).in(guids.guids());
  }

  private Specification<E> wanted(ListQuery query) {
    var parts = new ArrayList<Specification<E>>();
    query.filters().forEach((name, values) -> {
      var filter = filters.get(name);
      if (filter != null) {
        parts.add((root, q, builder) -> filter.predicate(root, builder, values));
      }
    });
    query.labels().forEach(label -> parts.add((root, q, builder) -> Filters.label(root, builder, label)));
    return Specification.allOf(parts);
  }

  private Sort order(ListQuery query) {
    var asked = query.orderBy();
    if (asked == null) {
      return ownOrder.and(Sort.by("guid"));
    }
    String attribute = orders.get(asked.field());
    if (attribute == null) {
      throw bad("Order by can only be: " + orders.keySet().stream().map(name -> "'" + name + "'").toList());
    }
    return Sort.by(asked.descending() ? Sort.Direction.DESC : Sort.Direction.ASC, attribute).and(Sort.by("guid"));
  }

  private void check(ListQuery query) {
    var unknown = new TreeSet<>(query.filters().keySet());
    unknown.removeAll(filters.keySet());
    unknown.removeAll(others);
    if (!query.labels().isEmpty() && !labelled) {
      unknown.add("label_selector");
    }
    if (!query.include().isEmpty() && includes.isEmpty()) {
      unknown.add("include");
    }
    if (!unknown.isEmpty()) {
      throw bad("Unknown query parameter(s): '" + String.join("', '", unknown) + "'. Valid parameters are: " + valid());
    }
    if (!includes.containsAll(query.include())) {
      throw bad("Invalid included resource: " + query.include() + ". Valid included resources are: " + includes);
    }
  }

  private String valid() {
    var all = new TreeSet<>(Set.of("page", "per_page", "order_by"));
    all.addAll(parameters());
    if (!includes.isEmpty()) {
      all.add("include");
    }
    return "'" + String.join("', '", all) + "'";
  }

  private static String plural(String name) {
    String words = name.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    return words + (words.endsWith("s") ? "es" : "s");
  }

  private static ApiException bad(String why) {
    return new ApiException(ErrorCode.BAD_QUERY_PARAMETER, "The query parameter is invalid: " + why);
  }
}
