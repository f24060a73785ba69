package dev.ingot.controller.job;

import dev.ingot.api.error.ApiException;
import dev.ingot.api.error.ErrorBody;
import dev.ingot.api.error.ErrorCode;
import dev.ingot.controller.auth.Caller;
import dev.ingot.controller.job.db.JobEntity;
import dev.ingot.controller.job.db.JobStore;
import dev.ingot.controller.listing.db.DatabaseErrors;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Runs asynchronous operations on virtual threads, a few at a time, as the caller who asked for them. A job ends COMPLETE, or FAILED with
 * the error; one that its controller was killed in is FAILED when the controller starts again. Thread-safe.
 */
@Component
public class Jobs {
  private static final int AT_A_TIME = 6;
  private static final int WAITING_AT_A_TIME = 100;
  private static final Logger log = LoggerFactory.getLogger(Jobs.class);
  private final JobStore store;
  private final Semaphore turns = new Semaphore(AT_A_TIME, true);
  private final Semaphore waiting = new Semaphore(WAITING_AT_A_TIME);
  private final ConcurrentHashMap<String, CountDownLatch> running = new ConcurrentHashMap<>();

  Jobs(JobStore store) {
    this.store = store;
  }

  /** What a job does; it makes its own transactions. */
  @FunctionalInterface
  public interface Work {
    /** Does it. An {@link ApiException} becomes the job's error as it is; any other throwable an unknown error. */
    void run(Progress progress) throws Exception;
  }

  /** How a job tells something while it runs. */
  @FunctionalInterface
  public interface Progress {
    /** Adds a warning that the client shows its user. */
    void warn(String detail);
  }

  /**
   * Starts a job, after the current transaction commits if there is one, and answers its guid.
   *
   * @param operation CF's name: `app.delete`, `space.apply_manifest`
   * @param resourceGuid what it works on
   */
  public String start(String operation, String resourceGuid, Work work) {
    var caller = Caller.current();
    String guid = store.create(operation, resourceGuid);
    store.afterCommit(() -> {
      running.put(guid, new CountDownLatch(1));
      Thread.ofVirtual().name("job " + operation + " " + guid).start(() -> caller.run(() -> run(guid, operation, work)));
    });
    return guid;
  }

  /** Returns when the job has ended, or is not ours, or too many wait already, or after this time. Holds no connection meanwhile. */
  public void await(String guid, Duration atMost) {
    CountDownLatch end = running.get(guid);
    if (end == null || !waiting.tryAcquire()) {
      return;
    }
    try {
      var _ = end.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      waiting.release();
    }
  }

  /** The job with this guid; 404 when there is none. */
  public JobEntity get(String guid) {
    return store.find(guid).orElseThrow(() -> ApiException.notFound("Job"));
  }

  private void run(String guid, String operation, Work work) {
    turns.acquireUninterruptibly();
    try {
      work.run(detail -> store.warn(guid, detail));
      store.complete(guid);
    } catch (Exception | LinkageError | StackOverflowError e) {
      store.fail(guid, error(operation, guid, e));
    } finally {
      turns.release();
      running.remove(guid).countDown();
    }
  }

  private static ErrorBody.Item error(String operation, String guid, Throwable e) {
    var known = e instanceof ApiException api ? java.util.Optional.of(api) : DatabaseErrors.translate(e);
    if (known.isPresent() && known.get().code() != ErrorCode.SERVER_ERROR) {
      log.info("the job {} {} failed: {}", operation, guid, known.get().detail());
      return item(known.get().code(), known.get().detail());
    }
    log.error("the job {} {} failed for a reason nobody foresaw", operation, guid, e);
    return item(ErrorCode.SERVER_ERROR, "An unknown error occurred. The controller's log says more about job " + guid + ".");
  }

  private static ErrorBody.Item item(ErrorCode code, String detail) {
    return new ErrorBody.Item(code.number(), code.title(), detail);
  }
}
