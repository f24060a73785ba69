package dev.ingot.controller.app;

import dev.ingot.api.app.AppRequest;
import dev.ingot.api.common.ToOne;
import dev.ingot.api.error.ApiException;
import dev.ingot.controller.app.db.AppEntity;
import dev.ingot.controller.app.db.AppRepository;
import dev.ingot.controller.auth.Access;
import dev.ingot.controller.auth.Permission;
import dev.ingot.controller.flag.FeatureFlags;
import dev.ingot.controller.flag.Flag;
import dev.ingot.controller.listing.ListQuery;
import dev.ingot.controller.listing.PageOf;
import dev.ingot.controller.listing.db.Listing;
import dev.ingot.controller.validation.MetadataRules;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What users do with apps. Every method checks the current caller's rights and throws ApiException without having changed anything. */
@Service
@Transactional
public class Apps {
  private static final Listing<AppEntity> LISTING = Listing.of(AppEntity.class).filter("names", "name")
      .allow(VisibleSpaces.ORGANIZATIONS, VisibleSpaces.SPACES)
      .filter("stacks", "stack").filter("lifecycle_type", "lifecycleType").order("name", "name").order("state", "state")
      .include("space", "space.organization");

  private final AppRepository apps;
  private final AppFinder finder;
  private final AppChanges changes;
  private final AppJournal journal;
  private final Access access;
  private final FeatureFlags flags;
  private final VisibleSpaces spaces;
  private final ObjectProvider<AppListener> listeners;
  private final ApplicationEventPublisher publisher;
  private final Clock clock;

  Apps(AppRepository apps, AppFinder finder, AppChanges changes, AppJournal journal, Access access, FeatureFlags flags, VisibleSpaces spaces, ObjectProvider<AppListener> listeners,
      ApplicationEventPublisher publisher, Clock clock) {
    this.apps = apps;
    this.finder = finder;
    this.changes = changes;
    this.journal = journal;
    this.access = access;
    this.flags = flags;
    this.spaces = spaces;
    this.listeners = listeners;
    this.publisher = publisher;
    this.clock = clock;
  }

  @Transactional(readOnly = true)
  public PageOf<AppEntity> list(ListQuery query) {
    return LISTING.page(apps, query, Listing.within("spaceGuid", spaces.of(query)));
  }

  @Transactional(readOnly = true)
  public AppEntity get(String guid, Permission permission) {
    return finder.require(guid, permission);
  }

  /** Makes a stopped app with a process `web`. */
  public AppEntity create(AppRequest request) {
    String space = request.relationships() == null ? null : ToOne.guid(request.relationships().space());
    if (space == null) {
      throw ApiException.unprocessable("Relationships 'space' is required: {\"space\": {\"data\": {\"guid\": \"…\"}}}");
    }
    if (!access.maySpace(Permission.READ_SPACE, space)) {
      throw ApiException.unprocessable("Invalid space. Ensure that the space exists and you have access to it.");
    }
    access.space(Permission.WRITE_APP, space, "Space");
    MetadataRules.check(request.metadata());
    Instant now = clock.instant();
    AppEntity app = new AppEntity(space, changes.freeName(request.name(), space), changes.lifecycleType(request.lifecycle()), now);
    requireEnabled(app);
    changes.apply(app, request.lifecycle());
    app.merge(request.metadata());
    if (request.environmentVariables() != null) {
      app.environment(merged(Map.of(), request.environmentVariables()));
    }
    return added(app);
  }

  /** Stores an app somebody has already checked, with all that belongs to a new one. */
  public AppEntity added(AppEntity app) {
    apps.save(app);
    apps.flush();
    listeners.orderedStream().forEach(listener -> listener.created(app));
    journal.event("audit.app.create", app, Map.of("request", Map.of("name", app.name(), "lifecycle", app.lifecycleType())));
    journal.log(app, "Created app with guid " + app.guid());
    return app;
  }

  /** Name, lifecycle data and metadata; nothing else of the request counts. */
  public AppEntity update(String guid, AppRequest request) {
    AppEntity app = finder.lock(guid, Permission.WRITE_APP);
    MetadataRules.check(request.metadata());
    if (request.name() != null && !request.name().equals(app.name())) {
      app.rename(changes.freeName(request.name(), app.spaceGuid()));
    }
    changes.apply(app, request.lifecycle());
    app.merge(request.metadata());
    changed(app, Map.of("name", app.name()));
    return app;
  }

  /** Marks and tells a change of the app's own fields. @param request what was asked for, without secrets */
  public void changed(AppEntity app, Map<String, ?> request) {
    app.touch(clock.instant());
    journal.event("audit.app.update", app, Map.of("request", request));
    journal.log(app, "Updated app with guid " + app.guid() + " (" + String.join(", ", request.keySet().stream().sorted().toList()) + ")");
  }

  /** STARTED. Starting a started app changes nothing. 422 without a droplet. */
  public AppEntity start(String guid) {
    AppEntity app = finder.lock(guid, Permission.OPERATE_APP);
    requireDroplet(app);
    journal.event("audit.app.start", app, Map.of());
    if (!app.started()) {
      started(app);
      journal.log(app, "Starting app with guid " + app.guid());
    }
    return app;
  }

  /** STOPPED. Stopping a stopped app changes nothing. */
  public AppEntity stop(String guid) {
    AppEntity app = finder.lock(guid, Permission.OPERATE_APP);
    listeners.orderedStream().forEach(listener -> listener.stopping(app));
    journal.event("audit.app.stop", app, Map.of());
    if (app.started()) {
      app.state(AppEntity.STOPPED);
      app.touch(clock.instant());
      listeners.orderedStream().forEach(listener -> listener.stopped(app));
      publisher.publishEvent(new DesiredStateChanged(app.guid()));
      journal.log(app, "Stopping app with guid " + app.guid());
    }
    return app;
  }

  /** STARTED with all instances replaced, also when it was started before. */
  public AppEntity restart(String guid) {
    AppEntity app = finder.lock(guid, Permission.OPERATE_APP);
    requireDroplet(app);
    journal.event("audit.app.restart", app, Map.of());
    started(app);
    journal.log(app, "Restarting app with guid " + app.guid());
    return app;
  }

  /** Removes the app and everything of it. */
  public void delete(String guid) {
    finder.lock(guid, Permission.WRITE_APP);
    remove(guid);
  }

  /** The same for a caller whose rights somebody has checked, such as one who deletes the whole space. */
  void remove(String guid) {
    AppEntity app = apps.lock(guid).orElseThrow(() -> ApiException.notFound("App"));
    journal.event("audit.app.delete-request", app, Map.of());
    listeners.orderedStream().forEach(listener -> listener.deleting(app));
    apps.delete(app);
    apps.flush();
    publisher.publishEvent(new DesiredStateChanged(guid));
    journal.forget(app);
  }

  /** Lays these variables over the app's own; null removes. Seen by instances that start from now on. */
  public AppEntity changeEnvironment(String guid, @Nullable Map<String, @Nullable Object> variables) {
    AppEntity app = finder.lock(guid, Permission.WRITE_APP);
    if (variables == null) {
      throw ApiException.unprocessable("Var must be an object of environment variables");
    }
    app.environment(merged(app.environment(), variables));
    changed(app, Map.of("environment_variables", "[PRIVATE DATA HIDDEN]"));
    return app;
  }

  public AppEntity changeFeature(String guid, AppFeatures feature, @Nullable Boolean enabled) {
    AppEntity app = finder.lock(guid, Permission.WRITE_APP);
    if (enabled == null) {
      throw ApiException.unprocessable("Enabled must be a boolean");
    }
    feature.set(app, enabled);
    app.touch(clock.instant());
    return app;
  }

  /** Notes that somebody looked at the app's secrets. */
  public AppEntity readEnvironment(String guid) {
    AppEntity app = finder.require(guid, Permission.READ_ENVIRONMENT);
    flags.require(Flag.ENV_VAR_VISIBILITY);
    flags.require(Flag.SPACE_DEVELOPER_ENV_VAR_VISIBILITY);
    journal.event("audit.app.environment.show", app, Map.of());
    return app;
  }

  /** Whether the caller may see the app's secrets; 404 when it may not see the app. */
  @Transactional(readOnly = true)
  public boolean maySeeSecrets(String guid) {
    return access.maySpace(Permission.READ_SECRETS, finder.require(guid, Permission.READ_SPACE).spaceGuid());
  }

  /** STARTED with all instances replaced, for an app that the caller has locked and may operate. */
  public void replace(AppEntity app) {
    started(app);
  }

  private void started(AppEntity app) {
    boolean before = app.started();
    if (!before) {
      listeners.orderedStream().forEach(listener -> listener.starting(app));
    }
    app.state(AppEntity.STARTED);
    app.touch(clock.instant());
    listeners.orderedStream().forEach(listener -> listener.replaced(app, before));
    publisher.publishEvent(new DesiredStateChanged(app.guid()));
  }

  private void requireEnabled(AppEntity app) {
    switch (app.lifecycleType()) {
      case "docker" -> flags.require(Flag.DIEGO_DOCKER);
      case "cnb" -> flags.require(Flag.DIEGO_CNB);
      default -> { }
    }
  }

  private static void requireDroplet(AppEntity app) {
    if (app.dropletGuid() == null) {
      throw ApiException.unprocessable("Assign a droplet before starting this app.");
    }
  }

  private static Map<String, String> merged(Map<String, String> current, Map<String, @Nullable Object> changes) {
    Map<String, String> merged = new HashMap<>(current);
    changes.forEach((key, value) -> {
      if (value == null) {
        merged.remove(key);
      } else {
        merged.put(key, UserEnvironment.text(value));
      }
    });
    String problem = UserEnvironment.problem(merged);
    if (problem != null) {
      throw ApiException.unprocessable(problem);
    }
    return merged;
  }

  /** Several apps at once, those the caller may see; for lists of other things that include them. */
  @Transactional(readOnly = true)
  public List<AppEntity> visible(List<String> guids) {
    var spaces = access.spaces(Permission.READ_SPACE);
    return apps.findAllById(guids).stream().filter(app -> spaces.contains(app.spaceGuid())).toList();
  }
}
