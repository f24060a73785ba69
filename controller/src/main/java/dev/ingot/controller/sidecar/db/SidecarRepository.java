package dev.ingot.controller.sidecar.db;

import dev.ingot.controller.listing.db.ResourceRepository;
import java.util.List;

/** Sidecars by guid and app. */
public interface SidecarRepository extends ResourceRepository<SidecarEntity> {
  /** Those of an app, oldest first. */
  List<SidecarEntity> findByAppGuidOrderByCreatedAtAscGuidAsc(String appGuid);
}
