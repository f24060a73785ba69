package dev.ingot.controller.deployment.db;

import dev.ingot.controller.listing.db.ResourceRepository;
import java.util.List;

/** Deployments by guid and app. */
public interface DeploymentRepository extends ResourceRepository<DeploymentEntity> {
  List<DeploymentEntity> findByAppGuidAndStatusValue(String appGuid, String statusValue);

  List<DeploymentEntity> findTop500ByStatusValueOrderByCreatedAt(String statusValue);
}
