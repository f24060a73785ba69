package dev.ingot.controller.listing.db;

import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import java.util.List;

/** The condition behind one list parameter. */
@FunctionalInterface
public interface Filter<E> {
  /** Holds for resources that match any of the values (at least one); throws 400 for a value it cannot read. */
  Predicate predicate(Root<E> root, CriteriaBuilder builder, List<String> values);
}
