package dev.ingot.controller.rebase;

import dev.ingot.api.common.ToOne;
import dev.ingot.api.error.ApiException;
import dev.ingot.api.error.ErrorCode;
import dev.ingot.api.rebase.RebaseRequest;
import dev.ingot.controller.app.AppFinder;
import dev.ingot.controller.app.VisibleSpaces;
import dev.ingot.controller.app.db.AppEntity;
import dev.ingot.controller.app.db.OfApps;
import dev.ingot.controller.auth.Access;
import dev.ingot.controller.auth.Permission;
import dev.ingot.controller.droplet.db.DropletEntity;
import dev.ingot.controller.droplet.db.DropletRepository;
import dev.ingot.controller.listing.ListQuery;
import dev.ingot.controller.listing.PageOf;
import dev.ingot.controller.listing.db.Listing;
import dev.ingot.controller.rebase.db.RebaseAppEntity;
import dev.ingot.controller.rebase.db.RebaseAppRepository;
import dev.ingot.controller.rebase.db.RebaseEntity;
import dev.ingot.controller.rebase.db.RebaseRepository;
import dev.ingot.controller.stack.Stacks;
import dev.ingot.controller.stack.db.StackEntity;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * What users do with rebases. One is begun as a row; {@link RebaseLoop} does the rest. Each method checks the current caller's rights: a
 * rebase of one app is a matter of who may change the app, one of all apps a matter of admins.
 */
@Service
@Transactional
public class Rebases {
  private static final Listing<RebaseEntity> LISTING = Listing.of(RebaseEntity.class).filter("states", "state").filter("stacks", "stack")
      .filter("app_guids", "appGuid");
  private static final Listing<RebaseAppEntity> APPS = Listing.of(RebaseAppEntity.class).filter("states", "state").filter("app_guids", "appGuid");

  private final RebaseRepository rebases;
  private final RebaseAppRepository apps;
  private final Stacks stacks;
  private final DropletRepository droplets;
  private final AppFinder finder;
  private final Access access;
  private final VisibleSpaces spaces;
  private final RebaseProperties properties;
  private final ApplicationEventPublisher publisher;
  private final Clock clock;

  Rebases(RebaseRepository rebases, RebaseAppRepository apps, Stacks stacks, DropletRepository droplets, AppFinder finder, Access access, VisibleSpaces spaces,
      RebaseProperties properties, ApplicationEventPublisher publisher, Clock clock) {
    this.rebases = rebases;
    this.apps = apps;
    this.stacks = stacks;
    this.droplets = droplets;
    this.finder = finder;
    this.access = access;
    this.spaces = spaces;
    this.properties = properties;
    this.publisher = publisher;
    this.clock = clock;
  }

  /** Spring event: there is something to do for the loop. */
  record RebaseBegun(String guid) {}

  @Transactional(readOnly = true)
  public PageOf<RebaseEntity> list(ListQuery query) {
    return LISTING.page(rebases, query, OfApps.inSpaces(spaces.of(query)));
  }

  @Transactional(readOnly = true)
  public RebaseEntity get(String guid) {
    return found(guid, Permission.READ_SPACE, Permission.READ_PLATFORM);
  }

  /** The apps of one. */
  @Transactional(readOnly = true)
  public PageOf<RebaseAppEntity> apps(String guid, ListQuery query) {
    found(guid, Permission.READ_SPACE, Permission.READ_PLATFORM);
    return APPS.page(apps, query, RebaseAppRepository.of(guid));
  }

  /** Apps by state. */
  @Transactional(readOnly = true)
  public Map<String, Integer> counts(String guid) {
    Map<String, Integer> counts = new TreeMap<>();
    apps.counts(guid).forEach(count -> counts.put(count.getState(), count.getNumber()));
    return counts;
  }

  /** Begins one. 422 when the stack has no images, or another rebase of all its apps goes on. */
  public RebaseEntity create(RebaseRequest request) {
    AppEntity app = app(request);
    if (app == null) {
      access.platform(Permission.WRITE_PLATFORM);
    }
    int percent = Objects.requireNonNullElse(request.wavePercent(), properties.wavePercent());
    if (percent < 1 || percent > 100) {
      throw ApiException.unprocessable("Wave percent must be 1 to 100");
    }
    StackEntity stack = stack(request.stack(), app);
    boolean dryRun = Boolean.TRUE.equals(request.dryRun());
    if (app == null && !dryRun) {
      rolling(stack.name()).ifPresent(other -> {
        throw ApiException.unprocessable("Rebase " + other.guid() + " of the stack '" + stack.name() + "' still goes on: wait for it or cancel it");
      });
    }
    return begin(stack, app == null ? null : app.guid(), dryRun, Boolean.TRUE.equals(request.force()), percent, false);
  }

  /** The stack got another run image: all its apps follow, and a rebase to the one before ends after its wave. */
  public void follow(String stackName) {
    StackEntity stack = stacks.find(stackName).filter(StackEntity::usable).orElse(null);
    if (stack != null) {
      rolling(stackName).flatMap(other -> rebases.lock(other.guid())).ifPresent(other -> stop(other, "the stack got a newer run image"));
      begin(stack, null, false, false, properties.wavePercent(), true);
    }
  }

  /** No further wave begins; what is being deployed goes on to its end. 422 when it is over, or goes back already. */
  public void cancel(String guid) {
    found(guid, Permission.WRITE_APP, Permission.WRITE_PLATFORM);
    RebaseEntity rebase = rebases.lock(guid).orElseThrow(() -> ApiException.notFound("Rebase"));
    if (!stop(rebase, "somebody asked for it")) {
      throw ApiException.unprocessable("Cannot cancel a rebase whose state is " + rebase.state());
    }
  }

  private boolean stop(RebaseEntity rebase, String why) {
    if (!rebase.state().equals(RebaseEntity.PLANNING) && !rebase.state().equals(RebaseEntity.ROLLING)) {
      return rebase.state().equals(RebaseEntity.CANCELING);
    }
    rebase.state(RebaseEntity.CANCELING, why, clock.instant());
    rebases.saveAndFlush(rebase);
    publisher.publishEvent(new RebaseBegun(rebase.guid()));
    return true;
  }

  private RebaseEntity begin(StackEntity stack, @Nullable String app, boolean dryRun, boolean force, int percent, boolean byStack) {
    rebases.forget(properties.kept());
    RebaseEntity rebase = new RebaseEntity(stack.name(), stack.runRepository(), stack.runDigest(), app, clock.instant());
    rebase.how(dryRun, force, percent, byStack);
    rebases.saveAndFlush(rebase);
    publisher.publishEvent(new RebaseBegun(rebase.guid()));
    return rebase;
  }

  private java.util.Optional<RebaseEntity> rolling(String stack) {
    return rebases.findByStateInOrderByCreatedAtAscGuidAsc(List.of(RebaseEntity.PLANNING, RebaseEntity.ROLLING)).stream()
        .filter(other -> other.appGuid() == null && !other.dryRun() && other.stack().equals(stack)).findFirst();
  }

  private StackEntity stack(@Nullable String name, @Nullable AppEntity app) {
    String wanted = name;
    if (wanted == null && app != null && app.dropletGuid() != null) {
      wanted = droplets.findById(app.dropletGuid()).map(DropletEntity::stack).orElse(null);
    }
    StackEntity stack = stacks.withImages(wanted).orElseThrow(() -> ApiException.unprocessable("There is no such stack"));
    if (!stack.usable()) {
      throw ApiException.unprocessable("Stack '" + stack.name() + "' has no images yet");
    }
    return stack;
  }

  private @Nullable AppEntity app(RebaseRequest request) {
    String guid = request.relationships() == null ? null : ToOne.guid(request.relationships().app());
    if (guid == null) {
      return null;
    }
    try {
      return finder.require(guid, Permission.WRITE_APP);
    } catch (ApiException e) {
      throw e.code() != ErrorCode.RESOURCE_NOT_FOUND ? e
          : ApiException.unprocessable("Unable to use app. Ensure that the app exists and you have access to it.");
    }
  }

  private RebaseEntity found(String guid, Permission ofApp, Permission ofAll) {
    RebaseEntity rebase = rebases.findById(guid).orElseThrow(() -> ApiException.notFound("Rebase"));
    if (rebase.appGuid() != null) {
      finder.owner(rebase.appGuid(), ofApp, "Rebase");
    } else if (!access.may(Permission.READ_PLATFORM)) {
      throw ApiException.notFound("Rebase");
    } else {
      access.platform(ofAll);
    }
    return rebase;
  }
}
