package dev.ingot.controller.deployment.db;

import dev.ingot.controller.listing.db.ResourceRepository;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

/** Deployments by guid and app. Lock the app before reading one that is to be changed. */
public interface DeploymentRepository extends ResourceRepository<DeploymentEntity> {
  Optional<DeploymentEntity> findByAppGuidAndStatusValue(String appGuid, String statusValue);

  boolean existsByAppGuidAndStatusValue(String appGuid, String statusValue);

  @Query("select d.appGuid from DeploymentEntity d where d.guid = :guid")
  Optional<String> appOf(String guid);

  /** Guids of the active ones, oldest first. */
  @Query("select d.guid from DeploymentEntity d where d.statusValue = 'ACTIVE' order by d.createdAt")
  List<String> active();

  /** Forgets all but the newest ended ones of an app. */
  @Modifying
  @Query(value = "delete from deployments where app_guid = :appGuid and status_value = 'FINALIZED' and guid not in "
      + "(select guid from deployments where app_guid = :appGuid order by created_at desc limit :kept)", nativeQuery = true)
  int forget(String appGuid, int kept);
}
