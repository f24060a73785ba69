package dev.ingot.controller.service.db;

import org.springframework.data.domain.Sort;
import org.springframework.data.jpa.domain.Specification;

/** In what order usage events happened. */
public final class UsageOrder {
  /** As they happened. */
  public static final Sort OLDEST_FIRST = Sort.by("number");

  private UsageOrder() {}

  /** Events that happened after the one with this number. */
  public static Specification<ServiceUsageEntity> after(long number) {
    return (root, query, builder) -> builder.greaterThan(root.get("number"), number);
  }
}
