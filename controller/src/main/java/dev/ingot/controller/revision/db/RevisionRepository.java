package dev.ingot.controller.revision.db;

import dev.ingot.controller.listing.db.ResourceRepository;
import java.util.Optional;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

/** Revisions by guid and app. */
public interface RevisionRepository extends ResourceRepository<RevisionEntity> {
  Optional<RevisionEntity> findTopByAppGuidOrderByVersionDesc(String appGuid);

  /** Forgets the app's revisions up to this version that no process was started as. */
  @Modifying
  @Query("delete from RevisionEntity r where r.appGuid = :appGuid and r.version <= :version and r.guid not in "
      + "(select p.revisionGuid from ProcessEntity p where p.appGuid = :appGuid and p.revisionGuid is not null)")
  int forget(String appGuid, int version);
}
