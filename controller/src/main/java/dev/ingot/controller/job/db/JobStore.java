package dev.ingot.controller.job.db;

import dev.ingot.api.error.ErrorBody;
import dev.ingot.api.error.ErrorCode;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Keeps the states of jobs; ended ones stay readable for a day. */
@Repository
public class JobStore {
  private static final Duration KEPT = Duration.ofDays(1);
  private static final int MAX_WARNINGS = 100;
  private final JobRepository jobs;
  private final Clock clock;
  private final String owner;

  JobStore(JobRepository jobs, Clock clock, @Value("${HOSTNAME:localhost}:${server.port}") String owner) {
    this.jobs = jobs;
    this.clock = clock;
    this.owner = owner;
  }

  /** A new job in state PROCESSING; its guid. */
  @Transactional
  public String create(String operation, String resourceGuid) {
    jobs.deleteEndedBefore(clock.instant().minus(KEPT));
    return jobs.save(new JobEntity(operation, resourceGuid, owner, clock.instant())).guid();
  }

  /** The job with this guid. */
  @Transactional(readOnly = true)
  public Optional<JobEntity> find(String guid) {
    return jobs.findById(guid);
  }

  /** → COMPLETE. */
  @Transactional(propagation = Propagation.REQUIRES_NEW)
  public void complete(String guid) {
    jobs.findById(guid).ifPresent(job -> job.end("COMPLETE", List.of(), clock.instant()));
  }

  /** → FAILED. */
  @Transactional(propagation = Propagation.REQUIRES_NEW)
  public void fail(String guid, ErrorBody.Item error) {
    jobs.findById(guid).ifPresent(job -> job.end("FAILED", List.of(error), clock.instant()));
  }

  /** Adds a warning; the first hundred are kept. */
  @Transactional(propagation = Propagation.REQUIRES_NEW)
  public void warn(String guid, String detail) {
    jobs.findById(guid).filter(job -> job.warnings().size() < MAX_WARNINGS).ifPresent(job -> job.warn(detail, clock.instant()));
  }

  /** Runs `action` when the current transaction has committed; at once when there is none. */
  public void afterCommit(Runnable action) {
    if (!TransactionSynchronizationManager.isSynchronizationActive()) {
      action.run();
      return;
    }
    TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
      @Override
      public void afterCommit() {
        action.run();
      }
    });
  }

  @EventListener(ApplicationReadyEvent.class)
  @Transactional
  void endInterrupted() {
    var error = new ErrorBody.Item(ErrorCode.SERVICE_UNAVAILABLE.number(), ErrorCode.SERVICE_UNAVAILABLE.title(),
        "The controller was stopped while it worked on this. Look at what is there and repeat the request.");
    jobs.findByStateAndOwner("PROCESSING", owner).forEach(job -> job.end("FAILED", List.of(error), clock.instant()));
  }
}
