package dev.ingot.controller.process;

import dev.ingot.api.common.Metadata;
import dev.ingot.api.error.ApiException;
import dev.ingot.api.error.ErrorCode;
import dev.ingot.api.process.AppProcess;
import dev.ingot.api.process.ScaleRequest;
import dev.ingot.controller.app.AppFinder;
import dev.ingot.controller.app.AppJournal;
import dev.ingot.controller.app.VisibleSpaces;
import dev.ingot.controller.app.db.AppEntity;
import dev.ingot.controller.app.db.AppRepository;
import dev.ingot.controller.app.db.OfApps;
import dev.ingot.controller.auth.Permission;
import dev.ingot.controller.flag.FeatureFlags;
import dev.ingot.controller.flag.Flag;
import dev.ingot.controller.listing.ListQuery;
import dev.ingot.controller.listing.PageOf;
import dev.ingot.controller.listing.db.Listing;
import dev.ingot.controller.process.db.ProcessEntity;
import dev.ingot.controller.process.db.ProcessRepository;
import dev.ingot.controller.validation.MetadataRules;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What users do with processes. Each method checks the current caller's rights. */
@Service
@Transactional
public class Processes {
  private static final Listing<ProcessEntity> LISTING = Listing.of(ProcessEntity.class).filter("app_guids", "appGuid")
      .filter("types", "type").allow(VisibleSpaces.ORGANIZATIONS, VisibleSpaces.SPACES, "embed");
  private static final int MAX_COMMAND = 4096;

  private final ProcessRepository processes;
  private final AppRepository apps;
  private final AppFinder finder;
  private final AppJournal journal;
  private final ProcessScaling scaling;
  private final FeatureFlags flags;
  private final VisibleSpaces spaces;
  private final Clock clock;

  Processes(ProcessRepository processes, AppRepository apps, AppFinder finder, AppJournal journal, ProcessScaling scaling,
      FeatureFlags flags, VisibleSpaces spaces, Clock clock) {
    this.processes = processes;
    this.apps = apps;
    this.finder = finder;
    this.journal = journal;
    this.scaling = scaling;
    this.flags = flags;
    this.spaces = spaces;
    this.clock = clock;
  }

  @Transactional(readOnly = true)
  public PageOf<ProcessEntity> list(ListQuery query) {
    if (query.filters().containsKey("embed") && !query.filter("embed").equals(List.of("process_instances"))) {
      throw new ApiException(ErrorCode.BAD_QUERY_PARAMETER,
          "The query parameter is invalid: Invalid embedded resource. Valid embedded resources are: 'process_instances'");
    }
    return LISTING.page(processes, query, OfApps.inSpaces(spaces.of(query)));
  }

  @Transactional(readOnly = true)
  public PageOf<ProcessEntity> ofApp(String appGuid, ListQuery query) {
    finder.require(appGuid, Permission.READ_SPACE);
    return list(query.with("app_guids", List.of(appGuid)));
  }

  @Transactional(readOnly = true)
  public ProcessEntity get(String guid) {
    return found(guid, Permission.READ_SPACE);
  }

  @Transactional(readOnly = true)
  public ProcessEntity get(String appGuid, String type) {
    finder.require(appGuid, Permission.READ_SPACE);
    return processes.findByAppGuidAndType(appGuid, type).orElseThrow(() -> ApiException.notFound("Process"));
  }

  /** Whether the caller may see the process's command and other secrets. */
  @Transactional(readOnly = true)
  public AppEntity app(ProcessEntity process) {
    return finder.owner(process.appGuid(), Permission.READ_SPACE, "Process");
  }

  /**
   * Command, checks and metadata; instances that run now keep what they were started with. Null leaves as it is.
   *
   * @param commandGiven true with a null command: back to the droplet's
   */
  public ProcessEntity update(String guid, boolean commandGiven, @Nullable String command, AppProcess.@Nullable HealthCheck health,
      AppProcess.@Nullable HealthCheck readiness, @Nullable Metadata metadata) {
    ProcessEntity process = found(guid, Permission.OPERATE_APP);
    MetadataRules.check(metadata);
    if (commandGiven || health != null || readiness != null) {
      refuseWhileDeployed(process, ErrorCode.PROCESS_UPDATE_DISABLED_DURING_DEPLOYMENT, "Cannot update this process while a deployment is in flight.");
    }
    if (commandGiven) {
      process.command(command(command));
    }
    process.health(HealthChecks.merged(process.health(), health, "Health check"));
    process.readiness(HealthChecks.merged(process.readiness(), readiness, "Readiness health check"));
    process.merge(metadata);
    process.touch(clock.instant());
    AppEntity app = app(process);
    journal.event("audit.app.process.update", app, Map.of("process_guid", process.guid(), "process_type", process.type()));
    journal.log(app, "Updating process: \"" + process.type() + "\"");
    return process;
  }

  /** Instances, memory, disk, log rate; other limits mean that all instances are replaced. Null leaves as it is. */
  public ProcessEntity scale(String guid, ScaleRequest request) {
    String app = found(guid, Permission.OPERATE_APP).appGuid();
    AppEntity locked = apps.lock(app).orElseThrow(() -> ApiException.notFound("Process"));
    ProcessEntity process = found(guid, Permission.OPERATE_APP);
    flags.require(Flag.APP_SCALING);
    refuseWhileDeployed(process, ErrorCode.SCALE_DISABLED_DURING_DEPLOYMENT, "Cannot scale this process while a deployment is in flight.");
    return scaling.scale(locked, process, request);
  }

  private void refuseWhileDeployed(ProcessEntity process, ErrorCode code, String text) {
    if (process.type().equals(ProcessEntity.WEB) && processes.existsByAppGuidAndRetiringTrue(process.appGuid())) {
      throw new ApiException(code, text);
    }
  }

  /** A process for a caller who may do this; 404 and 403 as for its app. */
  @Transactional(readOnly = true)
  public ProcessEntity found(String guid, Permission permission) {
    ProcessEntity process = processes.findById(guid).orElseThrow(() -> ApiException.notFound("Process"));
    finder.owner(process.appGuid(), permission, "Process");
    return process;
  }

  /** The command as it may be stored; 422 when it is blank or too long. */
  public static @Nullable String command(@Nullable String command) {
    if (command != null && (command.isBlank() || command.length() > MAX_COMMAND || command.indexOf('\0') >= 0)) {
      throw ApiException.unprocessable("Command must be between 1 and " + MAX_COMMAND + " characters, or null for the droplet's command");
    }
    return command;
  }
}
