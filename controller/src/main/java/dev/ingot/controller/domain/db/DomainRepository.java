package dev.ingot.controller.domain.db;

import dev.ingot.controller.listing.db.ResourceRepository;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.domain.Specification;

/** Domains. */
public interface DomainRepository extends ResourceRepository<DomainEntity> {
  /** The domain of this name, given in lower case. */
  Optional<DomainEntity> findByName(String name);

  /** The domains with one of these names. */
  List<DomainEntity> findByNameIn(Collection<String> names);

  /** The domains below a name, given with its leading dot. */
  List<DomainEntity> findByNameEndingWith(String suffix);

  /** The domains an org owns. */
  List<DomainEntity> findByOrganizationGuid(String organizationGuid);

  /** The oldest domain that all orgs may use from outside. */
  Optional<DomainEntity> findFirstByOrganizationGuidIsNullAndInternalFalseOrderByCreatedAt();

  /** The oldest domain of an org. */
  Optional<DomainEntity> findFirstByOrganizationGuidAndInternalFalseOrderByCreatedAt(String organizationGuid);

  /** Domains that are shared by all, or owned by or shared with one of these orgs. */
  static Specification<DomainEntity> usableBy(dev.ingot.controller.listing.GuidSet organizations) {
    if (organizations.all()) {
      return Specification.unrestricted();
    }
    return (root, query, builder) -> {
      var shared = builder.isNull(root.get("organizationGuid"));
      if (organizations.guids().isEmpty()) {
        return shared;
      }
      var with = query.subquery(String.class);
      var domain = with.from(DomainEntity.class);
      with.select(domain.get("guid")).where(domain.join("sharedWith").in(organizations.guids()));
      return builder.or(shared, root.get("organizationGuid").in(organizations.guids()), root.get("guid").in(with));
    };
  }
}
