package dev.ingot.controller.revision;

import dev.ingot.controller.app.AppFeatures;
import dev.ingot.controller.app.AppJournal;
import dev.ingot.controller.app.AppListener;
import dev.ingot.controller.app.db.AppEntity;
import dev.ingot.controller.process.db.ProcessEntity;
import dev.ingot.controller.process.db.ProcessRepository;
import dev.ingot.controller.process.db.SidecarState;
import dev.ingot.controller.revision.db.RevisionEntity;
import dev.ingot.controller.revision.db.RevisionRepository;
import dev.ingot.controller.sidecar.db.SidecarEntity;
import dev.ingot.controller.sidecar.db.SidecarRepository;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Writes a revision when an app is started as something it was not before, and notes in its processes which one they run as. Keeps the last
 * {@link #KEPT} of an app. Does nothing for apps whose feature `revisions` is off. Joins the caller's transaction, which holds the app's lock.
 */
@Component
@Order(2)
public class RevisionBook implements AppListener {
  /** Revisions of one app, at most. */
  static final int KEPT = 100;

  private final RevisionRepository revisions;
  private final ProcessRepository processes;
  private final SidecarRepository sidecars;
  private final AppJournal journal;
  private final Clock clock;

  RevisionBook(RevisionRepository revisions, ProcessRepository processes, SidecarRepository sidecars, AppJournal journal, Clock clock) {
    this.revisions = revisions;
    this.processes = processes;
    this.sidecars = sidecars;
    this.journal = journal;
    this.clock = clock;
  }

  @Override
  public void replaced(AppEntity app, boolean before) {
    RevisionEntity revision = current(app, null);
    String guid = revision == null ? null : revision.guid();
    ofApp(app).forEach(process -> process.revisionGuid(guid));
  }

  private List<SidecarState> sidecars(AppEntity app) {
    return sidecars.findByAppGuidOrderByCreatedAtAscGuidAsc(app.guid()).stream().map(SidecarEntity::state)
        .sorted(Comparator.comparing(SidecarState::name)).toList();
  }

  /**
   * The revision of what the app is now, made when the last one says something else; null when the feature is off or the app has no droplet.
   *
   * @param rolledBackTo the version the app was just set back to; null = it was not
   */
  public @Nullable RevisionEntity current(AppEntity app, @Nullable Integer rolledBackTo) {
    String droplet = app.dropletGuid();
    if (!AppFeatures.REVISIONS.enabled(app) || droplet == null) {
      return null;
    }
    RevisionEntity last = revisions.findTopByAppGuidOrderByVersionDesc(app.guid()).orElse(null);
    Map<String, String> commands = new TreeMap<>();
    ofApp(app).stream().filter(process -> process.command() != null)
        .forEach(process -> commands.put(process.type(), Objects.requireNonNull(process.command())));
    var now = new RevisionReasons.Now(droplet, app.environment(), commands, sidecars(app));
    List<String> reasons = RevisionReasons.of(last, now);
    if (reasons.isEmpty()) {
      return last;
    }
    String description = rolledBackTo == null ? String.join(" ", reasons) : "Rolled back to revision " + rolledBackTo + ".";
    int version = last == null ? 1 : last.version() + 1;
    RevisionEntity made = revisions.saveAndFlush(new RevisionEntity(app.guid(), version, droplet, now.environment(), commands, now.sidecars(),
        description, clock.instant()));
    if (version > KEPT) {
      revisions.forget(app.guid(), version - KEPT);
    }
    journal.event("audit.app.revision.create", app, Map.of("revision_guid", made.guid(), "revision_version", version, "droplet_guid", droplet));
    return made;
  }

  private List<ProcessEntity> ofApp(AppEntity app) {
    return processes.findByAppGuidOrderByCreatedAtAscTypeAsc(app.guid()).stream().filter(process -> !process.retiring()).toList();
  }
}
