package dev.ingot.controller.process;

import dev.ingot.api.error.ApiException;
import dev.ingot.controller.app.AppJournal;
import dev.ingot.controller.app.db.AppEntity;
import dev.ingot.controller.auth.Access;
import dev.ingot.controller.auth.Permission;
import dev.ingot.controller.droplet.db.DropletEntity;
import dev.ingot.controller.droplet.db.DropletRepository;
import dev.ingot.controller.instance.InstanceStats;
import dev.ingot.controller.process.db.ProcessEntity;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What is known of the running copies of a process, and of the command they run. */
@Service
@Transactional
public class ProcessInstances {
  private static final String HIDDEN = "[PRIVATE DATA HIDDEN]";

  private final Processes processes;
  private final DropletRepository droplets;
  private final InstanceStats stats;
  private final AppJournal journal;
  private final Access access;

  ProcessInstances(Processes processes, DropletRepository droplets, InstanceStats stats, AppJournal journal, Access access) {
    this.processes = processes;
    this.droplets = droplets;
    this.stats = stats;
    this.journal = journal;
    this.access = access;
  }

  /** The command for the current caller: the process's own, else its droplet's, else null; hidden from those who may not see secrets. */
  @Transactional(readOnly = true)
  public @Nullable String command(ProcessEntity process) {
    AppEntity app = processes.app(process);
    String command = process.command() == null ? dropletCommand(app, process.type()) : process.command();
    return command == null || access.maySpace(Permission.READ_SECRETS, app.spaceGuid()) ? command : HIDDEN;
  }

  /** Rows in index order; see {@link InstanceStats#of}. */
  @Transactional(readOnly = true)
  public List<InstanceStats.Row> rows(ProcessEntity process) {
    return process.instances() == 0 ? List.of() : stats.of(process.guid());
  }

  /** The same for many processes by guid. */
  @Transactional(readOnly = true)
  public Map<String, List<InstanceStats.Row>> rows(Collection<ProcessEntity> of) {
    return stats.ofAll(of.stream().map(ProcessEntity::guid).toList());
  }

  /** Has one instance stopped and started anew; 404 `Instance not found` for an index without one. */
  public void restart(ProcessEntity found, int index) {
    ProcessEntity process = processes.found(found.guid(), Permission.OPERATE_APP);
    AppEntity app = processes.app(process);
    if (index < 0 || !stats.restart(process.guid(), index)) {
      throw ApiException.notFound("Instance");
    }
    journal.event("audit.app.process.terminate_instance", app,
        Map.of("process_guid", process.guid(), "process_type", process.type(), "process_index", index));
    journal.log(app, "Terminating instance " + index + " of process \"" + process.type() + "\"");
  }

  private @Nullable String dropletCommand(AppEntity app, String type) {
    if (app.dropletGuid() == null) {
      return null;
    }
    return droplets.findById(app.dropletGuid()).map(DropletEntity::processTypes).map(types -> types.get(type)).orElse(null);
  }
}
