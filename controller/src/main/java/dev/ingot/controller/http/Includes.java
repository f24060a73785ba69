package dev.ingot.controller.http;

import dev.ingot.api.common.Single;
import dev.ingot.api.error.ApiException;
import dev.ingot.api.error.ErrorCode;
import dev.ingot.controller.listing.ListQuery;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds what `include` asks for: one statement for each kind, however many resources refer to it. */
@Component
public class Includes {
  private final Map<String, Includable> kinds;

  Includes(List<Includable> kinds) {
    this.kinds = kinds.stream().collect(Collectors.toMap(Includable::name, Function.identity()));
  }

  /** `included` of a list, null when nothing was asked for. The Listing has checked what was asked. */
  public <E> @Nullable Map<String, List<?>> of(Inclusion<E> inclusion, ListQuery query, List<E> resources) {
    if (query.include().isEmpty()) {
      return null;
    }
    var found = new HashMap<String, List<Includable.Found>>();
    var included = new LinkedHashMap<String, Set<Object>>();
    for (String path : query.include()) {
      String[] names = path.split("\\.");
      for (int depth = 1; depth <= names.length; depth++) {
        String name = names[depth - 1];
        String before = String.join(".", List.of(names).subList(0, depth - 1));
        var here = found.computeIfAbsent(before.isEmpty() ? name : before + "." + name, key -> before.isEmpty()
            ? load(name, resources.stream().map(resource -> inclusion.guid(name, resource)))
            : load(name, found.get(before).stream().map(one -> one.refersTo().get(name))));
        var collection = included.computeIfAbsent(kinds.get(name).collection(), key -> new LinkedHashSet<>());
        here.forEach(one -> collection.add(one.wire()));
      }
    }
    var lists = new LinkedHashMap<String, List<?>>();
    included.forEach((collection, wires) -> lists.put(collection, List.copyOf(wires)));
    return lists;
  }

  /** One resource with what `include` asks for; 400 when the query has anything else, or something that cannot be included. */
  public <E, R> Single<R> one(Inclusion<E> inclusion, ListQuery query, E resource, R wire) {
    var unknown = new TreeSet<>(query.parameters().keySet());
    unknown.remove("include");
    if (!unknown.isEmpty()) {
      throw bad("Unknown query parameter(s): '" + String.join("', '", unknown) + "'. Valid parameters are: 'include'");
    }
    var wrong = new ArrayList<>(query.include());
    wrong.removeAll(List.of(inclusion.allowed()));
    if (!wrong.isEmpty()) {
      throw bad("Invalid included resource: " + wrong + ". Valid included resources are: " + List.of(inclusion.allowed()));
    }
    return new Single<>(wire, of(inclusion, query, List.of(resource)));
  }

  private List<Includable.Found> load(String name, java.util.stream.Stream<@Nullable String> guids) {
    var wanted = guids.filter(Objects::nonNull).collect(Collectors.toCollection(LinkedHashSet<String>::new));
    return wanted.isEmpty() ? List.of() : Objects.requireNonNull(kinds.get(name), name).byGuids(wanted);
  }

  private static ApiException bad(String why) {
    return new ApiException(ErrorCode.BAD_QUERY_PARAMETER, "The query parameter is invalid: " + why);
  }
}
