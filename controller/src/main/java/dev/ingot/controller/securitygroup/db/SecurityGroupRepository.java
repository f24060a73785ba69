package dev.ingot.controller.securitygroup.db;

import dev.ingot.controller.listing.db.ResourceRepository;
import dev.ingot.controller.securitygroup.Phase;
import java.util.List;
import org.springframework.data.jpa.domain.Specification;

/** Security groups. */
public interface SecurityGroupRepository extends ResourceRepository<SecurityGroupEntity> {
  /** Whether there is one of this name. */
  boolean existsByName(String name);

  /** Groups that all spaces have in one of these phases. */
  static Specification<SecurityGroupEntity> everywhere(List<Phase> phases) {
    return Specification.anyOf(phases.stream().<Specification<SecurityGroupEntity>>map(phase -> (root, query, builder) ->
        builder.isTrue(root.get(phase == Phase.RUNNING ? "runningDefault" : "stagingDefault"))).toList());
  }
}
