package dev.ingot.controller.app;

import dev.ingot.controller.app.db.AppEntity;
import dev.ingot.controller.auth.db.Tenancy;
import dev.ingot.controller.event.AuditEvents;
import dev.ingot.controller.log.LogStore;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Tells what happened to an app twice: as an audit event, and as a line of the app's own log (source `API`) once it is committed. */
@Component
public class AppJournal {
  private final AuditEvents events;
  private final LogStore logs;
  private final Tenancy tenancy;

  AppJournal(AuditEvents events, LogStore logs, Tenancy tenancy) {
    this.events = events;
    this.logs = logs;
    this.tenancy = tenancy;
  }

  /** Records an audit event of this app; see {@link AuditEvents#record}. */
  public void event(String type, AppEntity app, Map<String, ?> data) {
    event(type, "app", app.guid(), app.name(), app.spaceGuid(), data);
  }

  /** Records an audit event of something else in a space. */
  public void event(String type, String targetType, String guid, String name, String spaceGuid, Map<String, ?> data) {
    String org = tenancy.space(spaceGuid).map(Tenancy.Place::organizationGuid).orElse("");
    events.record(type, new AuditEvents.Target(guid, targetType, name, spaceGuid, org), data);
  }

  /** Writes a line to the app's log when the transaction has committed. */
  public void log(AppEntity app, String line) {
    String guid = app.guid();
    afterCommit(() -> logs.append(guid, "API", line));
  }

  /** Forgets the app's log when the transaction has committed. */
  void forget(AppEntity app) {
    String guid = app.guid();
    afterCommit(() -> logs.delete(guid));
  }

  private static void afterCommit(Runnable work) {
    if (!TransactionSynchronizationManager.isSynchronizationActive()) {
      work.run();
      return;
    }
    TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
      @Override
      public void afterCommit() {
        work.run();
      }
    });
  }
}
