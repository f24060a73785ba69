package dev.ingot.controller.task.http;

import dev.ingot.api.common.ListBody;
import dev.ingot.api.common.Metadata;
import dev.ingot.api.task.Task;
import dev.ingot.api.task.TaskRequest;
import dev.ingot.controller.http.Lists;
import dev.ingot.controller.listing.ListQuery;
import dev.ingot.controller.task.Tasks;
import dev.ingot.controller.task.db.TaskEntity;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** `/v3/tasks` and the tasks of an app (source: CF v3 API, "Tasks"). */
@RestController
class TaskEndpoints {
  private final Tasks tasks;
  private final TaskWire wire;
  private final Lists lists;

  TaskEndpoints(Tasks tasks, TaskWire wire, Lists lists) {
    this.tasks = tasks;
    this.wire = wire;
    this.lists = lists;
  }

  /** Body of changing a task. */
  record Change(@Nullable Metadata metadata) {}

  /** Over all apps, so without commands. */
  @GetMapping("/v3/tasks")
  ListBody<Task> list(ListQuery query) {
    return lists.body(query, tasks.list(query), task -> wire.of(task, false));
  }

  @GetMapping("/v3/apps/{appGuid}/tasks")
  ListBody<Task> ofApp(@PathVariable String appGuid, ListQuery query) {
    boolean withCommand = tasks.maySeeCommands(appGuid);
    return lists.body(query, tasks.ofApp(appGuid, query), task -> wire.of(task, withCommand));
  }

  @PostMapping("/v3/apps/{appGuid}/tasks")
  @ResponseStatus(HttpStatus.ACCEPTED)
  Task create(@PathVariable String appGuid, @RequestBody TaskRequest request) {
    return shown(tasks.create(appGuid, request));
  }

  @GetMapping("/v3/tasks/{guid}")
  Task get(@PathVariable String guid) {
    return shown(tasks.get(guid));
  }

  @PatchMapping("/v3/tasks/{guid}")
  Task update(@PathVariable String guid, @RequestBody Change change) {
    return shown(tasks.update(guid, change.metadata()));
  }

  @PostMapping("/v3/tasks/{guid}/actions/cancel")
  @ResponseStatus(HttpStatus.ACCEPTED)
  Task cancel(@PathVariable String guid) {
    return shown(tasks.cancel(guid));
  }

  /** The older way of asking, which the cf CLI uses. */
  @PutMapping("/v3/tasks/{guid}/cancel")
  @ResponseStatus(HttpStatus.ACCEPTED)
  Task cancelAsBefore(@PathVariable String guid) {
    return cancel(guid);
  }

  private Task shown(TaskEntity task) {
    return wire.of(task, tasks.maySeeCommands(task.appGuid()));
  }
}
