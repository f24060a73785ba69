package dev.ingot.controller.droplet;

import dev.ingot.api.common.Metadata;
import dev.ingot.api.error.ApiException;
import dev.ingot.api.error.ErrorCode;
import dev.ingot.controller.app.AppFinder;
import dev.ingot.controller.app.AppJournal;
import dev.ingot.controller.app.VisibleSpaces;
import dev.ingot.controller.app.db.AppEntity;
import dev.ingot.controller.app.db.AppRepository;
import dev.ingot.controller.app.db.OfApps;
import dev.ingot.controller.auth.Permission;
import dev.ingot.controller.droplet.archive.DropletArchiveException;
import dev.ingot.controller.droplet.archive.DropletPage;
import dev.ingot.controller.droplet.archive.DropletWriter;
import dev.ingot.controller.droplet.db.DropletEntity;
import dev.ingot.controller.droplet.db.DropletRepository;
import dev.ingot.controller.listing.ListQuery;
import dev.ingot.controller.listing.PageOf;
import dev.ingot.controller.listing.db.Listing;
import dev.ingot.controller.validation.MetadataRules;
import dev.ingot.oci.image.Digest;
import dev.ingot.oci.registry.RegistryException;
import dev.ingot.oci.registry.RepositoryAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What users do with droplets. Each method checks the current caller's rights. */
@Service
@Transactional
public class Droplets {
  private static final Listing<DropletEntity> LISTING = Listing.of(DropletEntity.class).filter("app_guids", "appGuid")
      .filter("package_guids", "packageGuid").filter("states", "state")
      .allow(VisibleSpaces.ORGANIZATIONS, VisibleSpaces.SPACES, "current");

  private static final String CYCLONE_DX = "application/vnd.cyclonedx+json";
  private static final int MAX_TYPES = 100;
  private static final int MAX_COMMAND = 65_536;

  private final DropletRepository droplets;
  private final AppRepository apps;
  private final AppFinder finder;
  private final AppJournal journal;
  private final DropletImages images;
  private final VisibleSpaces spaces;
  private final Clock clock;

  Droplets(DropletRepository droplets, AppRepository apps, AppFinder finder, AppJournal journal, DropletImages images,
      VisibleSpaces spaces, Clock clock) {
    this.droplets = droplets;
    this.apps = apps;
    this.finder = finder;
    this.journal = journal;
    this.images = images;
    this.spaces = spaces;
    this.clock = clock;
  }

  @Transactional(readOnly = true)
  public PageOf<DropletEntity> list(ListQuery query) {
    return LISTING.page(droplets, query, OfApps.inSpaces(spaces.of(query)));
  }

  /** Those of one app; with `current=true` only the current one. */
  @Transactional(readOnly = true)
  public PageOf<DropletEntity> ofApp(String appGuid, ListQuery query) {
    AppEntity app = finder.require(appGuid, Permission.READ_SPACE);
    ListQuery ofApp = query.with("app_guids", List.of(appGuid));
    if (query.filter("current").equals(List.of("true"))) {
      ofApp = ofApp.with("guids", app.dropletGuid() == null ? List.of("none") : List.of(app.dropletGuid()));
    }
    return list(ofApp);
  }

  @Transactional(readOnly = true)
  public DropletEntity get(String guid) {
    return found(guid, Permission.READ_SPACE);
  }

  /** Passes when the caller may delete it. */
  @Transactional(readOnly = true)
  public void checkDelete(String guid) {
    found(guid, Permission.WRITE_APP);
  }

  /** The app's current droplet; 404 `Droplet not found` when it has none. */
  @Transactional(readOnly = true)
  public DropletEntity current(String appGuid) {
    AppEntity app = finder.require(appGuid, Permission.READ_SPACE);
    if (app.dropletGuid() == null) {
      throw ApiException.notFound("Droplet");
    }
    return droplets.findById(app.dropletGuid()).orElseThrow(() -> ApiException.notFound("Droplet"));
  }

  public DropletEntity update(String guid, @Nullable Metadata metadata) {
    DropletEntity droplet = found(guid, Permission.WRITE_APP);
    MetadataRules.check(metadata);
    droplet.merge(metadata);
    droplet.touch(clock.instant());
    return droplet;
  }

  /** One that waits for its upload. @param processTypes type → command; empty = those the upload names */
  public DropletEntity create(@Nullable String appGuid, @Nullable Map<String, String> processTypes) {
    AppEntity app = app(appGuid);
    Map<String, String> types = processTypes == null ? Map.of() : processTypes;
    types.forEach((type, command) -> {
      if (!type.matches("[\\w.-]{1,255}") || command == null || command.isBlank() || command.length() > MAX_COMMAND || types.size() > MAX_TYPES) {
        throw ApiException.unprocessable("Process types must be at most " + MAX_TYPES + " names with a command each");
      }
    });
    DropletEntity droplet = droplets.saveAndFlush(DropletEntity.awaitingUpload(app.guid(), types, app.lifecycleType(), clock.instant()));
    journal.event("audit.app.droplet.create", app, Map.of("droplet_guid", droplet.guid()));
    return droplet;
  }

  /** The same droplet for another app, or for the same once more; nothing is copied but names. */
  public DropletEntity copy(String sourceGuid, @Nullable String appGuid) {
    AppEntity app = app(appGuid);
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
    RepositoryAddress from = RepositoryAddress.parse(source.imageRepository());
    RepositoryAddress repository = DropletImages.beside(from, app.guid());
    try {
      if (!images.share(from, Digest.of(source.imageDigest()), repository)) {
        throw ApiException.unprocessable("The image of droplet " + sourceGuid + " is not in the registry any more; stage its package again");
      }
    } catch (IOException e) {
      throw unreadable(from, "The image of droplet " + sourceGuid + " cannot be copied", e);
    }
    DropletEntity copy = source.copyTo(app.guid(), repository.toString(), clock.instant());
    droplets.saveAndFlush(copy);
    journal.event("audit.app.droplet.create", app, Map.of("droplet_guid", copy.guid(), "source_guid", sourceGuid));
    return copy;
  }

  /** Its archive, ready to be written. 422 for one without image of ours. */
  @Transactional(readOnly = true)
  public DropletWriter download(String guid) {
    DropletEntity droplet = found(guid, Permission.READ_SECRETS);
    if (droplet.lifecycleType().equals("docker")) {
      throw ApiException.unprocessable("Cannot download droplets with 'docker' lifecycle.");
    }
    String digest = droplet.imageDigest();
    if (!droplet.state().equals(DropletEntity.STAGED) || droplet.imageRepository() == null || digest == null) {
      throw ApiException.unprocessable("Only staged droplets can be downloaded.");
    }
    RepositoryAddress repository = RepositoryAddress.parse(droplet.imageRepository());
    var page = new DropletPage(droplet.processTypes(), droplet.defaultProcess(), droplet.buildpacks(), droplet.layers(), droplet.stack());
    try {
      return new DropletWriter(images.at(repository), repository.name(), Digest.of(digest), page);
    } catch (DropletArchiveException e) {
      throw new ApiException(ErrorCode.RESOURCE_NOT_FOUND, "Droplet " + guid + " cannot be downloaded: " + e.getMessage() + ". Stage its package again.", e);
    } catch (IOException e) {
      throw unreadable(repository, "The image of droplet " + guid + " cannot be read", e);
    }
  }

  /** The bill of materials of its image, CycloneDX in JSON; 422 for an image that is not ours, 404 when it has none. */
  @Transactional(readOnly = true)
  public byte[] sbom(String guid) {
    DropletEntity droplet = found(guid, Permission.READ_SPACE);
    if (droplet.lifecycleType().equals("docker")) {
      throw ApiException.unprocessable("Droplets with 'docker' lifecycle have no bill of materials here: the platform did not build them.");
    }
    String digest = droplet.imageDigest();
    if (!droplet.state().equals(DropletEntity.STAGED) || droplet.imageRepository() == null || digest == null) {
      throw ApiException.unprocessable("Only staged droplets have a bill of materials.");
    }
    RepositoryAddress repository = RepositoryAddress.parse(droplet.imageRepository());
    try {
      return images.document(repository, Digest.of(digest), CYCLONE_DX).orElseThrow(() -> new ApiException(ErrorCode.RESOURCE_NOT_FOUND, "Droplet " + guid
          + " has no bill of materials: it was built before the platform made them, or uploaded. Push the app again."));
    } catch (IOException e) {
      throw unreadable(repository, "The bill of materials of droplet " + guid + " cannot be read", e);
    }
  }

  /** Ours failing is a defect; another registry that fails is a fact to tell. */
  private static RuntimeException unreadable(RepositoryAddress repository, String what, IOException e) {
    return repository.own() ? new UncheckedIOException(what, e) : new ApiException(ErrorCode.SERVICE_UNAVAILABLE, what + ": " + e.getMessage()
        + (e instanceof RegistryException registry ? ". " + registry.remedy() : ""), e);
  }

  private AppEntity app(@Nullable String guid) {
    if (guid == null) {
      throw ApiException.unprocessable("Relationships 'app' is required: {\"app\": {\"data\": {\"guid\": \"…\"}}}");
    }
    try {
      return finder.require(guid, Permission.WRITE_APP);
    } catch (ApiException e) {
      throw e.code() != ErrorCode.RESOURCE_NOT_FOUND ? e
          : ApiException.unprocessable("App with guid \"" + guid + "\" does not exist, or you do not have access to it.");
    }
  }

  /** Removes it and its image; 422 while it is its app's current one. */
  public void delete(String guid) {
    DropletEntity droplet = found(guid, Permission.WRITE_APP);
    AppEntity app = apps.lock(droplet.appGuid()).orElseThrow(() -> ApiException.notFound("Droplet"));
    if (guid.equals(app.dropletGuid())) {
      throw ApiException.unprocessable("Droplet " + guid + " is the current one of app '" + app.name()
          + "' and cannot be deleted. Assign another droplet first.");
    }
    journal.event("audit.app.droplet.delete", app, Map.of("droplet_guid", guid));
    droplets.delete(droplet);
    droplets.flush();
    images.forget(List.of(droplet));
  }

  private DropletEntity found(String guid, Permission permission) {
    DropletEntity droplet = droplets.findById(guid).orElseThrow(() -> ApiException.notFound("Droplet"));
    finder.owner(droplet.appGuid(), permission, "Droplet");
    return droplet;
  }
}
