package dev.ingot.controller.process;

import dev.ingot.api.error.ApiException;
import dev.ingot.api.process.ScaleRequest;
import dev.ingot.controller.app.AppJournal;
import dev.ingot.controller.app.AppProperties;
import dev.ingot.controller.app.AppUsage;
import dev.ingot.controller.app.DesiredStateChanged;
import dev.ingot.controller.app.db.AppEntity;
import dev.ingot.controller.process.db.ProcessEntity;
import dev.ingot.controller.quota.ProcessChange;
import dev.ingot.controller.quota.Quotas;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Changes how much of a process there is; used by the API and by manifests, which have checked the caller's rights. */
@Component
public class ProcessScaling {
  /** Largest memory or disk of one instance in MiB: 16 TiB. */
  private static final int MAX_MEGABYTES = 1 << 24;

  private final AppProperties properties;
  private final AppJournal journal;
  private final Quotas quotas;
  private final AppUsage usage;
  private final ApplicationEventPublisher publisher;
  private final Clock clock;

  ProcessScaling(AppProperties properties, AppJournal journal, Quotas quotas, AppUsage usage, ApplicationEventPublisher publisher, Clock clock) {
    this.properties = properties;
    this.journal = journal;
    this.quotas = quotas;
    this.usage = usage;
    this.publisher = publisher;
    this.clock = clock;
  }

  /** Scales; null leaves as it is, and a request that changes nothing tells nobody. 422 with CF's words for a number out of range. */
  public ProcessEntity scale(AppEntity app, ProcessEntity process, ScaleRequest request) {
    int instances = instances(Objects.requireNonNullElse(request.instances(), process.instances()));
    int memory = megabytes("Memory in mb", request.memoryInMb(), process.memoryMb());
    int disk = megabytes("Disk in mb", request.diskInMb(), process.diskMb());
    long logRate = Objects.requireNonNullElse(request.logRateLimitInBytesPerSecond(), process.logRateLimit());
    if (logRate < -1) {
      throw ApiException.unprocessable("Log rate limit in bytes per second must be greater than or equal to -1");
    }
    quotas.checkProcesses(app.spaceGuid(), List.of(new ProcessChange(
        new ProcessChange.Size(app.started(), process.instances(), process.memoryMb(), process.logRateLimit()),
        new ProcessChange.Size(app.started(), instances, memory, logRate))));
    boolean more = instances != process.instances();
    usage.resized(app, new AppUsage.Part(process.guid(), process.type()), process.instances(), instances, process.memoryMb(), memory);
    boolean replace = process.limits(memory, disk, logRate);
    process.instances(instances);
    if (replace) {
      process.newVersion();
    }
    if (replace || more) {
      process.touch(clock.instant());
      tell(app, process, request);
    }
    return process;
  }

  /** The number, or 422 for one out of range. */
  public int instances(int instances) {
    if (instances < 0 || instances > properties.maxInstances()) {
      throw ApiException.unprocessable("Instances must be greater than or equal to 0 and at most " + properties.maxInstances());
    }
    return instances;
  }

  /**
   * Passes when the quotas have room for a successor of this size in the stead of the process; to be asked before the process retires.
   *
   * @param counted how many instances of the process quotas count now
   */
  public void fits(AppEntity app, ProcessEntity replaced, int counted, ScaleRequest successor) {
    quotas.checkProcesses(app.spaceGuid(), List.of(new ProcessChange(
        new ProcessChange.Size(true, counted, replaced.memoryMb(), replaced.logRateLimit()),
        new ProcessChange.Size(true, instances(Objects.requireNonNullElse(successor.instances(), counted)),
            megabytes("Memory in mb", successor.memoryInMb(), replaced.memoryMb()),
            Objects.requireNonNullElse(successor.logRateLimitInBytesPerSecond(), replaced.logRateLimit())))));
  }

  private void tell(AppEntity app, ProcessEntity process, ScaleRequest request) {
    Map<String, Object> asked = new LinkedHashMap<>();
    put(asked, "instances", request.instances());
    put(asked, "memory_in_mb", request.memoryInMb());
    put(asked, "disk_in_mb", request.diskInMb());
    put(asked, "log_rate_limit_in_bytes_per_second", request.logRateLimitInBytesPerSecond());
    journal.event("audit.app.process.scale", app, Map.of("process_guid", process.guid(), "process_type", process.type(), "request", asked));
    journal.log(app, "Scaling process: \"" + process.type() + "\" to " + asked);
    publisher.publishEvent(new DesiredStateChanged(app.guid()));
  }

  private static int megabytes(String name, @Nullable Integer wanted, int current) {
    int megabytes = Objects.requireNonNullElse(wanted, current);
    if (megabytes < 1 || megabytes > MAX_MEGABYTES) {
      throw ApiException.unprocessable(name + " must be greater than 0 and at most " + MAX_MEGABYTES);
    }
    return megabytes;
  }

  private static void put(Map<String, Object> map, String key, @Nullable Object value) {
    if (value != null) {
      map.put(key, value);
    }
  }
}
