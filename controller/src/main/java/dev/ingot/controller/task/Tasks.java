package dev.ingot.controller.task;

import dev.ingot.api.common.Metadata;
import dev.ingot.api.common.Ref;
import dev.ingot.api.error.ApiException;
import dev.ingot.api.task.TaskRequest;
import dev.ingot.controller.app.AppFinder;
import dev.ingot.controller.app.AppJournal;
import dev.ingot.controller.app.AppProperties;
import dev.ingot.controller.app.VisibleSpaces;
import dev.ingot.controller.app.db.AppEntity;
import dev.ingot.controller.app.db.OfApps;
import dev.ingot.controller.auth.Access;
import dev.ingot.controller.auth.Permission;
import dev.ingot.controller.droplet.db.DropletEntity;
import dev.ingot.controller.droplet.db.DropletRepository;
import dev.ingot.controller.flag.FeatureFlags;
import dev.ingot.controller.flag.Flag;
import dev.ingot.controller.listing.ListQuery;
import dev.ingot.controller.listing.PageOf;
import dev.ingot.controller.listing.db.Listing;
import dev.ingot.controller.process.Processes;
import dev.ingot.controller.process.db.ProcessEntity;
import dev.ingot.controller.process.db.ProcessRepository;
import dev.ingot.controller.quota.Quotas;
import dev.ingot.controller.task.db.TaskEntity;
import dev.ingot.controller.task.db.TaskRepository;
import dev.ingot.controller.validation.MetadataRules;
import dev.ingot.controller.validation.Names;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What users do with tasks. Each method checks the current caller's rights. */
@Service
@Transactional
public class Tasks {
  private static final Listing<TaskEntity> LISTING = Listing.of(TaskEntity.class).filter("names", "name").filter("states", "state")
      .filter("app_guids", "appGuid").filter("sequence_ids", "sequenceId").allow(VisibleSpaces.ORGANIZATIONS, VisibleSpaces.SPACES);
  private static final int MAX_MEGABYTES = 1 << 20;
  private static final String HIDDEN = "[PRIVATE DATA HIDDEN]";

  private final TaskRepository tasks;
  private final TaskRuns runs;
  private final TaskBook book;
  private final DropletRepository droplets;
  private final ProcessRepository processes;
  private final AppFinder finder;
  private final AppJournal journal;
  private final AppProperties properties;
  private final FeatureFlags flags;
  private final Quotas quotas;
  private final Access access;
  private final VisibleSpaces spaces;
  private final ApplicationEventPublisher publisher;
  private final Clock clock;

  Tasks(TaskRepository tasks, TaskRuns runs, TaskBook book, DropletRepository droplets, ProcessRepository processes, AppFinder finder, AppJournal journal,
      AppProperties properties, FeatureFlags flags, Quotas quotas, Access access, VisibleSpaces spaces, ApplicationEventPublisher publisher, Clock clock) {
    this.tasks = tasks;
    this.runs = runs;
    this.book = book;
    this.droplets = droplets;
    this.processes = processes;
    this.finder = finder;
    this.journal = journal;
    this.properties = properties;
    this.flags = flags;
    this.quotas = quotas;
    this.access = access;
    this.spaces = spaces;
    this.publisher = publisher;
    this.clock = clock;
  }

  /** Tasks of all apps the caller sees; one whose app was deleted is nobody's. */
  @Transactional(readOnly = true)
  public PageOf<TaskEntity> list(ListQuery query) {
    return LISTING.page(tasks, query, OfApps.<TaskEntity>inSpaces(spaces.of(query)).and(TaskRepository.ofAnApp()));
  }

  @Transactional(readOnly = true)
  public PageOf<TaskEntity> ofApp(String appGuid, ListQuery query) {
    finder.require(appGuid, Permission.READ_SPACE);
    return list(query.with("app_guids", List.of(appGuid)));
  }

  @Transactional(readOnly = true)
  public TaskEntity get(String guid) {
    return found(guid, Permission.READ_SPACE);
  }

  /** Whether the caller may see the commands of this app's tasks. */
  @Transactional(readOnly = true)
  public boolean maySeeCommands(String appGuid) {
    return access.maySpace(Permission.READ_SECRETS, finder.require(appGuid, Permission.READ_SPACE).spaceGuid());
  }

  /** A task that waits for a cell. */
  public TaskEntity create(String appGuid, TaskRequest request) {
    AppEntity app = finder.require(appGuid, Permission.WRITE_APP);
    flags.require(Flag.TASK_CREATION);
    MetadataRules.check(request.metadata());
    ProcessEntity template = template(app, request.template());
    DropletEntity droplet = droplet(app, request.dropletGuid());
    String name = request.name() == null ? UUID.randomUUID().toString().substring(0, 8) : Names.require("Name", request.name());
    int memory = megabytes("Memory in mb", request.memoryInMb(), template == null ? properties.memory().toMegabytes() : template.memoryMb());
    int disk = megabytes("Disk in mb", request.diskInMb(), template == null ? properties.disk().toMegabytes() : template.diskMb());
    long logRate = logRate(request.logRateLimitInBytesPerSecond(), template);
    String own = Processes.command(request.command());
    String shown = own != null ? own : template == null ? null : command(template, droplet);
    if (shown == null) {
      throw ApiException.unprocessable(template == null ? "Command must be given when there is no template: {\"command\": \"…\"}"
          : "Process type '" + template.type() + "' has no command in droplet " + droplet.guid() + "; give the task one");
    }
    quotas.checkTask(app.spaceGuid(), memory, logRate);
    TaskEntity task = new TaskEntity(app.guid(), runs.nextNumber(app.guid()), name, droplet.guid(), clock.instant());
    task.command(shown, own == null && template != null && template.command() == null ? template.type() : null);
    task.limits(memory, disk, logRate);
    task.merge(request.metadata());
    tasks.saveAndFlush(task);
    book.started(task);
    journal.event("audit.app.task.create", app, Map.of("task_guid", task.guid(),
        "request", Map.of("name", name, "memory_in_mb", memory, "disk_in_mb", disk, "command", HIDDEN)));
    publisher.publishEvent(new TasksChanged());
    return task;
  }

  public TaskEntity update(String guid, @Nullable Metadata metadata) {
    TaskEntity task = found(guid, Permission.WRITE_APP);
    MetadataRules.check(metadata);
    task.merge(metadata);
    task.touch(clock.instant());
    return task;
  }

  /** Asks for its end; asking again while it is CANCELING changes nothing. 422 for one that has ended. */
  public TaskEntity cancel(String guid) {
    AppEntity app = finder.owner(found(guid, Permission.OPERATE_APP).appGuid(), Permission.OPERATE_APP, "Task");
    TaskEntity task = tasks.lock(guid).orElseThrow(() -> ApiException.notFound("Task"));
    if (task.state().ended()) {
      throw ApiException.unprocessable("Task state is " + task.state() + " and therefore cannot be canceled");
    }
    if (task.state() != TaskState.CANCELING) {
      task.cancel(clock.instant());
      journal.event("audit.app.task.cancel", app, Map.of("task_guid", guid));
      publisher.publishEvent(new TasksChanged());
    }
    return task;
  }

  private @Nullable ProcessEntity template(AppEntity app, TaskRequest.@Nullable Template template) {
    if (template == null) {
      return null;
    }
    Ref process = template.process();
    String guid = process == null ? null : process.guid();
    if (guid == null) {
      throw ApiException.unprocessable("Template must name a process: {\"template\": {\"process\": {\"guid\": \"…\"}}}");
    }
    return processes.findById(guid).filter(p -> p.appGuid().equals(app.guid())).orElseThrow(() -> ApiException.notFound("Process"));
  }

  private DropletEntity droplet(AppEntity app, @Nullable String asked) {
    String guid = asked == null ? app.dropletGuid() : asked;
    if (guid == null) {
      throw ApiException.unprocessable("Task must have a droplet. Specify droplet or assign current droplet to app.");
    }
    DropletEntity droplet = droplets.findById(guid).filter(d -> d.appGuid().equals(app.guid())).orElseThrow(() -> ApiException.notFound("Droplet"));
    if (droplet.imageDigest() == null) {
      throw ApiException.unprocessable("Droplet " + guid + " is not STAGED and cannot run a task");
    }
    return droplet;
  }

  private static @Nullable String command(ProcessEntity template, DropletEntity droplet) {
    return template.command() == null ? droplet.processTypes().get(template.type()) : template.command();
  }

  private static int megabytes(String field, @Nullable Integer asked, long standard) {
    long megabytes = asked == null ? standard : asked;
    if (megabytes < 1 || megabytes > MAX_MEGABYTES) {
      throw ApiException.unprocessable(field + " must be greater than 0 and at most " + MAX_MEGABYTES);
    }
    return (int) megabytes;
  }

  private static long logRate(@Nullable Long asked, @Nullable ProcessEntity template) {
    long rate = asked != null ? asked : template == null ? -1 : template.logRateLimit();
    if (rate < -1) {
      throw ApiException.unprocessable("Log rate limit in bytes per second must be greater than or equal to -1");
    }
    return rate;
  }

  private TaskEntity found(String guid, Permission permission) {
    TaskEntity task = tasks.findById(guid).orElseThrow(() -> ApiException.notFound("Task"));
    finder.owner(task.appGuid(), permission, "Task");
    return task;
  }
}
