package dev.ingot.controller.packages;

import dev.ingot.api.common.Metadata;
import dev.ingot.api.common.ToOne;
import dev.ingot.api.error.ApiException;
import dev.ingot.api.error.ErrorCode;
import dev.ingot.api.packages.PackageRequest;
import dev.ingot.controller.app.AppFinder;
import dev.ingot.controller.app.AppJournal;
import dev.ingot.controller.app.VisibleSpaces;
import dev.ingot.controller.app.db.AppEntity;
import dev.ingot.controller.app.db.OfApps;
import dev.ingot.controller.auth.Permission;
import dev.ingot.controller.crypto.Vault;
import dev.ingot.controller.flag.FeatureFlags;
import dev.ingot.controller.flag.Flag;
import dev.ingot.controller.listing.ListQuery;
import dev.ingot.controller.listing.PageOf;
import dev.ingot.controller.listing.db.Listing;
import dev.ingot.controller.packages.db.PackageEntity;
import dev.ingot.controller.packages.db.PackageRepository;
import dev.ingot.controller.validation.MetadataRules;
import dev.ingot.oci.registry.ImageReference;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What users do with packages, but for uploading. Each method checks the current caller's rights. */
@Service
@Transactional
public class Packages {
  private static final Listing<PackageEntity> LISTING = Listing.of(PackageEntity.class).filter("app_guids", "appGuid")
      .filter("states", "state").filter("types", "type").allow(VisibleSpaces.ORGANIZATIONS, VisibleSpaces.SPACES);

  private static final int MAX_CREDENTIAL = 4096;

  private final PackageRepository packages;
  private final PackageFiles files;
  private final PackageClean clean;
  private final AppFinder finder;
  private final AppJournal journal;
  private final VisibleSpaces spaces;
  private final FeatureFlags flags;
  private final Vault vault;
  private final Clock clock;

  Packages(PackageRepository packages, PackageFiles files, PackageClean clean, AppFinder finder, AppJournal journal, VisibleSpaces spaces,
      FeatureFlags flags, Vault vault, Clock clock) {
    this.packages = packages;
    this.files = files;
    this.clean = clean;
    this.finder = finder;
    this.journal = journal;
    this.spaces = spaces;
    this.flags = flags;
    this.vault = vault;
    this.clock = clock;
  }

  @Transactional(readOnly = true)
  public PageOf<PackageEntity> list(ListQuery query) {
    return LISTING.page(packages, query, OfApps.inSpaces(spaces.of(query)));
  }

  @Transactional(readOnly = true)
  public PageOf<PackageEntity> ofApp(String appGuid, ListQuery query) {
    finder.require(appGuid, Permission.READ_SPACE);
    return list(query.with("app_guids", List.of(appGuid)));
  }

  @Transactional(readOnly = true)
  public PackageEntity get(String guid) {
    return found(guid, Permission.READ_SPACE);
  }

  /** Passes when the caller may delete it. */
  @Transactional(readOnly = true)
  public void checkDelete(String guid) {
    found(guid, Permission.WRITE_APP);
  }

  /** A package that waits for its bits, or one of a docker image, which is READY. */
  public PackageEntity create(PackageRequest request) {
    String appGuid = request.relationships() == null ? null : ToOne.guid(request.relationships().app());
    if (appGuid == null) {
      throw ApiException.unprocessable("Relationships 'app' is required: {\"app\": {\"data\": {\"guid\": \"…\"}}}");
    }
    boolean docker = PackageEntity.DOCKER.equals(request.type());
    if (!docker && !"bits".equals(request.type())) {
      throw ApiException.unprocessable("Type must be one of 'bits, docker'");
    }
    AppEntity app;
    try {
      app = finder.require(appGuid, Permission.WRITE_APP);
    } catch (ApiException e) {
      throw e.code() != ErrorCode.RESOURCE_NOT_FOUND ? e
          : ApiException.unprocessable("App is invalid. Ensure it exists and you have access to it.");
    }
    MetadataRules.check(request.metadata());
    if (docker != app.lifecycleType().equals(PackageEntity.DOCKER)) {
      throw ApiException.unprocessable(docker ? "Cannot create Docker package for a buildpack app." : "Cannot create bits package for a Docker app.");
    }
    PackageEntity created = new PackageEntity(app.guid(), clock.instant());
    if (docker) {
      docker(created, request.data());
    }
    created.merge(request.metadata());
    packages.saveAndFlush(created);
    journal.event("audit.app.package.create", app, Map.of("package_guid", created.guid()));
    return created;
  }

  private void docker(PackageEntity created, PackageRequest.@Nullable Data data) {
    flags.require(Flag.DIEGO_DOCKER);
    String image = data == null ? null : data.image();
    if (data == null || image == null || image.isBlank()) {
      throw ApiException.unprocessable("Data Image required");
    }
    try {
      ImageReference.parse(image);
    } catch (IllegalArgumentException e) {
      throw ApiException.unprocessable("Docker image '" + (image.length() > 200 ? image.substring(0, 200) + "…" : image) + "' is not valid: " + e.getMessage());
    }
    for (String text : new String[] {data.username(), data.password()}) {
      if (text != null && (text.length() > MAX_CREDENTIAL || text.chars().anyMatch(Character::isISOControl))) {
        throw ApiException.unprocessable("Username and password must be at most " + MAX_CREDENTIAL + " printable characters");
      }
    }
    created.docker(image, data.username(), data.password() == null ? null
        : vault.seal(data.password(), PackageEntity.passwordPlace(created.guid())));
  }

  private PackageRequest.Data image(PackageEntity source) {
    String sealed = source.dockerPassword();
    return new PackageRequest.Data(source.dockerImage(), source.dockerUsername(),
        sealed == null ? null : vault.open(sealed, PackageEntity.passwordPlace(source.guid())));
  }

  /** A new package with the bits of a READY one, perhaps of another app; both are then of one stored zip. */
  public PackageEntity copy(String sourceGuid, PackageRequest request) {
    PackageEntity source;
    try {
      source = found(sourceGuid, Permission.WRITE_APP);
    } catch (ApiException e) {
      throw e.code() != ErrorCode.RESOURCE_NOT_FOUND ? e
          : ApiException.unprocessable("Source package is invalid. Ensure it exists and you have access to it.");
    }
    if (source.type().equals(PackageEntity.DOCKER)) {
      return create(new PackageRequest(PackageEntity.DOCKER, image(source), request.relationships(), request.metadata()));
    }
    if (!source.state().equals(PackageEntity.READY) || source.digest() == null || source.sizeBytes() == null) {
      throw ApiException.unprocessable("Source package " + sourceGuid + " is not READY; copy another one");
    }
    PackageEntity copy = create(new PackageRequest("bits", null, request.relationships(), request.metadata()));
    copy.ready(source.digest(), source.sizeBytes(), clock.instant());
    return copy;
  }

  public PackageEntity update(String guid, @Nullable Metadata metadata) {
    PackageEntity found = found(guid, Permission.WRITE_APP);
    MetadataRules.check(metadata);
    found.merge(metadata);
    found.touch(clock.instant());
    return found;
  }

  /** Removes it, and its bits when no other package has the same. */
  public void delete(String guid) {
    PackageEntity found = found(guid, Permission.WRITE_APP);
    AppEntity app = finder.owner(found.appGuid(), Permission.WRITE_APP, "Package");
    journal.event("audit.app.package.delete", app, Map.of("package_guid", guid));
    clean.remove(List.of(found));
  }

  /** The bits for the caller; 422 while it is not READY. */
  @Transactional(readOnly = true)
  public Path download(String guid) {
    return bits(found(guid, Permission.READ_SECRETS));
  }

  /** The bits for one of our own cells. */
  @Transactional(readOnly = true)
  public Path bitsForCell(String guid) {
    return bits(packages.findById(guid).orElseThrow(() -> ApiException.notFound("Package")));
  }

  private Path bits(PackageEntity found) {
    if (found.type().equals(PackageEntity.DOCKER)) {
      throw ApiException.unprocessable("Package type must be bits.");
    }
    if (found.digest() == null) {
      throw ApiException.unprocessable("Package " + found.guid() + " has no bits to download: its state is " + found.state());
    }
    return files.find(found.digest()).orElseThrow(() -> new ApiException(ErrorCode.RESOURCE_NOT_FOUND,
        "The bits of package " + found.guid() + " are missing in the platform's store. Push the app again."));
  }

  PackageEntity found(String guid, Permission permission) {
    PackageEntity found = packages.findById(guid).orElseThrow(() -> ApiException.notFound("Package"));
    finder.owner(found.appGuid(), permission, "Package");
    return found;
  }
}
