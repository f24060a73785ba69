package dev.ingot.controller.app.db;

import dev.ingot.controller.listing.GuidSet;
import java.util.Collection;
import org.springframework.data.jpa.domain.Specification;

/** Conditions for things that belong to an app by an attribute `appGuid`: packages, builds, droplets, processes. */
public final class OfApps {
  private OfApps() {}

  /** Things whose app lies in one of these spaces. */
  public static <E> Specification<E> inSpaces(GuidSet spaces) {
    if (spaces.all()) {
      return Specification.unrestricted();
    }
    return (root, query, builder) -> {
      if (spaces.guids().isEmpty()) {
        return builder.disjunction();
      }
      var apps = query.subquery(String.class);
      var app = apps.from(AppEntity.class);
      return root.get("appGuid").in(apps.select(app.get("guid")).where(app.get("spaceGuid").in(spaces.guids())));
    };
  }

  /** Things of these apps. */
  public static <E> Specification<E> of(Collection<String> appGuids) {
    return (root, query, builder) -> appGuids.isEmpty() ? builder.disjunction() : root.get("appGuid").in(appGuids);
  }
}
