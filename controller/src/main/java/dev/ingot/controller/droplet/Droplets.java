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
import dev.ingot.controller.droplet.db.DropletEntity;
import dev.ingot.controller.droplet.db.DropletRepository;
import dev.ingot.controller.listing.ListQuery;
import dev.ingot.controller.listing.PageOf;
import dev.ingot.controller.listing.db.Listing;
import dev.ingot.controller.validation.MetadataRules;
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
    AppEntity app = finder.target(appGuid);
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
