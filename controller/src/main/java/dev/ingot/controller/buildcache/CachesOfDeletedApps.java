package dev.ingot.controller.buildcache;

import dev.ingot.controller.app.AppListener;
import dev.ingot.controller.app.db.AppEntity;
import dev.ingot.controller.cell.CellCaches;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Cells forget the cache of an app that is gone. One that is away keeps it until it is old. */
@Component
class CachesOfDeletedApps implements AppListener {
  private final CellCaches cells;

  CachesOfDeletedApps(CellCaches cells) {
    this.cells = cells;
  }

  @Override
  public void deleting(AppEntity app) {
    String guid = app.guid();
    TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
      @Override
      public void afterCommit() {
        cells.tellToRemove(guid);
      }
    });
  }
}
