package dev.ingot.stager.pipeline;

import dev.ingot.api.cell.v1.PhaseTiming;
import dev.ingot.oci.registry.RegistryException;
import dev.ingot.stager.files.StageException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** Runs phases one after another, measures each and stops one that takes too long. */
final class Phases {
  private final long deadline;
  private final List<PhaseTiming> timings = new ArrayList<>();
  private String current = "";

  Phases(Duration whole) {
    this.deadline = System.nanoTime() + whole.toNanos();
  }

  /** What is left of the staging's time, at least a millisecond. */
  Duration left() {
    return Duration.ofNanos(Math.max(1_000_000, deadline - System.nanoTime()));
  }

  <T> T run(String phase, Duration limit, Callable<T> work) throws StageException, InterruptedException {
    current = phase;
    long start = System.nanoTime();
    Duration allowed = limit.compareTo(left()) < 0 ? limit : left();
    var task = new FutureTask<>(work);
    Thread thread = Thread.ofVirtual().name("staging-" + phase).start(task);
    try {
      return task.get(allowed.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new StageException("StagingTimeExpired", "phase " + phase + " was not finished after " + allowed.toSeconds() + " s",
          "Make the build shorter, or ask an operator for a longer staging timeout.");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StageException failure) {
        throw failure;
      }
      if (e.getCause() instanceof RegistryException registry) {
        throw new StageException("StagingError", String.valueOf(registry.getMessage()), registry.remedy());
      }
      throw new StageException("StagingError", String.valueOf(e.getCause().getMessage() == null ? e.getCause() : e.getCause().getMessage()),
          "Try again; if it stays, the cell's log tells more.");
    } finally {
      task.cancel(true);
      thread.join(Duration.ofSeconds(20));
      timings.add(PhaseTiming.newBuilder().setPhase(phase).setMillis((System.nanoTime() - start) / 1_000_000).build());
    }
  }

  /** Times of all phases for people, e.g. `Staged in 4.1 s: prepare 0.1, detect 0.4, build 1.2`; phases of one name are added up. */
  String summary() {
    var millis = new LinkedHashMap<String, Long>();
    timings.forEach(timing -> millis.merge(timing.getPhase(), timing.getMillis(), Long::sum));
    long whole = millis.values().stream().mapToLong(Long::longValue).sum();
    return "Staged in " + seconds(whole) + " s: " + millis.entrySet().stream().map(e -> e.getKey() + " " + seconds(e.getValue())).collect(Collectors.joining(", "));
  }

  private static String seconds(long millis) {
    return String.format(Locale.ROOT, "%.1f", millis / 1e3);
  }

  /** The phase that runs or ran last. */
  String current() {
    return current;
  }

  List<PhaseTiming> timings() {
    return timings;
  }
}
