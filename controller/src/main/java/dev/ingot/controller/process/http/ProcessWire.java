package dev.ingot.controller.process.http;

import dev.ingot.api.common.Link;
import dev.ingot.api.common.ToOne;
import dev.ingot.api.process.AppProcess;
import dev.ingot.api.process.ProcessStats;
import dev.ingot.controller.http.Links;
import dev.ingot.controller.instance.InstanceStats;
import dev.ingot.controller.process.db.ProcessEntity;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Processes and their instances as the API answers them. */
@Component
class ProcessWire {
  private static final String HIDDEN = "[PRIVATE DATA HIDDEN IN LISTS]";
  private static final long MEBIBYTE = 1L << 20;
  private static final int OPEN_FILES = 16_384;

  private final Links links;
  private final Clock clock;

  ProcessWire(Links links, Clock clock) {
    this.links = links;
    this.clock = clock;
  }

  /** @param command what the process runs: its own or its droplet's */
  AppProcess process(ProcessEntity process, @Nullable String command) {
    return wire(process, command, null);
  }

  /** Without the command. @param rows null = not asked for */
  AppProcess listed(ProcessEntity process, @Nullable List<InstanceStats.Row> rows) {
    return wire(process, HIDDEN, rows == null ? null : rows.stream().map(this::instance).toList());
  }

  /** One entry for each desired instance. */
  ProcessStats stats(ProcessEntity process, List<InstanceStats.Row> rows) {
    return new ProcessStats(rows.stream().map(row -> entry(process, row)).toList());
  }

  AppProcess.Instance instance(InstanceStats.Row row) {
    return new AppProcess.Instance(row.index(), row.state(), row.since() == null ? 0 : seconds(row.since()));
  }

  private AppProcess wire(ProcessEntity process, @Nullable String command, @Nullable List<AppProcess.Instance> instances) {
    return new AppProcess(process.guid(), process.createdAt(), process.updatedAt(), process.type(), command, "vcap", process.instances(),
        process.memoryMb(), process.diskMb(), process.logRateLimit(), check(process.health()), check(process.readiness()),
        process.version(), new AppProcess.Relationships(ToOne.of(process.appGuid()),
            process.revisionGuid() == null ? null : ToOne.of(process.revisionGuid())), instances, process.metadata(), links(process));
  }

  private static AppProcess.HealthCheck check(ProcessEntity.Check check) {
    return new AppProcess.HealthCheck(check.type(),
        new AppProcess.Data(check.timeout(), check.invocationTimeout(), check.interval(), check.endpoint()));
  }

  private ProcessStats.Entry entry(ProcessEntity process, InstanceStats.Row row) {
    var ports = row.port() == null ? List.<ProcessStats.Port>of() : List.of(new ProcessStats.Port(null, row.port()));
    return new ProcessStats.Entry(process.type(), row.index(), row.instanceGuid(), row.state(), row.routable(), row.host(),
        row.since() == null ? null : seconds(row.since()), process.memoryMb() * MEBIBYTE, process.diskMb() * MEBIBYTE,
        process.logRateLimit(), OPEN_FILES, null, row.details(), ports, usage(row.usage()));
  }

  private static ProcessStats.Usage usage(InstanceStats.@Nullable Usage usage) {
    return usage == null ? new ProcessStats.Usage(null, null, null, null, null, null)
        : new ProcessStats.Usage(usage.time(), usage.cpu(), usage.cpuEntitlement(), usage.memory(), usage.disk(), usage.logRate());
  }

  private long seconds(Instant since) {
    return Math.max(0, Duration.between(since, clock.instant()).toSeconds());
  }

  private Map<String, Link> links(ProcessEntity process) {
    Map<String, Link> all = new LinkedHashMap<>();
    String path = "/v3/processes/" + process.guid();
    all.put("self", links.to(path));
    all.put("scale", links.to(path + "/actions/scale", "POST"));
    all.put("app", links.to("/v3/apps/" + process.appGuid()));
    all.put("stats", links.to(path + "/stats"));
    all.put("process_instances", links.to(path + "/process_instances"));
    return all;
  }
}
