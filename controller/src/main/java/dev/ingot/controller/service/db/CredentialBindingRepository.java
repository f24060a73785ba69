package dev.ingot.controller.service.db;

import dev.ingot.controller.app.db.AppEntity;
import dev.ingot.controller.listing.db.ResourceRepository;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.domain.Specification;

/** Bindings of apps. */
public interface CredentialBindingRepository extends ResourceRepository<CredentialBindingEntity> {
  /** Those of an app, oldest first. */
  List<CredentialBindingEntity> findByAppGuidOrderByCreatedAtAscGuidAsc(String appGuid);

  /** Those of a service instance. */
  List<CredentialBindingEntity> findByServiceInstanceGuid(String serviceInstanceGuid);

  /** The one between these two. */
  Optional<CredentialBindingEntity> findByServiceInstanceGuidAndAppGuid(String serviceInstanceGuid, String appGuid);

  /** Whether an app has one of this name. */
  boolean existsByAppGuidAndName(String appGuid, String name);

  /** Those of apps with one of these names. */
  static Specification<CredentialBindingEntity> ofApps(Collection<String> names) {
    return (root, query, builder) -> {
      var found = query.subquery(String.class);
      var app = found.from(AppEntity.class);
      return root.get("appGuid").in(found.select(app.get("guid")).where(app.get("name").in(names)));
    };
  }

  /** Bindings (of either kind) to service instances with one of these names. */
  static <E> Specification<E> toInstances(Collection<String> names) {
    return (root, query, builder) -> {
      var found = query.subquery(String.class);
      var instance = found.from(ServiceInstanceEntity.class);
      return root.get("serviceInstanceGuid").in(found.select(instance.get("guid")).where(instance.get("name").in(names)));
    };
  }
}
