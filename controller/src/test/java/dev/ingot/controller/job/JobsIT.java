package dev.ingot.controller.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.api.error.ApiException;
import dev.ingot.controller.auth.Caller;
import dev.ingot.controller.testing.Http;
import dev.ingot.controller.testing.RunningController;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionTemplate;

/** Jobs start after commit, run as the one who asked, and always end. */
class JobsIT {
  private static final RunningController CONTROLLER = RunningController.get();
  private static final Http ADMIN = CONTROLLER.admin();
  private static final Jobs JOBS = CONTROLLER.bean(Jobs.class);
  private static final Caller SOMEBODY = new Caller(Caller.Kind.USER, "guid-1", "somebody", "uaa", Set.of(), List.of());

  @Test
  void a_job_runs_as_the_one_who_asked_and_completes_with_its_warnings() throws Exception {
    var seen = new CompletableFuture<String>();
    var job = end(start(progress -> {
      progress.warn("careful: 100%");
      seen.complete(Caller.current().name());
    }));
    assertThat(seen.get(5, TimeUnit.SECONDS)).isEqualTo("somebody");
    assertThat(job.at("/state")).isEqualTo("COMPLETE");
    assertThat(job.at("/warnings/0/detail")).isEqualTo("careful: 100%");
    assertThat(job.at("/operation")).isEqualTo("test.work");
  }

  @Test
  void a_job_that_throws_is_failed_with_an_error_and_without_secrets() {
    var known = end(start(progress -> {
      throw ApiException.unprocessable("no room");
    }));
    assertThat(known.at("/state")).isEqualTo("FAILED");
    assertThat(known.at("/errors/0/detail")).isEqualTo("no room");
    assertThat(known.at("/errors/0/code")).isEqualTo("10008");
    var unknown = end(start(progress -> {
      throw new IllegalStateException("the password is hunter2");
    }));
    assertThat(unknown.at("/errors/0/title")).isEqualTo("CF-UnknownError");
    assertThat(unknown.body()).doesNotContain("hunter2");
  }

  @Test
  void a_job_waits_for_the_transaction_that_started_it() throws Exception {
    var committed = new AtomicBoolean();
    var sawCommit = new CompletableFuture<Boolean>();
    var guid = new AtomicReference<String>();
    CONTROLLER.bean(TransactionTemplate.class).executeWithoutResult(status -> {
      guid.set(start(progress -> sawCommit.complete(committed.get())));
      committed.set(true);
    });
    assertThat(sawCommit.get(5, TimeUnit.SECONDS)).isTrue();
    assertThat(end(guid.get()).at("/state")).isEqualTo("COMPLETE");
  }

  @Test
  void a_rolled_back_transaction_leaves_no_job() {
    var ran = new AtomicBoolean();
    var guid = new AtomicReference<String>();
    assertThatThrownBy(() -> CONTROLLER.bean(TransactionTemplate.class).executeWithoutResult(status -> {
      guid.set(start(progress -> ran.set(true)));
      throw new IllegalStateException("rolled back");
    })).hasMessage("rolled back");
    assertThat(ADMIN.get("/v3/jobs/" + guid.get()).detail()).isEqualTo("Job not found");
    assertThat(ran).isFalse();
  }

  @Test
  void the_first_question_waits_for_a_job_that_soon_ends_and_not_for_a_long_one() throws Exception {
    var release = new CountDownLatch(1);
    var asked = new CountDownLatch(1);
    var job = start(progress -> {
      asked.await();
      Thread.sleep(50);
    });
    asked.countDown();
    assertThat(ADMIN.get("/v3/jobs/" + job).at("/state")).isEqualTo("COMPLETE");
    assertThat(ADMIN.get("/v3/jobs/" + start(progress -> release.await())).at("/state")).isEqualTo("PROCESSING");
    release.countDown();
  }

  @Test
  void only_a_few_jobs_run_at_a_time_and_all_end() throws Exception {
    var release = new CountDownLatch(1);
    var jobs = java.util.stream.IntStream.range(0, 20).mapToObj(i -> start(progress -> release.await())).toList();
    assertThat(ADMIN.get("/v3/jobs/" + jobs.getLast()).at("/state")).isEqualTo("PROCESSING");
    release.countDown();
    assertThat(jobs).allSatisfy(job -> assertThat(end(job).at("/state")).isEqualTo("COMPLETE"));
  }

  private static String start(Jobs.Work work) {
    var guid = new AtomicReference<String>();
    SOMEBODY.run(() -> guid.set(JOBS.start("test.work", "resource-1", work)));
    return guid.get();
  }

  private static Http.Answer end(String guid) {
    return ADMIN.waitFor("/v3/jobs/" + guid);
  }
}
