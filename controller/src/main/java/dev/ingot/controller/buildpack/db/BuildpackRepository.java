package dev.ingot.controller.buildpack.db;

import dev.ingot.controller.listing.db.ResourceRepository;
import java.util.List;

/** Buildpacks. */
public interface BuildpackRepository extends ResourceRepository<BuildpackEntity> {
  /** All, first tried first. */
  List<BuildpackEntity> findAllByOrderByPositionAscGuidAsc();

  long countByDigest(String digest);
}
