package dev.ingot.controller.validation;

import dev.ingot.api.common.Ref;
import dev.ingot.api.common.ToMany;
import dev.ingot.api.error.ApiException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the bodies that relate many things to one. */
public final class Relationships {
  /** Most guids in one request. */
  public static final int MAX = 5000;

  private Relationships() {}

  /** The guids of a body that must have a list, each once; 422 when it is not shaped so. */
  public static Set<String> required(@Nullable ToMany relationship) {
    if (relationship == null || relationship.data() == null) {
      throw ApiException.unprocessable("Data must be structured like this: {\"data\": [{\"guid\": \"valid-guid\"}, {\"guid\": \"valid-guid\"}]}");
    }
    return guids(relationship.data());
  }

  /** The guids of a relationship that may be missing. */
  public static Set<String> optional(@Nullable ToMany relationship) {
    return relationship == null || relationship.data() == null ? Set.of() : guids(relationship.data());
  }

  private static Set<String> guids(List<Ref> data) {
    if (data.size() > MAX) {
      throw ApiException.unprocessable("Data must have at most " + MAX + " guids");
    }
    var guids = new LinkedHashSet<String>();
    for (Ref ref : data) {
      if (ref == null || Objects.requireNonNullElse(ref.guid(), "").isBlank()) {
        throw ApiException.unprocessable("Each of data must be structured like this: {\"guid\": \"valid-guid\"}");
      }
      guids.add(ref.guid());
    }
    return guids;
  }
}
