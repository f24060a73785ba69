package dev.ingot.controller.log.http;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.ingot.api.error.ApiException;
import dev.ingot.api.error.ErrorCode;
import dev.ingot.controller.log.AppPlace;
import dev.ingot.controller.log.LogAccess;
import dev.ingot.controller.log.LogQuery;
import dev.ingot.controller.log.LogReader;
import dev.ingot.controller.log.LogReader.Extent;
import dev.ingot.controller.log.MetricHistory;
import dev.ingot.controller.log.http.Envelopes.Envelope;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** The log-cache API (cf-cli-contract.md §3): lines of apps and what their instances use. The cf CLI refuses an answer with any other field. */
@RestController
class LogCacheEndpoint {
  private static final Set<String> TYPES = Set.of("LOG", "COUNTER", "GAUGE", "TIMER", "EVENT", "ANY");
  private static final int MAX_FILTER = 200;

  private final LogReader logs;
  private final MetricHistory metrics;
  private final LogAccess access;
  private final Clock clock;
  private final Instant started;

  LogCacheEndpoint(LogReader logs, MetricHistory metrics, LogAccess access, Clock clock) {
    this.logs = logs;
    this.metrics = metrics;
    this.access = access;
    this.clock = clock;
    this.started = clock.instant();
  }

  record Answer(Batch envelopes) {}

  record Batch(List<Envelope> batch) {}

  record Meta(Map<String, Source> meta) {}

  /** What there is of one app. Numbers as text: JSON numbers are no 64-bit integers. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record Source(String count, String expired, String oldestTimestamp, String newestTimestamp) {}

  /** As Prometheus answers an error. */
  record PromqlError(String status, String errorType, String error) {}

  @GetMapping({"/api/v1/info", "/log-cache/api/v1/info"})
  Map<String, String> info() {
    return Map.of("version", "3.0.0", "vm_uptime", Long.toString(Duration.between(started, clock.instant()).toSeconds()));
  }

  @GetMapping({"/api/v1/read/{guid}", "/log-cache/api/v1/read/{guid}", "/v1/read/{guid}", "/log-cache/v1/read/{guid}"})
  Answer read(@PathVariable String guid, @RequestParam(name = "start_time", required = false) @Nullable String start,
      @RequestParam(name = "end_time", required = false) @Nullable String end, @RequestParam(required = false) @Nullable String limit,
      @RequestParam(required = false) @Nullable String descending,
      @RequestParam(name = "envelope_types", required = false) @Nullable List<String> types,
      @RequestParam(name = "name_filter", required = false) @Nullable String nameFilter) {
    AppPlace app = access.check(guid);
    LogQuery query = new LogQuery(number("start_time", start, Long.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE),
        number("end_time", end, Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE), (int) number("limit", limit, 1, LogQuery.MAX_LIMIT, 100),
        flag(descending));
    Predicate<String> wanted = names(nameFilter);
    List<Envelope> found = new ArrayList<>();
    // A line has no name: with a name filter only metrics can match.
    if (wants("LOG", types) && (nameFilter == null || nameFilter.isEmpty())) {
      logs.read(guid, query).forEach(line -> found.add(Envelopes.of(line, app)));
    }
    if (wants("GAUGE", types)) {
      metrics.read(guid, query).forEach(sample -> found.addAll(Envelopes.of(sample, app, wanted)));
    }
    Comparator<Envelope> byTime = Comparator.comparingLong(envelope -> Long.parseLong(envelope.timestamp()));
    found.sort(query.descending() ? byTime.reversed() : byTime);
    return new Answer(new Batch(List.copyOf(found.subList(0, Math.min(found.size(), query.limit())))));
  }

  /** Of the apps that wrote or were read lately: older logs are on the disk and can be read, but are not counted for this. */
  @GetMapping({"/api/v1/meta", "/log-cache/api/v1/meta", "/v1/meta", "/log-cache/v1/meta"})
  Meta meta() {
    Map<String, Extent> extents = new HashMap<>(logs.extents());
    metrics.extents().forEach((guid, extent) -> extents.merge(guid, extent.twice(), Extent::plus));
    Map<String, Source> meta = new TreeMap<>();
    for (String guid : access.readable(extents.keySet())) {
      Extent extent = extents.get(guid);
      meta.put(guid, new Source(Long.toString(extent.count()), Long.toString(extent.expired()), Long.toString(extent.oldest()), Long.toString(extent.newest())));
    }
    return new Meta(meta);
  }

  @GetMapping({"/api/v1/query", "/api/v1/query_range", "/log-cache/api/v1/query", "/log-cache/api/v1/query_range"})
  ResponseEntity<PromqlError> promql() {
    return ResponseEntity.status(501).body(new PromqlError("error", "unsupported",
        "PromQL is not built here: read the gauges at /api/v1/read/<app guid>?envelope_types=GAUGE"));
  }

  private static boolean wants(String type, @Nullable List<String> types) {
    if (types == null || types.isEmpty()) {
      return true;
    }
    for (String one : types) {
      if (!TYPES.contains(one)) {
        throw bad("envelope_types must be one of " + TYPES.stream().sorted().toList());
      }
    }
    return types.contains(type) || types.contains("ANY");
  }

  /** RE2, as log-cache: no expression makes it slow. */
  private static Predicate<String> names(@Nullable String filter) {
    if (filter == null || filter.isEmpty()) {
      return name -> true;
    }
    if (filter.length() > MAX_FILTER) {
      throw bad("name_filter can have " + MAX_FILTER + " characters at most");
    }
    try {
      Pattern pattern = Pattern.compile(filter);
      return name -> pattern.matcher(name).find();
    } catch (PatternSyntaxException e) {
      throw bad("name_filter must be a regular expression (RE2)");
    }
  }

  private static long number(String name, @Nullable String text, long min, long max, long missing) {
    if (text == null || text.isEmpty()) {
      return missing;
    }
    try {
      long number = Long.parseLong(text);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw bad(name + " must be a whole number");
    }
    throw bad(name + " must be " + min + " to " + max);
  }

  private static boolean flag(@Nullable String text) {
    if (text == null || text.isEmpty() || text.equals("false")) {
      return false;
    }
    if (text.equals("true")) {
      return true;
    }
    throw bad("descending must be true or false");
  }

  private static ApiException bad(String detail) {
    return new ApiException(ErrorCode.BAD_QUERY_PARAMETER, "The query parameter is invalid: " + detail);
  }
}
