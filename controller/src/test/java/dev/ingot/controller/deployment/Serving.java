package dev.ingot.controller.deployment;

import dev.ingot.api.cell.v1.InstanceEvent;
import dev.ingot.controller.instance.InstanceNews;
import dev.ingot.controller.testing.Http;
import dev.ingot.controller.testing.Http.Answer;
import dev.ingot.controller.testing.RunningController;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Stands for a cell: says that instances serve, or that they crashed. */
public final class Serving {
  private final RunningController controller;

  public Serving(RunningController controller) {
    this.controller = controller;
  }

  /** Waits until the platform wants this many of the process, then they serve. */
  public void serve(String process, int count) {
    until(process, count, "state = 'RUNNING', routable = true, placement_error = null, crash_count = 0");
  }

  /** One instance crashed so often in a row and is not started again. */
  public void crash(String process, int times) {
    until(process, 1, "state = 'CRASHED', routable = false, placement_error = null, crash_reason = 'boom', crash_count = " + times);
  }

  private void until(String process, int count, String change) {
    JdbcClient jdbc = controller.bean(JdbcClient.class);
    long end = System.nanoTime() + 30_000_000_000L;
    while (jdbc.sql("select count(*) from instances i join processes p on p.guid = i.process_guid and p.version = i.process_version where p.guid = ? and i.index < ?")
        .params(process, count).query(Integer.class).single() < count) {
      if (System.nanoTime() > end) {
        throw new AssertionError("no " + count + " instances of " + process + " were wanted within 30 s");
      }
      LockSupport.parkNanos(20_000_000);
    }
    jdbc.sql("update instances set " + change + " where process_guid = ? and index < ?").params(process, count).update();
    // Any news of a cell wakes the loops.
    controller.bean(InstanceNews.class).happened("nobody", InstanceEvent.getDefaultInstance());
  }

  /** Polls until the answer is as wanted, at most 30 s. */
  public static Answer until(Http http, String path, Predicate<Answer> wanted) {
    long end = System.nanoTime() + 30_000_000_000L;
    Answer answer = http.get(path);
    while (!wanted.test(answer)) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited 30 s in vain at " + path + ": " + answer);
      }
      LockSupport.parkNanos(30_000_000);
      answer = http.get(path);
    }
    return answer;
  }

  /** The guids of an app's processes of type web, oldest first. */
  public static List<String> webs(Http http, String app) {
    return http.get("/v3/apps/" + app + "/processes?types=web").json().get("resources").valueStream().map(one -> one.get("guid").asString()).toList();
  }
}
