package dev.ingot.controller.log;

import dev.ingot.api.cell.v1.InstanceMetrics;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * What cells measured lately, for the gauges of the log-cache API: in memory, like log-cache's own, the newest {@link #OF_APP} samples of an app
 * and {@link #OF_ALL} of all together. A restart of the controller forgets them; five seconds later there are new ones. Thread-safe.
 */
@Component
public class MetricHistory {
  static final int OF_APP = 1000;
  static final int OF_ALL = 200_000;
  /** Samples of apps that send none any more. */
  private static final long FORGOTTEN_NANOS = 3_600_000_000_000L;

  private final Clock clock;
  private final int ofAll;
  private final Map<String, Deque<Sample>> apps = new HashMap<>();
  private int total;
  private long swept;

  @Autowired
  MetricHistory(Clock clock) {
    this(clock, OF_ALL);
  }

  MetricHistory(Clock clock, int ofAll) {
    this.clock = clock;
    this.ofAll = ofAll;
  }

  /** One measurement. @param nanos epoch; unique and rising for an app, with room for one more time after it */
  public record Sample(long nanos, InstanceMetrics metrics) {}

  /** Keeps what a cell measured just now. */
  public synchronized void report(List<InstanceMetrics> measured) {
    Instant now = clock.instant();
    long nanos = now.getEpochSecond() * 1_000_000_000L + now.getNano();
    for (InstanceMetrics one : measured) {
      if (one.getAppGuid().isEmpty()) {
        continue;
      }
      Deque<Sample> samples = apps.computeIfAbsent(one.getAppGuid(), guid -> new ArrayDeque<>());
      while (!samples.isEmpty() && (samples.size() >= OF_APP || total >= ofAll)) {
        samples.removeFirst();
        total--;
      }
      samples.addLast(new Sample(samples.isEmpty() ? nanos : Math.max(nanos, samples.getLast().nanos() + 2), one));
      total++;
    }
    if (nanos - swept > FORGOTTEN_NANOS / 60) {
      swept = nanos;
      sweep(nanos - FORGOTTEN_NANOS);
    }
  }

  private void sweep(long before) {
    for (Iterator<Deque<Sample>> all = apps.values().iterator(); all.hasNext();) {
      Deque<Sample> samples = all.next();
      while (!samples.isEmpty() && samples.getFirst().nanos() < before) {
        samples.removeFirst();
        total--;
      }
      if (samples.isEmpty()) {
        all.remove();
      }
    }
  }

  /** Samples of an app in the query's range and order, `limit` at most. */
  public synchronized List<Sample> read(String appGuid, LogQuery query) {
    Deque<Sample> samples = apps.get(appGuid);
    List<Sample> found = new ArrayList<>();
    if (samples == null) {
      return found;
    }
    Iterator<Sample> order = query.descending() ? samples.descendingIterator() : samples.iterator();
    while (order.hasNext() && found.size() < query.limit()) {
      Sample sample = order.next();
      if (sample.nanos() >= query.start() && sample.nanos() < query.end()) {
        found.add(sample);
      }
    }
    return found;
  }

  /** How many there are of each app, and when the first and last were measured. */
  public synchronized Map<String, LogReader.Extent> extents() {
    Map<String, LogReader.Extent> extents = new HashMap<>();
    apps.forEach((guid, samples) -> extents.put(guid,
        new LogReader.Extent(samples.size(), 0, samples.getFirst().nanos(), samples.getLast().nanos())));
    return extents;
  }
}
