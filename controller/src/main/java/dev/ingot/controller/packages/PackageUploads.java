package dev.ingot.controller.packages;

import dev.ingot.api.error.ApiException;
import dev.ingot.api.error.ErrorCode;
import dev.ingot.controller.app.AppFinder;
import dev.ingot.controller.app.AppJournal;
import dev.ingot.controller.app.db.AppEntity;
import dev.ingot.controller.auth.Permission;
import dev.ingot.controller.flag.FeatureFlags;
import dev.ingot.controller.flag.Flag;
import dev.ingot.controller.packages.archive.ArchiveException;
import dev.ingot.controller.packages.archive.AssembledPackage;
import dev.ingot.controller.packages.archive.KnownFile;
import dev.ingot.controller.packages.db.PackageEntity;
import dev.ingot.controller.packages.db.PackageRepository;
import dev.ingot.controller.resource.ResourcePool;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Gives packages their bits, in the caller's own request: when it returns the package is READY. A few at a time; others wait. */
@Service
public class PackageUploads {
  private static final int AT_A_TIME = 4;
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final Logger log = LoggerFactory.getLogger(PackageUploads.class);

  private final PackageRepository packages;
  private final PackageFiles files;
  private final PackageClean clean;
  private final ResourcePool pool;
  private final AppFinder finder;
  private final AppJournal journal;
  private final FeatureFlags flags;
  private final ApplicationEventPublisher publisher;
  private final TransactionTemplate transaction;
  private final Clock clock;
  private final Semaphore turns = new Semaphore(AT_A_TIME, true);

  PackageUploads(PackageRepository packages, PackageFiles files, PackageClean clean, ResourcePool pool, AppFinder finder,
      AppJournal journal, FeatureFlags flags,
      ApplicationEventPublisher publisher, TransactionTemplate transaction, Clock clock) {
    this.packages = packages;
    this.files = files;
    this.clean = clean;
    this.pool = pool;
    this.finder = finder;
    this.journal = journal;
    this.flags = flags;
    this.publisher = publisher;
    this.transaction = transaction;
    this.clock = clock;
  }

  /** Passes when the caller may upload to this package and it still waits for bits; to be asked before the body is read. */
  public void check(String guid) {
    transaction.executeWithoutResult(status -> awaiting(guid));
    flags.require(Flag.APP_BITS_UPLOAD);
  }

  /**
   * Makes the package READY.
   *
   * @param upload a zip, left alone; null when the platform has all files
   * @throws ApiException 422 when the archive is refused (the package is FAILED then), 400 when it already has bits
   */
  public PackageEntity upload(String guid, @Nullable Path upload, List<KnownFile> known) {
    transaction.executeWithoutResult(status -> awaiting(guid).processing(clock.instant()));
    turns.acquireUninterruptibly();
    clean.storing().lock();
    try {
      return ready(guid, files.store(upload, known), known);
    } catch (ArchiveException e) {
      fail(guid, e.getMessage());
      throw new ApiException(ErrorCode.UNPROCESSABLE_ENTITY, "The app upload is invalid: " + e.getMessage(), e);
    } catch (IOException | RuntimeException e) {
      fail(guid, "The platform could not store the upload");
      throw new ApiException(ErrorCode.SERVER_ERROR, "The platform could not store the upload of package " + guid
          + "; an operator finds the reason in the controller's log", e);
    } finally {
      clean.storing().unlock();
      turns.release();
    }
  }

  /** Uploads that a killed controller left half done; one that another controller still works on is younger. */
  @EventListener(ApplicationReadyEvent.class)
  public void failLeftOver() {
    transaction.executeWithoutResult(status -> packages.findByState(PackageEntity.PROCESSING_UPLOAD).stream()
        .filter(found -> found.updatedAt().isBefore(clock.instant().minus(LONGEST)))
        .forEach(found -> found.failed("The platform was stopped while it stored the upload; push again", clock.instant())));
  }

  private PackageEntity ready(String guid, AssembledPackage done, List<KnownFile> known) {
    Map<String, Long> used = new HashMap<>(done.contents());
    known.forEach(file -> used.put(file.sha1(), file.size()));
    return Objects.requireNonNull(transaction.execute(status -> {
      PackageEntity found = packages.lock(guid).orElseThrow(() -> ApiException.notFound("Package"));
      AppEntity app = finder.owner(found.appGuid(), Permission.WRITE_APP, "Package");
      found.ready("sha256:" + done.sha256(), done.size(), clock.instant());
      pool.used(used);
      publisher.publishEvent(new PackageReady(app.guid()));
      journal.event("audit.app.package.upload", app, Map.of("package_guid", guid));
      journal.log(app, "Uploaded package " + guid + " (" + done.size() + " bytes, " + done.contents().size() + " files sent, "
          + known.size() + " known)");
      return found;
    }));
  }

  private void fail(String guid, String reason) {
    try {
      transaction.executeWithoutResult(status -> packages.lock(guid).ifPresent(found -> found.failed(reason, clock.instant())));
    } catch (RuntimeException e) {
      log.error("package {} failed ({}), and that could not be written down", guid, reason, e);
    }
  }

  private PackageEntity awaiting(String guid) {
    PackageEntity found = packages.lock(guid).orElseThrow(() -> ApiException.notFound("Package"));
    finder.owner(found.appGuid(), Permission.WRITE_APP, "Package");
    if (found.type().equals(PackageEntity.DOCKER)) {
      throw ApiException.unprocessable("Package type must be bits.");
    }
    if (!found.state().equals(PackageEntity.AWAITING_UPLOAD)) {
      throw new ApiException(ErrorCode.PACKAGE_BITS_ALREADY_UPLOADED,
          "Bits may be uploaded only once. Create a new package to upload different bits.");
    }
    return found;
  }
}
