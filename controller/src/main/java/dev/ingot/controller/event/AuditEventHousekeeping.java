package dev.ingot.controller.event;

import dev.ingot.controller.event.db.StoredAuditEvents;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** Deletes events that are older than they are kept, a part at a time, once an hour. */
@Component
@Lazy(false)
class AuditEventHousekeeping implements DisposableBean {
  private static final Logger log = LoggerFactory.getLogger(AuditEventHousekeeping.class);
  private static final Duration PAUSE = Duration.ofHours(1);
  private static final int PART = 5000;
  private final StoredAuditEvents events;
  private final AuditEventProperties properties;
  private final Clock clock;
  private final Thread thread;

  AuditEventHousekeeping(StoredAuditEvents events, AuditEventProperties properties, Clock clock) {
    this.events = events;
    this.properties = properties;
    this.clock = clock;
    this.thread = Thread.ofVirtual().name("audit-event-housekeeping").start(this::rounds);
  }

  private void rounds() {
    try {
      while (true) {
        Thread.sleep(PAUSE);
        round();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One round; a failure is logged and the next round tries again. */
  void round() {
    try {
      int deleted = 0;
      int part;
      do {
        part = events.deleteBefore(clock.instant().minus(properties.keep()), PART);
        deleted += part;
      } while (part == PART);
      if (deleted > 0) {
        log.info("deleted {} audit events older than {}", deleted, properties.keep());
      }
    } catch (RuntimeException e) {
      log.error("old audit events could not be deleted; it is tried again in {}", PAUSE, e);
    }
  }

  @Override
  public void destroy() {
    thread.interrupt();
  }
}
