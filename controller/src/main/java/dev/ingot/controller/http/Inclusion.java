package dev.ingot.controller.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What answers about one kind of resource can include: to which other resources it refers, and how far one may follow. A constant of its endpoint. */
public final class Inclusion<E> {
  private final Map<String, Function<E, @Nullable String>> references = new LinkedHashMap<>();
  private final Set<String> allowed = new TreeSet<>();

  private Inclusion() {}

  /** Refers to a resource of the kind `name` by this guid; null = to none. */
  public static <E> Inclusion<E> of(String name, Function<E, @Nullable String> guid) {
    return new Inclusion<E>().and(name, guid);
  }

  /** Refers to another kind too. */
  public Inclusion<E> and(String name, Function<E, @Nullable String> guid) {
    references.put(name, guid);
    allowed.add(name);
    return this;
  }

  /** May be followed to a resource behind one of these: `space.organization`. */
  public Inclusion<E> deep(String path) {
    allowed.add(path);
    return this;
  }

  /** What `include` may say. */
  public String[] allowed() {
    return allowed.toArray(String[]::new);
  }

  @Nullable String guid(String name, E resource) {
    var reference = references.get(name);
    return reference == null ? null : reference.apply(resource);
  }
}
