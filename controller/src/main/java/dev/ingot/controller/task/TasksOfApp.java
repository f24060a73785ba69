package dev.ingot.controller.task;

import dev.ingot.controller.app.AppListener;
import dev.ingot.controller.app.db.AppEntity;
import java.time.Clock;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Ends an app's tasks when it is deleted. */
@Component
class TasksOfApp implements AppListener {
  private final TaskRuns runs;
  private final TaskBook book;
  private final ApplicationEventPublisher publisher;
  private final Clock clock;

  TasksOfApp(TaskRuns runs, TaskBook book, ApplicationEventPublisher publisher, Clock clock) {
    this.runs = runs;
    this.book = book;
    this.publisher = publisher;
    this.clock = clock;
  }

  @Override
  public void deleting(AppEntity app) {
    runs.active(app.guid()).forEach(book::stopped);
    runs.deleting(app.guid(), clock.instant());
    publisher.publishEvent(new TasksChanged());
  }
}
