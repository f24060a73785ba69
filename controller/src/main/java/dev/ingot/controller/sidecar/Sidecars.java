package dev.ingot.controller.sidecar;

import dev.ingot.api.error.ApiException;
import dev.ingot.controller.app.AppFinder;
import dev.ingot.controller.app.AppJournal;
import dev.ingot.controller.app.DesiredStateChanged;
import dev.ingot.controller.app.db.AppEntity;
import dev.ingot.controller.app.db.AppRepository;
import dev.ingot.controller.app.db.OfApps;
import dev.ingot.controller.auth.Permission;
import dev.ingot.controller.listing.ListQuery;
import dev.ingot.controller.listing.PageOf;
import dev.ingot.controller.listing.db.Listing;
import dev.ingot.controller.process.Processes;
import dev.ingot.controller.process.db.ProcessEntity;
import dev.ingot.controller.process.db.ProcessRepository;
import dev.ingot.controller.process.db.SidecarState;
import dev.ingot.controller.sidecar.db.SidecarEntity;
import dev.ingot.controller.sidecar.db.SidecarRepository;
import dev.ingot.controller.validation.Names;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What users do with sidecars. Each method checks the current caller's rights. A change gives the processes it is about a new version. */
@Service
@Transactional
public class Sidecars {
  private static final Listing<SidecarEntity> LISTING = Listing.of(SidecarEntity.class);
  /** Each is a process with a monitor of its own in every instance. */
  static final int MAX_PER_APP = 20;
  private static final int MAX_TYPES = 50;
  private static final int MAX_MEGABYTES = 1 << 20;

  private final SidecarRepository sidecars;
  private final AppRepository apps;
  private final AppFinder finder;
  private final Processes processes;
  private final ProcessRepository processRows;
  private final AppJournal journal;
  private final ApplicationEventPublisher publisher;
  private final Clock clock;

  Sidecars(SidecarRepository sidecars, AppRepository apps, AppFinder finder, Processes processes, ProcessRepository processRows,
      AppJournal journal, ApplicationEventPublisher publisher, Clock clock) {
    this.sidecars = sidecars;
    this.apps = apps;
    this.finder = finder;
    this.processes = processes;
    this.processRows = processRows;
    this.journal = journal;
    this.publisher = publisher;
    this.clock = clock;
  }

  @Transactional(readOnly = true)
  public PageOf<SidecarEntity> ofApp(String appGuid, ListQuery query) {
    finder.require(appGuid, Permission.READ_SPACE);
    return LISTING.page(sidecars, query, OfApps.of(List.of(appGuid)));
  }

  /** Those that run beside this process. An app has few, so they are not paged. */
  @Transactional(readOnly = true)
  public List<SidecarEntity> ofProcess(String processGuid) {
    ProcessEntity process = processes.found(processGuid, Permission.READ_SPACE);
    return beside(process.appGuid(), process.type());
  }

  /** For whoever starts an instance: those that run beside this process; one that retires has those of before. */
  @Transactional(readOnly = true)
  public List<SidecarState> toStart(String appGuid, String processGuid, String processType) {
    List<SidecarState> own = processRows.findById(processGuid).map(ProcessEntity::sidecars).orElse(null);
    return (own == null ? states(appGuid) : own).stream().filter(sidecar -> sidecar.processTypes().contains(processType)).toList();
  }

  /** All of an app as they are now, oldest first. */
  @Transactional(readOnly = true)
  public List<SidecarState> states(String appGuid) {
    return all(appGuid).stream().map(SidecarEntity::state).toList();
  }

  /** Gives an app that the caller has locked the sidecars of before. Instances that run stay: the caller replaces them. */
  public void restore(AppEntity app, List<SidecarState> before) {
    List<SidecarEntity> there = all(app.guid());
    there.stream().filter(one -> before.stream().noneMatch(state -> state.name().equals(one.name()))).forEach(sidecars::delete);
    for (SidecarState state : before) {
      SidecarEntity sidecar = there.stream().filter(one -> one.name().equals(state.name())).findFirst()
          .orElseGet(() -> new SidecarEntity(app.guid(), clock.instant()));
      if (!sidecar.state().equals(state)) {
        sidecar.change(state.name(), state.command(), state.processTypes(), state.memoryMb());
        sidecar.touch(clock.instant());
        sidecars.save(sidecar);
      }
    }
    sidecars.flush();
  }

  private List<SidecarEntity> beside(String appGuid, String processType) {
    return all(appGuid).stream().filter(sidecar -> sidecar.processTypes().contains(processType)).toList();
  }

  /** All of an app that the caller may see; oldest first. */
  @Transactional(readOnly = true)
  public List<SidecarEntity> all(String appGuid) {
    return sidecars.findByAppGuidOrderByCreatedAtAscGuidAsc(appGuid);
  }

  @Transactional(readOnly = true)
  public SidecarEntity get(String guid) {
    return found(guid, Permission.READ_SPACE);
  }

  public SidecarEntity create(String appGuid, SidecarSpec spec) {
    AppEntity app = finder.lock(appGuid, Permission.WRITE_APP);
    return added(app, spec);
  }

  public SidecarEntity update(String guid, SidecarSpec spec) {
    SidecarEntity sidecar = found(guid, Permission.WRITE_APP);
    AppEntity app = apps.lock(sidecar.appGuid()).orElseThrow(() -> ApiException.notFound("Sidecar"));
    change(app, sidecar, spec);
    return sidecar;
  }

  public void delete(String guid) {
    SidecarEntity sidecar = found(guid, Permission.WRITE_APP);
    AppEntity app = apps.lock(sidecar.appGuid()).orElseThrow(() -> ApiException.notFound("Sidecar"));
    sidecars.delete(sidecar);
    sidecars.flush();
    tell(app, sidecar.processTypes());
  }

  /** As a manifest has it, for an app somebody has locked and may change: the one of this name is changed, or made. */
  public void apply(AppEntity app, SidecarSpec spec) {
    Optional<SidecarEntity> there = all(app.guid()).stream().filter(sidecar -> sidecar.name().equals(spec.name())).findFirst();
    if (there.isPresent()) {
      change(app, there.get(), spec);
    } else {
      added(app, spec);
    }
  }

  private SidecarEntity added(AppEntity app, SidecarSpec spec) {
    if (all(app.guid()).size() >= MAX_PER_APP) {
      throw ApiException.unprocessable("An app can have at most " + MAX_PER_APP + " sidecars");
    }
    if (spec.command() == null) {
      throw ApiException.unprocessable("Command can't be blank");
    }
    if (spec.processTypes() == null) {
      throw ApiException.unprocessable("Process types must have at least 1 process_type");
    }
    SidecarEntity sidecar = new SidecarEntity(app.guid(), clock.instant());
    change(app, sidecar, spec);
    return sidecar;
  }

  private void change(AppEntity app, SidecarEntity sidecar, SidecarSpec spec) {
    String name = Names.require("Name", spec.name() == null ? sidecar.name() : spec.name());
    if (all(app.guid()).stream().anyMatch(other -> !other.guid().equals(sidecar.guid()) && other.name().equals(name))) {
      throw ApiException.unprocessable("Sidecar with name '" + name + "' already exists for given app");
    }
    String command = spec.command() == null ? sidecar.command() : Processes.command(spec.command());
    List<String> types = spec.processTypes() == null ? sidecar.processTypes() : types(spec.processTypes());
    Integer memory = spec.memoryMb() == null ? sidecar.memoryMb() : spec.memoryMb();
    if (memory != null && (memory < 1 || memory > MAX_MEGABYTES)) {
      throw ApiException.unprocessable("Memory in mb must be greater than 0 and at most " + MAX_MEGABYTES);
    }
    requireRoom(app, sidecar, types, memory);
    boolean same = name.equals(sidecar.name()) && command.equals(sidecar.command()) && types.equals(sidecar.processTypes())
        && java.util.Objects.equals(memory, sidecar.memoryMb());
    if (same) {
      return;
    }
    Set<String> concerned = new LinkedHashSet<>(sidecar.processTypes());
    concerned.addAll(types);
    sidecar.change(name, command, types, memory);
    sidecar.touch(clock.instant());
    sidecars.saveAndFlush(sidecar);
    tell(app, concerned);
  }

  private static List<String> types(List<? extends @Nullable String> types) {
    if (types.isEmpty()) {
      throw ApiException.unprocessable("Process types must have at least 1 process_type");
    }
    if (types.size() > MAX_TYPES) {
      throw ApiException.unprocessable("Process types can be " + MAX_TYPES + " at most");
    }
    List<String> checked = new ArrayList<>();
    types.forEach(type -> checked.add(Names.require("Process types", type)));
    return checked.stream().distinct().toList();
  }

  /** All sidecars of a process together must leave it some of its memory. */
  private void requireRoom(AppEntity app, SidecarEntity changed, List<String> types, @Nullable Integer memory) {
    for (String type : types) {
      int others = beside(app.guid(), type).stream().filter(sidecar -> !sidecar.guid().equals(changed.guid()))
          .mapToInt(sidecar -> sidecar.memoryMb() == null ? 0 : sidecar.memoryMb()).sum();
      int wanted = others + (memory == null ? 0 : memory);
      if (processRows.findByAppGuidAndType(app.guid(), type).filter(process -> wanted > 0 && wanted >= process.memoryMb()).isPresent()) {
        throw ApiException.unprocessable("The memory allocation defined is too large to run with the dependent \"" + type + "\" process");
      }
    }
  }

  /** Running instances are replaced by ones with the sidecars of now. */
  private void tell(AppEntity app, Collection<String> types) {
    for (String type : types) {
      processRows.findByAppGuidAndType(app.guid(), type).ifPresent(ProcessEntity::newVersion);
    }
    journal.event("audit.app.update", app, Map.of("request", Map.of("sidecars", "[PRIVATE DATA HIDDEN]")));
    publisher.publishEvent(new DesiredStateChanged(app.guid()));
  }

  private SidecarEntity found(String guid, Permission permission) {
    SidecarEntity sidecar = sidecars.findById(guid).orElseThrow(() -> ApiException.notFound("Sidecar"));
    finder.owner(sidecar.appGuid(), permission, "Sidecar");
    return sidecar;
  }
}
