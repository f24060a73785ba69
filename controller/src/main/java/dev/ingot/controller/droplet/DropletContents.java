package dev.ingot.controller.droplet;

import dev.ingot.api.error.ApiException;
import dev.ingot.api.error.ErrorCode;
import dev.ingot.controller.app.AppFinder;
import dev.ingot.controller.app.AppJournal;
import dev.ingot.controller.app.VisibleSpaces;
import dev.ingot.controller.app.db.AppEntity;
import dev.ingot.controller.app.db.AppRepository;
import dev.ingot.controller.auth.Permission;
import dev.ingot.controller.droplet.archive.DropletArchiveException;
import dev.ingot.controller.droplet.archive.DropletPage;
import dev.ingot.controller.droplet.archive.DropletWriter;
import dev.ingot.controller.droplet.db.DropletEntity;
import dev.ingot.controller.droplet.db.DropletRepository;
import dev.ingot.controller.listing.ListQuery;
import dev.ingot.oci.image.Digest;
import dev.ingot.oci.registry.RegistryException;
import dev.ingot.oci.registry.RepositoryAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What users do with the images of droplets, with the current caller's rights. A registry may take a minute to answer, or never do: no
 * transaction waits for it.
 */
@Service
public class DropletContents {
  private static final String CYCLONE_DX = "application/vnd.cyclonedx+json";

  private final DropletRepository droplets;
  private final AppRepository apps;
  private final AppFinder finder;
  private final AppJournal journal;
  private final DropletImages images;
  private final VisibleSpaces spaces;
  private final TransactionTemplate transaction;
  private final Clock clock;

  DropletContents(DropletRepository droplets, AppRepository apps, AppFinder finder, AppJournal journal, DropletImages images, VisibleSpaces spaces,
      TransactionTemplate transaction, Clock clock) {
    this.droplets = droplets;
    this.apps = apps;
    this.finder = finder;
    this.journal = journal;
    this.images = images;
    this.spaces = spaces;
    this.transaction = transaction;
    this.clock = clock;
  }

  /** The same droplet for another app, or for the same once more; nothing is copied but names. */
  public DropletEntity copy(String sourceGuid, @Nullable String appGuid) {
    DropletEntity source = in(() -> copiable(sourceGuid, appGuid));
    RepositoryAddress from = RepositoryAddress.parse(String.valueOf(source.imageRepository()));
    RepositoryAddress repository = DropletImages.beside(from, String.valueOf(appGuid));
    try {
      if (!images.share(from, Digest.of(String.valueOf(source.imageDigest())), repository)) {
        throw gone(sourceGuid);
      }
    } catch (IOException e) {
      throw unreadable(from, "The image of droplet " + sourceGuid + " cannot be copied", e);
    }
    return in(() -> copied(source, String.valueOf(appGuid), from, repository));
  }

  private DropletEntity copiable(String sourceGuid, @Nullable String appGuid) {
    finder.target(appGuid);
    DropletEntity source = droplets.findById(sourceGuid).filter(found -> spaces.of(ListQuery.firstPage())
        .contains(apps.findById(found.appGuid()).map(AppEntity::spaceGuid).orElse("")))
        .orElseThrow(() -> ApiException.unprocessable("Unable to find source droplet. Ensure that the droplet exists and you have access to it."));
    finder.owner(source.appGuid(), Permission.WRITE_APP, "Droplet");
    if (source.lifecycleType().equals("docker")) {
      throw ApiException.unprocessable("Copy droplet operation is not allowed for docker droplets.");
    }
    if (!source.state().equals(DropletEntity.STAGED) || source.imageDigest() == null || source.imageRepository() == null) {
      throw ApiException.unprocessable("Droplet " + sourceGuid + " has nothing to copy: its state is " + source.state());
    }
    return source;
  }

  /** The app is locked: whoever deletes one of its droplets then sees that another has the same image. */
  private DropletEntity copied(DropletEntity source, String appGuid, RepositoryAddress from, RepositoryAddress to) {
    AppEntity app = apps.lock(finder.target(appGuid).guid()).orElseThrow(() -> ApiException.notFound("App"));
    if (from.equals(to) && !droplets.existsById(source.guid())) {
      throw gone(source.guid());
    }
    DropletEntity copy = droplets.saveAndFlush(source.copyTo(app.guid(), to.toString(), clock.instant()));
    journal.event("audit.app.droplet.create", app, Map.of("droplet_guid", copy.guid(), "source_guid", source.guid()));
    return copy;
  }

  private static ApiException gone(String droplet) {
    return ApiException.unprocessable("The image of droplet " + droplet + " is not in the registry any more; stage its package again");
  }

  /** Its archive, ready to be written. 422 for one without image of ours. */
  public DropletWriter download(String guid) {
    DropletEntity droplet = found(guid, Permission.READ_SECRETS, "Cannot download droplets with 'docker' lifecycle.", "Only staged droplets can be downloaded.");
    RepositoryAddress repository = RepositoryAddress.parse(String.valueOf(droplet.imageRepository()));
    var page = new DropletPage(droplet.processTypes(), droplet.defaultProcess(), droplet.buildpacks(), droplet.layers(), droplet.stack());
    try {
      return new DropletWriter(images.at(repository), repository.name(), Digest.of(String.valueOf(droplet.imageDigest())), page);
    } catch (DropletArchiveException e) {
      throw new ApiException(ErrorCode.RESOURCE_NOT_FOUND, "Droplet " + guid + " cannot be downloaded: " + e.getMessage() + ". Stage its package again.", e);
    } catch (IOException e) {
      throw unreadable(repository, "The image of droplet " + guid + " cannot be read", e);
    }
  }

  /** The bill of materials of its image, CycloneDX in JSON; 422 for an image that is not ours, 404 when it has none. */
  public ImageDocument sbom(String guid) {
    DropletEntity droplet = found(guid, Permission.READ_SPACE, "Droplets with 'docker' lifecycle have no bill of materials here: the platform did not build them.",
        "Only staged droplets have a bill of materials.");
    RepositoryAddress repository = RepositoryAddress.parse(String.valueOf(droplet.imageRepository()));
    try {
      return images.document(repository, Digest.of(String.valueOf(droplet.imageDigest())), CYCLONE_DX).orElseThrow(() -> new ApiException(ErrorCode.RESOURCE_NOT_FOUND, "Droplet " + guid
          + " has no bill of materials: it was built before the platform made them, or uploaded. Push the app again."));
    } catch (IOException e) {
      throw unreadable(repository, "The bill of materials of droplet " + guid + " cannot be read", e);
    }
  }

  /** One with an image. @param docker says that those of others are none. @param unstaged says that it must be staged */
  private DropletEntity found(String guid, Permission permission, String docker, String unstaged) {
    DropletEntity droplet = in(() -> {
      DropletEntity found = droplets.findById(guid).orElseThrow(() -> ApiException.notFound("Droplet"));
      finder.owner(found.appGuid(), permission, "Droplet");
      return found;
    });
    if (droplet.lifecycleType().equals("docker")) {
      throw ApiException.unprocessable(docker);
    }
    if (!droplet.state().equals(DropletEntity.STAGED) || droplet.imageRepository() == null || droplet.imageDigest() == null) {
      throw ApiException.unprocessable(unstaged);
    }
    return droplet;
  }

  private <T> T in(Supplier<T> work) {
    return Objects.requireNonNull(transaction.execute(status -> work.get()));
  }

  /** Ours failing is a defect; another registry that fails is a fact to tell. */
  private static RuntimeException unreadable(RepositoryAddress repository, String what, IOException e) {
    return repository.own() ? new UncheckedIOException(what, e) : new ApiException(ErrorCode.SERVICE_UNAVAILABLE, what + ": " + e.getMessage()
        + (e instanceof RegistryException registry ? ". " + registry.remedy() : ""), e);
  }
}
