package dev.ingot.e2e.cf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.e2e.Eventually;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** One-off work in an app's image. */
@Order(135)
class CfTasksE2E {
  private static final CfPlatform PLATFORM = CfPlatform.get();
  private static Cf cf;

  @BeforeAll
  static void push() throws Exception {
    cf = PLATFORM.adminIn("tasks");
    cf.run("push", "batch", "--no-manifest", "-p", "probe", "-m", "40M", "-k", "100M", "--task").ok("stopped");
  }

  @AfterAll
  static void tidy() {
    cf.run("delete-org", "-f", "tasks").ok("OK");
  }

  @Test
  @Order(1)
  void runs_andItsOutputIsInTheLog() throws Exception {
    cf.run("run-task", "batch", "-c", "./probe print hello from $CF_INSTANCE_INDEX task", "--name", "greet", "-m", "32M", "-k", "64M", "-l", "2K", "--wait")
        .ok("Creating task for app batch in org tasks / space dev as admin...", "task name:   greet", "task id:     1", "Task has completed successfully.", "OK");
    assertThat(cf.run("tasks", "batch").ok("Getting tasks for app batch in org tasks / space dev as admin...").row("1")).contains("greet", "SUCCEEDED", "./probe print");
    cf.run("task", "batch", "1").ok("Getting task 1 for app batch", "SUCCEEDED", "32", "64");
    Eventually.within(Duration.ofSeconds(20), "the task's output is in the log", () ->
        cf.run("logs", "batch", "--recent").ok("[APP/TASK/greet/0]").output().contains("hello from"));
  }

  @Test
  @Order(2)
  void fails_andSaysWhy() {
    cf.run("run-task", "batch", "--command", "./probe fail", "--wait").refused("Task failed to complete successfully");
    cf.run("task", "batch", "2").ok("FAILED", "9");
    cf.run("run-task", "batch", "-c", "./probe print x", "-m", "9000G").refused("FAILED");
    cf.run("run-task", "no-such-app", "-c", "x").refused("App 'no-such-app' not found");
  }

  @Test
  @Order(3)
  void isTerminated() throws Exception {
    cf.run("run-task", "batch", "-c", "./probe sleep", "--name", "sleeper").ok("Task has been submitted successfully for execution.", "OK");
    Eventually.within(Duration.ofSeconds(30), "it runs", () -> cf.run("task", "batch", "3").ok("name:").output().contains("RUNNING"));
    cf.run("terminate-task", "batch", "3").ok("Terminating task 3 of app batch in org tasks / space dev as admin...", "OK");
    Eventually.within(Duration.ofSeconds(30), "it is over", () -> cf.run("task", "batch", "3").ok("name:").output().contains("FAILED"));
    cf.run("terminate-task", "batch", "99").refused("Task sequence ID 99 not found.");
  }
}
