package dev.ingot.controller.deployment;

import dev.ingot.api.error.ApiException;
import dev.ingot.controller.app.db.AppEntity;
import dev.ingot.controller.process.db.ProcessEntity;
import dev.ingot.controller.process.db.ProcessRepository;
import dev.ingot.controller.revision.Revisions;
import dev.ingot.controller.revision.db.RevisionEntity;
import dev.ingot.controller.revision.db.RevisionRepository;
import java.util.List;
import org.springframework.stereotype.Component;

/** Finds the revision an app is to go back to. */
@Component
class RollbackTargets {
  private final RevisionRepository revisions;
  private final ProcessRepository processes;
  private final Revisions operations;

  RollbackTargets(RevisionRepository revisions, ProcessRepository processes, Revisions operations) {
    this.processes = processes;
    this.revisions = revisions;
    this.operations = operations;
  }

  /** 422 for one of another app, one whose droplet is gone, and the one that is deployed. */
  RevisionEntity of(AppEntity app, String guid) {
    RevisionEntity revision = revisions.findById(guid).filter(found -> found.appGuid().equals(app.guid()))
        .orElseThrow(() -> ApiException.unprocessable("The revision does not exist"));
    if (operations.deployable(List.of(revision)).isEmpty()) {
      throw ApiException.unprocessable(
          "Unable to deploy this revision, the droplet for this revision no longer exists. Please specify a different revision.");
    }
    String running = processes.findByAppGuidAndType(app.guid(), ProcessEntity.WEB).map(ProcessEntity::revisionGuid).orElse(null);
    if (running != null && revisions.findById(running).filter(deployed -> same(revision, deployed)).isPresent()) {
      throw ApiException.unprocessable(
          "Unable to rollback. The code and configuration you are rolling back to is the same as the deployed revision.");
    }
    return revision;
  }

  private static boolean same(RevisionEntity one, RevisionEntity other) {
    return one.dropletGuid().equals(other.dropletGuid()) && one.environment().equals(other.environment())
        && one.commands().equals(other.commands()) && one.sidecars().equals(other.sidecars());
  }
}
