package dev.ingot.controller.process.http;

import dev.ingot.api.common.ListBody;
import dev.ingot.api.process.AppProcess;
import dev.ingot.api.process.ProcessStats;
import dev.ingot.api.process.ScaleRequest;
import dev.ingot.controller.http.Lists;
import dev.ingot.controller.instance.InstanceStats;
import dev.ingot.controller.instance.RoutersTold;
import dev.ingot.controller.listing.ListQuery;
import dev.ingot.controller.listing.PageOf;
import dev.ingot.controller.process.ProcessInstances;
import dev.ingot.controller.process.Processes;
import dev.ingot.controller.process.db.ProcessEntity;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** `/v3/processes` and the processes of an app (source: CF v3 API, "Processes"). */
@RestController
class ProcessEndpoints {
  private final Processes processes;
  private final ProcessInstances instances;
  private final RoutersTold routers;
  private final ProcessWire wire;
  private final Lists lists;

  ProcessEndpoints(Processes processes, ProcessInstances instances, RoutersTold routers, ProcessWire wire, Lists lists) {
    this.routers = routers;
    this.processes = processes;
    this.instances = instances;
    this.wire = wire;
    this.lists = lists;
  }

  /** Instances without pages. */
  record Instances(List<AppProcess.Instance> resources) {}

  @GetMapping("/v3/processes")
  ListBody<AppProcess> list(ListQuery query) {
    return body(query, processes.list(query));
  }

  @GetMapping("/v3/apps/{appGuid}/processes")
  ListBody<AppProcess> ofApp(@PathVariable String appGuid, ListQuery query) {
    return body(query, processes.ofApp(appGuid, query));
  }

  @GetMapping("/v3/processes/{guid}")
  AppProcess get(@PathVariable String guid) {
    return shown(processes.get(guid));
  }

  @GetMapping("/v3/apps/{appGuid}/processes/{type}")
  AppProcess get(@PathVariable String appGuid, @PathVariable String type) {
    return shown(processes.get(appGuid, type));
  }

  @PatchMapping("/v3/processes/{guid}")
  AppProcess update(@PathVariable String guid, @RequestBody ProcessChange change) {
    return shown(processes.update(guid, change.commandGiven(), change.command(), change.healthCheck(), change.readinessHealthCheck(),
        change.metadata()));
  }

  @PatchMapping("/v3/apps/{appGuid}/processes/{type}")
  AppProcess update(@PathVariable String appGuid, @PathVariable String type, @RequestBody ProcessChange change) {
    return update(processes.get(appGuid, type).guid(), change);
  }

  @PostMapping("/v3/processes/{guid}/actions/scale")
  @ResponseStatus(HttpStatus.ACCEPTED)
  AppProcess scale(@PathVariable String guid, @RequestBody ScaleRequest request) {
    return shown(processes.scale(guid, request));
  }

  @PostMapping("/v3/apps/{appGuid}/processes/{type}/actions/scale")
  @ResponseStatus(HttpStatus.ACCEPTED)
  AppProcess scale(@PathVariable String appGuid, @PathVariable String type, @RequestBody ScaleRequest request) {
    return scale(processes.get(appGuid, type).guid(), request);
  }

  /** Clients wait by it for an app to run, and then send requests. */
  @GetMapping("/v3/processes/{guid}/stats")
  ProcessStats stats(@PathVariable String guid) {
    var process = processes.get(guid);
    List<InstanceStats.Row> rows = instances.rows(process);
    if (rows.stream().anyMatch(row -> row.state().equals("RUNNING"))) {
      routers.await();
    }
    return wire.stats(process, rows);
  }

  @GetMapping("/v3/apps/{appGuid}/processes/{type}/stats")
  ProcessStats stats(@PathVariable String appGuid, @PathVariable String type) {
    return stats(processes.get(appGuid, type).guid());
  }

  @GetMapping("/v3/processes/{guid}/process_instances")
  Instances instances(@PathVariable String guid) {
    return new Instances(instances.rows(processes.get(guid)).stream().map(wire::instance).toList());
  }

  @DeleteMapping("/v3/processes/{guid}/instances/{index}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void restart(@PathVariable String guid, @PathVariable int index) {
    instances.restart(processes.get(guid), index);
  }

  @DeleteMapping("/v3/apps/{appGuid}/processes/{type}/instances/{index}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void restart(@PathVariable String appGuid, @PathVariable String type, @PathVariable int index) {
    instances.restart(processes.get(appGuid, type), index);
  }

  private AppProcess shown(ProcessEntity process) {
    return wire.process(process, instances.command(process));
  }

  private ListBody<AppProcess> body(ListQuery query, PageOf<ProcessEntity> page) {
    if (!query.filters().containsKey("embed")) {
      return lists.body(query, page, process -> wire.listed(process, null));
    }
    Map<String, List<InstanceStats.Row>> rows = instances.rows(page.items());
    return lists.body(query, page, process -> wire.listed(process, rows.getOrDefault(process.guid(), List.of())));
  }
}
