package dev.ingot.controller.build;

import dev.ingot.api.app.Lifecycle;
import dev.ingot.api.build.BuildRequest;
import dev.ingot.api.common.Metadata;
import dev.ingot.api.error.ApiException;
import dev.ingot.api.error.ErrorCode;
import dev.ingot.controller.app.AppChanges;
import dev.ingot.controller.app.AppFinder;
import dev.ingot.controller.app.AppJournal;
import dev.ingot.controller.app.AppProperties;
import dev.ingot.controller.app.AppUsage;
import dev.ingot.controller.app.VisibleSpaces;
import dev.ingot.controller.app.db.AppEntity;
import dev.ingot.controller.app.db.AppRepository;
import dev.ingot.controller.app.db.OfApps;
import dev.ingot.controller.app.db.Stacks;
import dev.ingot.controller.auth.Caller;
import dev.ingot.controller.auth.Permission;
import dev.ingot.controller.build.db.BuildEntity;
import dev.ingot.controller.build.db.BuildRepository;
import dev.ingot.controller.flag.FeatureFlags;
import dev.ingot.controller.flag.Flag;
import dev.ingot.controller.listing.ListQuery;
import dev.ingot.controller.listing.PageOf;
import dev.ingot.controller.listing.db.Listing;
import dev.ingot.controller.packages.db.PackageEntity;
import dev.ingot.controller.packages.db.PackageRepository;
import dev.ingot.controller.quota.Quotas;
import dev.ingot.controller.validation.MetadataRules;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What users do with builds. Each method checks the current caller's rights. */
@Service
@Transactional
public class Builds {
  private static final Listing<BuildEntity> LISTING = Listing.of(BuildEntity.class).filter("app_guids", "appGuid")
      .filter("package_guids", "packageGuid").filter("states", "state")
      .allow(VisibleSpaces.ORGANIZATIONS, VisibleSpaces.SPACES);
  private static final int MAX_MEGABYTES = 1 << 20;

  private final BuildRepository builds;
  private final PackageRepository packages;
  private final AppRepository apps;
  private final AppFinder finder;
  private final AppChanges rules;
  private final AppJournal journal;
  private final AppUsage usage;
  private final AppProperties properties;
  private final FeatureFlags flags;
  private final Quotas quotas;
  private final Stacks stacks;
  private final VisibleSpaces spaces;
  private final ApplicationEventPublisher publisher;
  private final Clock clock;

  Builds(BuildRepository builds, PackageRepository packages, AppRepository apps, AppFinder finder, AppChanges rules, AppJournal journal,
      AppUsage usage, AppProperties properties, FeatureFlags flags, Quotas quotas, Stacks stacks, VisibleSpaces spaces,
      ApplicationEventPublisher publisher, Clock clock) {
    this.builds = builds;
    this.packages = packages;
    this.apps = apps;
    this.finder = finder;
    this.rules = rules;
    this.journal = journal;
    this.usage = usage;
    this.properties = properties;
    this.flags = flags;
    this.quotas = quotas;
    this.stacks = stacks;
    this.spaces = spaces;
    this.publisher = publisher;
    this.clock = clock;
  }

  @Transactional(readOnly = true)
  public PageOf<BuildEntity> list(ListQuery query) {
    return LISTING.page(builds, query, OfApps.inSpaces(spaces.of(query)));
  }

  @Transactional(readOnly = true)
  public PageOf<BuildEntity> ofApp(String appGuid, ListQuery query) {
    finder.require(appGuid, Permission.READ_SPACE);
    return list(query.with("app_guids", List.of(appGuid)));
  }

  @Transactional(readOnly = true)
  public BuildEntity get(String guid) {
    return found(guid, Permission.READ_SPACE);
  }

  /** Starts a build: STAGING, waiting for a cell. 422 while another build of the app runs, 400 for a package that is not READY. */
  public BuildEntity create(BuildRequest request) {
    PackageEntity bits = bits(request);
    AppEntity app = finder.lock(bits.appGuid(), Permission.OPERATE_APP);
    if (!bits.state().equals(PackageEntity.READY)) {
      throw new ApiException(ErrorCode.BAD_REQUEST, "Bad request: Cannot stage package whose state is not ready.");
    }
    if (builds.existsByAppGuidAndState(app.guid(), BuildEntity.STAGING)) {
      throw new ApiException(ErrorCode.STAGING_IN_PROGRESS, "Only one build can be STAGING at a time per application.");
    }
    MetadataRules.check(request.metadata());
    int memory = megabytes("Staging memory in mb", request.stagingMemoryInMb(), properties.stagingMemory().toMegabytes());
    quotas.checkStaging(app.spaceGuid(), memory);
    BuildEntity build = new BuildEntity(app.guid(), bits.guid(), memory,
        megabytes("Staging disk in mb", request.stagingDiskInMb(), properties.stagingDisk().toMegabytes()), clock.instant());
    lifecycle(build, app, request.lifecycle());
    detectOnly(build, request.detectOnly());
    Caller.find().ifPresent(caller -> build.createdBy(caller.guid(), caller.name()));
    build.merge(request.metadata());
    builds.saveAndFlush(build);
    journal.event("audit.app.build.create", app, Map.of("build_guid", build.guid(), "package_guid", bits.guid()));
    journal.log(app, "Creating build for app with guid " + app.guid());
    usage.record(app.guid(), "STAGING_STARTED", new AppUsage.Change(null, null, null, "STAGING", 1, null, build.stagingMemoryMb(), null));
    publisher.publishEvent(new BuildRequested(build.guid()));
    return build;
  }

  /** The build for who may read its log: its report quotes from there. */
  @Transactional(readOnly = true)
  public BuildEntity forReport(String guid) {
    return found(guid, Permission.READ_LOGS);
  }

  public BuildEntity update(String guid, @Nullable Metadata metadata) {
    BuildEntity build = found(guid, Permission.WRITE_APP);
    MetadataRules.check(metadata);
    build.merge(metadata);
    build.touch(clock.instant());
    return build;
  }

  private PackageEntity bits(BuildRequest request) {
    String guid = request.packageRef() == null ? null : request.packageRef().guid();
    if (guid == null) {
      throw ApiException.unprocessable("Package is required: {\"package\": {\"guid\": \"…\"}}");
    }
    PackageEntity bits = packages.findById(guid).orElse(null);
    if (bits == null || apps.findById(bits.appGuid()).filter(app -> spaces.of(ListQuery.firstPage()).contains(app.spaceGuid())).isEmpty()) {
      throw ApiException.unprocessable("Unable to use package. Ensure that the package exists and you have access to it.");
    }
    return bits;
  }

  private static void detectOnly(BuildEntity build, @Nullable Boolean asked) {
    build.detectOnly(Boolean.TRUE.equals(asked));
    if (build.detectOnly() && build.lifecycleType().equals(PackageEntity.DOCKER)) {
      throw ApiException.unprocessable("Detect only: there is nothing to detect in a docker image");
    }
  }

  private void lifecycle(BuildEntity build, AppEntity app, @Nullable Lifecycle asked) {
    if (asked != null && asked.type() != null && !asked.type().equals(app.lifecycleType())) {
      throw ApiException.unprocessable("Lifecycle type of the build must be that of its app, '" + app.lifecycleType() + "'");
    }
    if (app.lifecycleType().equals(PackageEntity.DOCKER)) {
      flags.require(Flag.DIEGO_DOCKER);
      build.lifecycle(PackageEntity.DOCKER, List.of(), null);
      return;
    }
    List<String> buildpacks = app.buildpacks();
    String stack = app.stack();
    if (asked != null && asked.data() != null) {
      buildpacks = asked.data().buildpacks() == null ? buildpacks : rules.buildpacks(asked.data().buildpacks());
      stack = asked.data().stack() == null ? stack : rules.stack(asked.data().stack());
    }
    build.stackNamed(stack != null);
    if (stack == null) {
      stack = stacks.defaultName().orElseThrow(() -> ApiException.unprocessable(
          "The platform has no stack to build on. An operator makes one with: ingot up"));
    }
    requireOpen(stack, app);
    build.lifecycle(app.lifecycleType(), buildpacks, stack);
  }

  /** DISABLED takes no build, RESTRICTED none of an app that was never built; else users are warned in the app's log. */
  private void requireOpen(String name, AppEntity app) {
    var stack = stacks.state(name).orElse(null);
    if (stack == null || stack.state().equals("ACTIVE")) {
      return;
    }
    String subject = "The stack '" + name + "' is '" + stack.state() + "' and ";
    String reason = stack.reason().isEmpty() ? "" : " " + stack.reason();
    if (stack.state().equals("DISABLED") || stack.state().equals("RESTRICTED") && app.dropletGuid() == null) {
      throw ApiException.unprocessable("ERROR: Staging failed. " + subject + "cannot be used for staging." + reason);
    }
    journal.log(app, "WARNING: " + subject + "will be removed in the future." + reason);
  }

  private static int megabytes(String name, @Nullable Integer asked, long standard) {
    long megabytes = asked == null ? standard : asked;
    if (megabytes < 1 || megabytes > MAX_MEGABYTES) {
      throw ApiException.unprocessable(name + " must be greater than 0 and at most " + MAX_MEGABYTES);
    }
    return (int) megabytes;
  }

  private BuildEntity found(String guid, Permission permission) {
    BuildEntity build = builds.findById(guid).orElseThrow(() -> ApiException.notFound("Build"));
    finder.owner(build.appGuid(), permission, "Build");
    return build;
  }
}
