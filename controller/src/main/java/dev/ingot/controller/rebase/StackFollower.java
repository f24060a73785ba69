package dev.ingot.controller.rebase;

import dev.ingot.controller.stack.StackImagesChanged;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

/** Begins a rebase of all apps when their stack gets another run image, unless `ingot.rebase.automatic` is off. */
@Component
class StackFollower {
  private static final Logger LOG = LoggerFactory.getLogger(StackFollower.class);
  private final Rebases rebases;
  private final RebaseProperties properties;

  StackFollower(Rebases rebases, RebaseProperties properties) {
    this.rebases = rebases;
    this.properties = properties;
  }

  // In the same transaction: a stack that changed and its rebase are written down together or not at all.
  @TransactionalEventListener(phase = TransactionPhase.BEFORE_COMMIT, fallbackExecution = true)
  void on(StackImagesChanged event) {
    if (properties.automatic()) {
      rebases.follow(event.stack());
    } else {
      LOG.info("the stack {} has another run image; its apps get it when somebody rebases them: ingot rebase --all", event.stack());
    }
  }
}
