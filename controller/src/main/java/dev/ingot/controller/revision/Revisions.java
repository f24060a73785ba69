package dev.ingot.controller.revision;

import dev.ingot.api.common.Metadata;
import dev.ingot.api.error.ApiException;
import dev.ingot.controller.app.AppFinder;
import dev.ingot.controller.app.AppJournal;
import dev.ingot.controller.app.db.AppEntity;
import dev.ingot.controller.app.db.OfApps;
import dev.ingot.controller.auth.Permission;
import dev.ingot.controller.droplet.db.DropletEntity;
import dev.ingot.controller.droplet.db.DropletRepository;
import dev.ingot.controller.listing.ListQuery;
import dev.ingot.controller.listing.PageOf;
import dev.ingot.controller.listing.db.Listing;
import dev.ingot.controller.process.db.ProcessEntity;
import dev.ingot.controller.process.db.ProcessRepository;
import dev.ingot.controller.revision.db.RevisionEntity;
import dev.ingot.controller.revision.db.RevisionRepository;
import dev.ingot.controller.validation.MetadataRules;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What users do with revisions. Each method checks the current caller's rights. */
@Service
@Transactional
public class Revisions {
  private static final Listing<RevisionEntity> LISTING = Listing.of(RevisionEntity.class).filter("versions", "version");

  private final RevisionRepository revisions;
  private final ProcessRepository processes;
  private final DropletRepository droplets;
  private final AppFinder finder;
  private final AppJournal journal;
  private final Clock clock;

  Revisions(RevisionRepository revisions, ProcessRepository processes, DropletRepository droplets, AppFinder finder, AppJournal journal, Clock clock) {
    this.revisions = revisions;
    this.processes = processes;
    this.droplets = droplets;
    this.finder = finder;
    this.journal = journal;
    this.clock = clock;
  }

  @Transactional(readOnly = true)
  public PageOf<RevisionEntity> ofApp(String appGuid, ListQuery query) {
    finder.require(appGuid, Permission.READ_SPACE);
    return LISTING.page(revisions, query, OfApps.of(List.of(appGuid)));
  }

  /** Those that processes with instances of a started app run as; more than one while a deployment goes on. */
  @Transactional(readOnly = true)
  public PageOf<RevisionEntity> deployed(String appGuid, ListQuery query) {
    AppEntity app = finder.require(appGuid, Permission.READ_SPACE);
    List<String> running = !app.started() ? List.of() : processes.findByAppGuidOrderByCreatedAtAscTypeAsc(appGuid).stream()
        .filter(process -> process.instances() > 0).map(ProcessEntity::revisionGuid).filter(Objects::nonNull).distinct().toList();
    return ofApp(appGuid, query.with("guids", running.isEmpty() ? List.of("none") : running));
  }

  @Transactional(readOnly = true)
  public RevisionEntity get(String guid) {
    return found(guid, Permission.READ_SPACE);
  }

  /** For those who may see the app's secrets; noted as an event. */
  public RevisionEntity readEnvironment(String guid) {
    RevisionEntity revision = found(guid, Permission.READ_SECRETS);
    AppEntity app = finder.owner(revision.appGuid(), Permission.READ_SECRETS, "Revision");
    journal.event("audit.app.revision.environment_variables.show", app, Map.of("revision_guid", guid, "revision_version", revision.version()));
    return revision;
  }

  public RevisionEntity update(String guid, @Nullable Metadata metadata) {
    RevisionEntity revision = found(guid, Permission.WRITE_APP);
    MetadataRules.check(metadata);
    revision.merge(metadata);
    revision.touch(clock.instant());
    return revision;
  }

  /** Which of these can be deployed: those whose droplet is there and staged; their guids. */
  @Transactional(readOnly = true)
  public Set<String> deployable(Collection<RevisionEntity> of) {
    Set<String> staged = droplets.findAllById(of.stream().map(RevisionEntity::dropletGuid).collect(Collectors.toSet())).stream()
        .filter(droplet -> droplet.state().equals("STAGED")).map(DropletEntity::guid).collect(Collectors.toSet());
    return of.stream().filter(revision -> staged.contains(revision.dropletGuid())).map(RevisionEntity::guid).collect(Collectors.toSet());
  }

  /** The types of the app's processes, for answers. */
  @Transactional(readOnly = true)
  public Set<String> processTypes(String appGuid) {
    return processes.findByAppGuidOrderByCreatedAtAscTypeAsc(appGuid).stream().map(ProcessEntity::type).collect(Collectors.toSet());
  }

  private RevisionEntity found(String guid, Permission permission) {
    RevisionEntity revision = revisions.findById(guid).orElseThrow(() -> ApiException.notFound("Revision"));
    finder.owner(revision.appGuid(), permission, "Revision");
    return revision;
  }
}
