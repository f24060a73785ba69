package dev.ingot.router.access;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * Lines that wait to be sent. Bounded in bytes: what does not fit is dropped, counted per app, and told in that app's log by a marker line as
 * soon as there is room. Filled by event loops, emptied by one thread.
 */
public final class AccessBuffer implements AccessSink {
  private static final int MAX_COUNTED_APPS = 1_000;
  private static final int LINE_OVERHEAD = 64;
  private final int maxBytes;
  private final ConcurrentLinkedQueue<AccessLine> lines = new ConcurrentLinkedQueue<>();
  private final AtomicInteger bytes = new AtomicInteger();
  private final Map<String, LongAdder> dropped = new ConcurrentHashMap<>();

  /** Makes an empty buffer that holds about {@code maxBytes} of heap at most. */
  public AccessBuffer(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  @Override
  public void accept(AccessLine line) {
    int size = line.text().length() + LINE_OVERHEAD;
    if (bytes.addAndGet(size) > maxBytes) {
      bytes.addAndGet(-size);
      count(line.appGuid(), 1);
      return;
    }
    lines.add(line);
  }

  /** Counts lines of an app as lost, to be told by a marker. */
  public void count(String appGuid, long number) {
    LongAdder counter = dropped.get(appGuid);
    if (counter == null && dropped.size() < MAX_COUNTED_APPS) {
      counter = dropped.computeIfAbsent(appGuid, guid -> new LongAdder());
    }
    if (counter != null) {
      counter.add(number);
    }
  }

  /** Takes up to {@code max} lines, oldest first; markers of dropped lines come after them. */
  public List<AccessLine> take(int max, long nowNanos) {
    List<AccessLine> taken = new ArrayList<>();
    AccessLine line;
    while (taken.size() < max && (line = lines.poll()) != null) {
      bytes.addAndGet(-(line.text().length() + LINE_OVERHEAD));
      taken.add(line);
    }
    if (lines.isEmpty() && !dropped.isEmpty()) {
      markers().forEach((app, number) -> taken.add(new AccessLine(app, -1, nowNanos,
          "router: " + number + " access log lines were dropped because they could not be sent to the controller fast enough")));
    }
    return taken;
  }

  private Map<String, Long> markers() {
    Map<String, Long> counts = new HashMap<>();
    for (String app : List.copyOf(dropped.keySet())) {
      LongAdder counter = dropped.remove(app);
      if (counter != null && counter.sum() > 0) {
        counts.put(app, counter.sum());
      }
    }
    return counts;
  }
}
