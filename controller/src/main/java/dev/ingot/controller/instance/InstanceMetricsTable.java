package dev.ingot.controller.instance;

import dev.ingot.api.cell.v1.InstanceMetrics;
import dev.ingot.controller.instance.InstanceStats.Usage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** The newest measurement of each instance, in memory: a restart forgets them for the 5 s until cells report again. */
@Component
public class InstanceMetricsTable {
  private static final Duration STALE = Duration.ofSeconds(60);

  private final Clock clock;
  private final Map<String, Usage> usages = new ConcurrentHashMap<>();
  private volatile Instant swept = Instant.EPOCH;

  InstanceMetricsTable(Clock clock) {
    this.clock = clock;
  }

  /** Keeps what a cell measured; negative numbers count as 0. */
  public void report(List<InstanceMetrics> metrics) {
    Instant now = clock.instant();
    for (InstanceMetrics m : metrics) {
      usages.put(m.getInstanceGuid(), new Usage(now, Math.max(0, m.getCpu()), Math.max(0, m.getCpuEntitlement()),
          Math.max(0, m.getMemoryBytes()), Math.max(0, m.getDiskBytes()), Math.max(0, m.getLogRateBytes())));
    }
    if (Duration.between(swept, now).compareTo(STALE) > 0) {
      swept = now;
      usages.values().removeIf(usage -> stale(usage, now));
    }
  }

  /** Empty when the instance was not measured in the last minute. */
  public Optional<Usage> of(String instanceGuid) {
    return Optional.ofNullable(usages.get(instanceGuid)).filter(usage -> !stale(usage, clock.instant()));
  }

  private static boolean stale(Usage usage, Instant now) {
    return Duration.between(usage.time(), now).compareTo(STALE) > 0;
  }
}
