package dev.ingot.controller.droplet;

import dev.ingot.controller.droplet.db.QueuedRemovals;
import dev.ingot.controller.leader.Leadership;
import dev.ingot.controller.loop.LoopLifecycle;
import dev.ingot.controller.loop.WakeLoop;
import dev.ingot.oci.image.Digest;
import dev.ingot.oci.registry.RepositoryAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Removes images no droplet names any more from registries other than ours; the leader's work. What a registry refuses to delete is told once
 * and left to its own retention; one that does not answer is asked again later.
 */
@Component
class ImageRemovals implements LoopLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(ImageRemovals.class);
  private static final Duration PAUSE = Duration.ofSeconds(10);
  private static final Duration AFTER_FAILURE = Duration.ofMinutes(5);
  private static final int AT_ONCE = 100;

  private final QueuedRemovals queue;
  private final DropletImages images;
  private final Leadership leadership;
  private final Set<String> refusing = new HashSet<>();
  private final WakeLoop loop = new WakeLoop("image-removals", PAUSE, Duration.ZERO, this::turn);

  ImageRemovals(QueuedRemovals queue, DropletImages images, Leadership leadership) {
    this.queue = queue;
    this.images = images;
    this.leadership = leadership;
  }

  @Override
  public WakeLoop loop() {
    return loop;
  }

  private @Nullable Duration turn() {
    if (!leadership.leads()) {
      return null;
    }
    boolean failed = false;
    for (QueuedRemovals.Removal one : queue.next(AT_ONCE)) {
      failed |= !removed(one);
    }
    return failed ? AFTER_FAILURE : null;
  }

  private boolean removed(QueuedRemovals.Removal one) {
    RepositoryAddress repository = RepositoryAddress.parse(one.repository());
    try {
      if (!one.used() && !images.remove(repository, Digest.of(one.digest())) && refusing.add(repository.registry())) {
        LOG.warn("the registry {} does not let us delete images: {}@{} and all later ones stay there until its own retention removes them", repository.registry(),
            repository.name(), one.digest());
      }
      queue.done(one);
      return true;
    } catch (IOException | RuntimeException e) {
      queue.later(one);
      LOG.warn("the image {}@{} cannot be removed now, tried again later: {}", repository, one.digest(), e.getMessage());
      return false;
    }
  }
}
