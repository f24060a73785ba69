package dev.ingot.controller.task;

import dev.ingot.api.cell.v1.InstanceEvent;
import dev.ingot.api.cell.v1.InstanceState;
import java.time.Clock;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What cells tell of tasks becomes rows. Called by the cell stream. */
@Component
public class TaskNews {
  private final TaskRuns runs;
  private final TaskOutcomes outcomes;
  private final Clock clock;

  TaskNews(TaskRuns runs, TaskOutcomes outcomes, Clock clock) {
    this.runs = runs;
    this.outcomes = outcomes;
    this.clock = clock;
  }

  /** What the cell is answered: FINE = nothing; NOTED = it may forget the task; UNWANTED = it must stop it. */
  public enum Answer { NOT_A_TASK, FINE, NOTED, UNWANTED }

  /** Takes one event in. */
  @Transactional
  public Answer happened(String cellId, InstanceEvent event) {
    Optional<TaskRun> found = runs.lock(event.getInstanceGuid());
    if (found.isEmpty() && !event.getTask()) {
      return Answer.NOT_A_TASK;
    }
    boolean over = ended(event.getState());
    if (found.isEmpty() || found.get().state().ended() || !cellId.equals(found.get().cellId())) {
      return over ? Answer.NOTED : Answer.UNWANTED;
    }
    TaskRun task = found.get();
    if (!over) {
      runs.taken(task.guid(), cellId, clock.instant());
      return Answer.FINE;
    }
    boolean canceling = task.state() == TaskState.CANCELING;
    switch (event.getState()) {
      case COMPLETED -> outcomes.end(task.guid(), null);
      case STOPPED -> outcomes.end(task.guid(), canceling ? TaskRules.CANCELLED : "cell " + cellId + " was shut down before completion");
      default -> outcomes.end(task.guid(), canceling ? TaskRules.CANCELLED : event.getExitDescription());
    }
    return Answer.NOTED;
  }

  /** A cell came back and tells all it has: tasks it had taken and does not have any more have failed. The others it is told again. */
  @Transactional
  public void inventory(String cellId, Collection<InstanceEvent> inventory) {
    Set<String> there = inventory.stream().map(InstanceEvent::getInstanceGuid).collect(Collectors.toCollection(HashSet::new));
    for (TaskRun task : runs.active()) {
      if (cellId.equals(task.cellId()) && task.state() != TaskState.PENDING && !there.contains(task.guid())) {
        outcomes.end(task.guid(), task.state() == TaskState.CANCELING ? TaskRules.CANCELLED
            : "cell " + cellId + " came back without the task");
      }
    }
  }

  private static boolean ended(InstanceState state) {
    return state == InstanceState.COMPLETED || state == InstanceState.CRASHED || state == InstanceState.STOPPED;
  }
}
