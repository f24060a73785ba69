package dev.ingot.controller.droplet;

import dev.ingot.controller.droplet.db.QueuedRemovals;
import dev.ingot.controller.leader.Leadership;
import dev.ingot.controller.loop.LoopLifecycle;
import dev.ingot.controller.loop.WakeLoop;
import dev.ingot.oci.image.Digest;
import dev.ingot.oci.registry.RepositoryAddress;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
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
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);
  private static final int AT_ONCE = 100;

  private final QueuedRemovals queue;
  private final DropletImages images;
  private final Leadership leadership;
  private final Clock clock;
  private final Set<String> refusing = new HashSet<>();
  private final Map<String, Silence> silent = new HashMap<>();
  private final WakeLoop loop = new WakeLoop("image-removals", PAUSE, Duration.ZERO, this::turn);

  /** A registry that did not answer is left alone until then. @param pause that led to it; each is twice as long as the last */
  private record Silence(Instant until, Duration pause) {}

  ImageRemovals(QueuedRemovals queue, DropletImages images, Leadership leadership, Clock clock) {
    this.queue = queue;
    this.images = images;
    this.leadership = leadership;
    this.clock = clock;
  }

  @Override
  public WakeLoop loop() {
    return loop;
  }

  @Nullable Duration turn() {
    if (leadership.leads()) {
      for (QueuedRemovals.Removal one : queue.next(AT_ONCE, silent.keySet().stream().filter(this::isSilent).toList())) {
        RepositoryAddress repository = RepositoryAddress.parse(one.repository());
        if (!isSilent(repository.registry())) {
          take(one, repository);
        }
      }
    }
    return null;
  }

  private boolean isSilent(String registry) {
    Silence silence = silent.get(registry);
    return silence != null && silence.until.isAfter(clock.instant());
  }

  private void take(QueuedRemovals.Removal one, RepositoryAddress repository) {
    switch (queue.fate(one)) {
      case WAIT -> queue.later(one);
      case KEEP -> queue.done(one);
      case REMOVE -> remove(one, repository);
    }
  }

  private void remove(QueuedRemovals.Removal one, RepositoryAddress repository) {
    boolean deletes;
    try {
      deletes = images.remove(repository, Digest.of(one.digest()));
    } catch (IOException | RuntimeException e) {
      Silence before = silent.get(repository.registry());
      Duration pause = before == null ? PAUSE : before.pause.multipliedBy(2);
      pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
      silent.put(repository.registry(), new Silence(clock.instant().plus(pause), pause));
      queue.later(one);
      LOG.warn("the image {}@{} cannot be removed now, nor others from there; tried again in {} s: {}", repository, one.digest(), pause.toSeconds(), e.getMessage());
      return;
    }
    silent.remove(repository.registry());
    if (!deletes && refusing.add(repository.registry())) {
      LOG.warn("the registry {} does not let us delete images: {}@{} and all later ones stay there until its own retention removes them", repository.registry(),
          repository.name(), one.digest());
    }
    queue.done(one);
  }
}
