package dev.ingot.controller.log.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ingot.api.cell.v1.InstanceMetrics;
import dev.ingot.api.cell.v1.LogLine;
import dev.ingot.api.cell.v1.LogStream;
import dev.ingot.controller.log.AppPlace;
import dev.ingot.controller.log.MetricHistory.Sample;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** Lines and measurements as loggregator's envelopes (loggregator-api v2, envelope.proto), with the tags Cloud Foundry sets. Pure. */
final class Envelopes {
  /** One log line or one gauge; the cf CLI refuses any other field. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Envelope(String timestamp, String sourceId, String instanceId, Map<String, String> deprecatedTags, Map<String, String> tags,
      @Nullable Log log, @Nullable Gauge gauge) {}

  /** @param type `OUT` or `ERR` */
  record Log(byte[] payload, String type) {}

  /** Metric name → value. */
  record Gauge(Map<String, Value> metrics) {}

  /** @param unit `percentage`, `bytes` or `B/s` */
  record Value(String unit, double value) {}

  private Envelopes() {}

  static Envelope of(LogLine line, AppPlace app) {
    Map<String, String> tags = new TreeMap<>(line.getTagsMap());
    String instance = tags.remove("instance_guid");
    if (instance != null) {
      tags.put("process_instance_id", instance);
    }
    tags.values().removeIf(String::isEmpty);
    place(tags, app);
    tags.put("source_type", line.getSourceType());
    tags.put("instance_id", line.getInstanceId());
    return new Envelope(Long.toString(line.getTimestampNanos()), line.getAppGuid(), line.getInstanceId(), Map.of(), tags,
        new Log(line.getPayload().toByteArray(), line.getStream() == LogStream.ERR ? "ERR" : "OUT"), null);
  }

  /** Both gauges of a measurement, oldest first, each with the metrics that are wanted; none that has none. */
  static List<Envelope> of(Sample sample, AppPlace app, Predicate<String> wanted) {
    InstanceMetrics m = sample.metrics();
    Map<String, Value> container = new LinkedHashMap<>();
    container.put("cpu", new Value("percentage", 100 * m.getCpu()));
    container.put("cpu_entitlement", new Value("percentage", 100 * m.getCpuEntitlement()));
    container.put("memory", new Value("bytes", m.getMemoryBytes()));
    container.put("memory_quota", new Value("bytes", m.getMemoryLimitBytes()));
    container.put("disk", new Value("bytes", m.getDiskBytes()));
    container.put("disk_quota", new Value("bytes", m.getDiskLimitBytes()));
    Map<String, Value> rates = new LinkedHashMap<>();
    rates.put("log_rate", new Value("B/s", m.getLogRateBytes()));
    rates.put("log_rate_limit", new Value("B/s", m.getLogRateLimitBytes()));
    return Stream.of(gauge(sample.nanos(), m, app, container, wanted), gauge(sample.nanos() + 1, m, app, rates, wanted))
        .filter(envelope -> envelope.gauge() != null && !envelope.gauge().metrics().isEmpty()).toList();
  }

  private static Envelope gauge(long nanos, InstanceMetrics m, AppPlace app, Map<String, Value> metrics, Predicate<String> wanted) {
    metrics.keySet().removeIf(wanted.negate());
    Map<String, String> tags = new TreeMap<>();
    place(tags, app);
    String index = Integer.toString(m.getIndex());
    tags.put("instance_id", index);
    tags.put("process_instance_id", m.getInstanceGuid());
    if (!m.getProcessGuid().isEmpty()) {
      tags.put("process_id", m.getProcessGuid());
      tags.put("process_type", m.getProcessType());
    }
    return new Envelope(Long.toString(nanos), app.guid(), index, Map.of(), tags, null, new Gauge(metrics));
  }

  private static void place(Map<String, String> tags, AppPlace app) {
    tags.put("source_id", app.guid());
    tags.put("app_id", app.guid());
    tags.put("app_name", app.name());
    tags.put("space_id", app.spaceGuid());
    tags.put("space_name", app.spaceName());
    tags.put("organization_id", app.organizationGuid());
    tags.put("organization_name", app.organizationName());
  }
}
