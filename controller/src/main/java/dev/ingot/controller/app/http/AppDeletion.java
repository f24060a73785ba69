package dev.ingot.controller.app.http;

import dev.ingot.controller.app.Apps;
import dev.ingot.controller.auth.Permission;
import dev.ingot.controller.http.Answers;
import dev.ingot.controller.job.Jobs;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Deletes apps in a job, after looking whether the caller may. */
@Component
class AppDeletion {
  private final Apps apps;
  private final Jobs jobs;
  private final Answers answers;

  AppDeletion(Apps apps, Jobs jobs, Answers answers) {
    this.apps = apps;
    this.jobs = jobs;
    this.answers = answers;
  }

  ResponseEntity<Void> start(String guid) {
    apps.get(guid, Permission.WRITE_APP);
    return answers.accepted(jobs.start("app.delete", guid, progress -> apps.delete(guid)));
  }
}
