package dev.ingot.controller.task.http;

import dev.ingot.api.common.Link;
import dev.ingot.api.common.ToOne;
import dev.ingot.api.task.Task;
import dev.ingot.controller.http.Links;
import dev.ingot.controller.task.db.TaskEntity;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Tasks as the API answers them. */
@Component
class TaskWire {
  private final Links links;

  TaskWire(Links links) {
    this.links = links;
  }

  Task of(TaskEntity task, boolean withCommand) {
    return new Task(task.guid(), task.createdAt(), task.updatedAt(), task.sequenceId(), task.name(), withCommand ? task.command() : null,
        task.state().name(), task.memoryMb(), task.diskMb(), task.logRateLimit(), new Task.Result(task.failureReason()), task.dropletGuid(),
        new Task.Relationships(ToOne.of(task.appGuid())), task.metadata(), links(task));
  }

  private Map<String, Link> links(TaskEntity task) {
    Map<String, Link> all = new LinkedHashMap<>();
    String path = "/v3/tasks/" + task.guid();
    all.put("self", links.to(path));
    all.put("app", links.to("/v3/apps/" + task.appGuid()));
    all.put("cancel", links.to(path + "/actions/cancel", "POST"));
    all.put("droplet", links.to("/v3/droplets/" + task.dropletGuid()));
    return all;
  }
}
