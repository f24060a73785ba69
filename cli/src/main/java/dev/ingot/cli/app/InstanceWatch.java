package dev.ingot.cli.app;

import dev.ingot.api.app.App;
import dev.ingot.api.process.AppProcess;
import dev.ingot.api.process.ProcessStats;
import dev.ingot.cli.Failure;
import dev.ingot.cli.session.Output;
import dev.ingot.cli.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Waits until the instances of a process run, showing how many do. */
public final class InstanceWatch {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private final Session session;
  private final App app;

  public InstanceWatch(Session session, App app) {
    this.session = session;
    this.app = app;
  }

  /**
   * Returns when every desired instance runs. An app whose process is missing or scaled to 0 has nothing to wait for.
   *
   * @throws Failure when all instances crashed, or after 5 minutes; with what to read next
   */
  public void await(Output output, String type) {
    AppProcess process = process(type);
    Instant deadline = Instant.now().plus(PATIENCE);
    String told = "";
    while (process != null && process.instances() > 0) {
      Optional<ProcessStats> stats = session.api().getIfThere("/v3/processes/" + process.guid() + "/stats", ProcessStats.class);
      if (stats.isEmpty()) {
        process = process(type);
        continue;
      }
      List<ProcessStats.Entry> instances = stats.get().resources();
      long running = instances.stream().filter(entry -> entry.state().equals("RUNNING")).count();
      String now = running + " of " + instances.size() + " instances running";
      if (!now.equals(told)) {
        output.say("%s", now);
        told = now;
      }
      if (running == instances.size()) {
        return;
      }
      refuse(instances);
      if (Instant.now().isAfter(deadline)) {
        throw new Failure("only " + now + " after 5 minutes. See why: ingot logs " + app.name() + " --recent");
      }
      pause();
    }
  }

  private @Nullable AppProcess process(String type) {
    return session.api().list("/v3/apps/" + app.guid() + "/processes?types=" + type, AppProcess.class).stream()
        .filter(candidate -> candidate.type().equals(type)).findFirst().orElse(null);
  }

  private void refuse(List<ProcessStats.Entry> instances) {
    if (instances.stream().allMatch(entry -> entry.state().equals("CRASHED"))) {
      String reason = instances.getFirst().details();
      throw new Failure("the app crashed" + (reason == null ? "" : ": " + reason) + ". See why: ingot logs " + app.name() + " --recent");
    }
    instances.stream().filter(entry -> entry.state().equals("DOWN") && entry.details() != null).findFirst().ifPresent(entry -> {
      throw new Failure("instance " + entry.index() + " cannot be placed: " + entry.details()
          + ". Ask for less memory (ingot scale " + app.name() + " -m), or free some: ingot apps");
    });
  }

  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted; the app goes on starting", e);
    }
  }
}
