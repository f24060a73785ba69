package dev.ingot.controller.droplet;

import dev.ingot.api.error.ApiException;
import dev.ingot.api.error.ErrorCode;
import dev.ingot.controller.app.AppFinder;
import dev.ingot.controller.app.AppJournal;
import dev.ingot.controller.app.db.AppEntity;
import dev.ingot.controller.app.db.AppRepository;
import dev.ingot.controller.auth.Permission;
import dev.ingot.controller.droplet.archive.DropletArchiveException;
import dev.ingot.controller.droplet.archive.DropletReader;
import dev.ingot.controller.droplet.db.DropletEntity;
import dev.ingot.controller.droplet.db.DropletRepository;
import dev.ingot.oci.registry.RegistryException;
import dev.ingot.oci.registry.RepositoryAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Gives droplets their image from an uploaded archive. The upload is read in a job of the caller's. */
@Service
public class DropletUploads {
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final Logger LOG = LoggerFactory.getLogger(DropletUploads.class);

  private final DropletRepository droplets;
  private final AppRepository apps;
  private final AppFinder finder;
  private final AppJournal journal;
  private final DropletImages images;
  private final ApplicationEventPublisher publisher;
  private final DropletProperties properties;
  private final TransactionTemplate transaction;
  private final Clock clock;

  DropletUploads(DropletRepository droplets, AppRepository apps, AppFinder finder, AppJournal journal, DropletImages images, ApplicationEventPublisher publisher,
      DropletProperties properties, TransactionTemplate transaction, Clock clock) {
    this.droplets = droplets;
    this.apps = apps;
    this.finder = finder;
    this.journal = journal;
    this.images = images;
    this.publisher = publisher;
    this.properties = properties;
    this.transaction = transaction;
    this.clock = clock;
  }

  /** Passes when the caller may upload to this droplet and it waits for it; to be asked before the body is read. */
  public void check(String guid) {
    transaction.executeWithoutResult(status -> awaiting(guid));
  }

  /** PROCESSING_UPLOAD: nobody else can upload from now on. */
  public void begin(String guid) {
    transaction.executeWithoutResult(status -> awaiting(guid).state(DropletEntity.PROCESSING_UPLOAD, null, clock.instant()));
  }

  /** Makes the droplet STAGED, or FAILED and throws 422 with the reason. */
  public void finish(String guid, Path archive) {
    String app = droplets.findById(guid).orElseThrow(() -> ApiException.notFound("Droplet")).appGuid();
    RepositoryAddress repository = images.repository(app);
    try {
      DropletReader.Image image = new DropletReader(images.at(repository), repository.name(), properties.maxUnpacked().toBytes()).read(archive);
      transaction.executeWithoutResult(status -> staged(guid, repository.toString(), image));
    } catch (DropletArchiveException e) {
      fail(guid, "The upload is not a droplet of this platform: " + e.getMessage());
      throw new ApiException(ErrorCode.UNPROCESSABLE_ENTITY, "The upload is not a droplet of this platform: " + e.getMessage(), e);
    } catch (RegistryException e) {
      fail(guid, "The upload could not be stored: " + e.getMessage());
      throw new ApiException(ErrorCode.SERVICE_UNAVAILABLE, "The upload could not be stored: " + e.getMessage() + ". " + e.remedy(), e);
    } catch (IOException | RuntimeException e) {
      fail(guid, "The platform could not store the upload");
      throw new ApiException(ErrorCode.SERVER_ERROR, "The platform could not store the upload of droplet " + guid
          + "; an operator finds the reason in the controller's log", e);
    }
  }

  /** Uploads that a killed controller left half done. */
  @EventListener(ApplicationReadyEvent.class)
  public void failLeftOver() {
    transaction.executeWithoutResult(status -> droplets.findByStateAndUpdatedAtBefore(DropletEntity.PROCESSING_UPLOAD, clock.instant().minus(LONGEST))
        .forEach(droplet -> droplet.state("FAILED", "The platform was stopped while it stored the upload; upload it again", clock.instant())));
  }

  private void staged(String guid, String repository, DropletReader.Image image) {
    DropletEntity droplet = droplets.lock(guid).orElseThrow(() -> ApiException.notFound("Droplet"));
    AppEntity app = apps.findById(droplet.appGuid()).orElseThrow(() -> ApiException.notFound("Droplet"));
    droplet.image(repository, image.digest().value(), image.sizeBytes(), image.page().defaultProcess());
    droplet.contents(droplet.processTypes().isEmpty() ? image.page().processTypes() : droplet.processTypes(), image.page().buildpacks(), image.page().layers());
    droplet.lifecycle(droplet.lifecycleType(), image.page().stack());
    droplet.state(DropletEntity.STAGED, null, clock.instant());
    journal.event("audit.app.droplet.upload", app, Map.of("droplet_guid", guid));
    publisher.publishEvent(new DropletStaged(app.guid()));
  }

  private void fail(String guid, String reason) {
    try {
      transaction.executeWithoutResult(status -> droplets.lock(guid).ifPresent(found -> found.state("FAILED", reason, clock.instant())));
    } catch (RuntimeException e) {
      LOG.error("droplet {} failed ({}), and that could not be written down", guid, reason, e);
    }
  }

  private DropletEntity awaiting(String guid) {
    DropletEntity droplet = droplets.lock(guid).orElseThrow(() -> ApiException.notFound("Droplet"));
    finder.owner(droplet.appGuid(), Permission.WRITE_APP, "Droplet");
    if (!droplet.state().equals(DropletEntity.AWAITING_UPLOAD)) {
      throw ApiException.unprocessable("Droplet may be uploaded only once. Create a new droplet to upload bits.");
    }
    return droplet;
  }
}
