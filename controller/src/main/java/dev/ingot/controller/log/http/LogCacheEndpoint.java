package dev.ingot.controller.log.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ingot.api.cell.v1.LogLine;
import dev.ingot.api.cell.v1.LogStream;
import dev.ingot.api.error.ApiException;
import dev.ingot.api.error.ErrorCode;
import dev.ingot.controller.log.LogAccess;
import dev.ingot.controller.log.LogQuery;
import dev.ingot.controller.log.LogReader;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The part of the log-cache API that clients use (cf-cli-contract.md §3). The cf CLI refuses an answer with any other field. */
@RestController
class LogCacheEndpoint {
  private static final Set<String> TYPES = Set.of("LOG", "COUNTER", "GAUGE", "TIMER", "EVENT", "ANY");

  private final LogReader logs;
  private final LogAccess access;
  private final Clock clock;
  private final Instant started;

  LogCacheEndpoint(LogReader logs, LogAccess access, Clock clock) {
    this.logs = logs;
    this.access = access;
    this.clock = clock;
    this.started = clock.instant();
  }

  record Answer(Envelopes envelopes) {}

  record Envelopes(List<Envelope> batch) {}

  record Envelope(String timestamp, @JsonProperty("source_id") String sourceId, @JsonProperty("instance_id") String instanceId,
      @JsonProperty("deprecated_tags") Map<String, String> deprecatedTags, Map<String, String> tags, Log log) {}

  record Log(byte[] payload, String type) {}

  @GetMapping({"/api/v1/info", "/log-cache/api/v1/info"})
  Map<String, String> info() {
    return Map.of("version", "3.0.0", "vm_uptime", Long.toString(Duration.between(started, clock.instant()).toSeconds()));
  }

  @GetMapping({"/api/v1/read/{guid}", "/log-cache/api/v1/read/{guid}", "/v1/read/{guid}", "/log-cache/v1/read/{guid}"})
  Answer read(@PathVariable String guid, @RequestParam(name = "start_time", required = false) @Nullable String start,
      @RequestParam(name = "end_time", required = false) @Nullable String end, @RequestParam(required = false) @Nullable String limit,
      @RequestParam(required = false) @Nullable String descending,
      @RequestParam(name = "envelope_types", required = false) @Nullable List<String> types) {
    access.check(guid);
    LogQuery query = new LogQuery(number("start_time", start, Long.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE),
        number("end_time", end, Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE), (int) number("limit", limit, 1, LogQuery.MAX_LIMIT, 100),
        flag(descending));
    List<LogLine> lines = wantsLogs(types) ? logs.read(guid, query) : List.of();
    return new Answer(new Envelopes(lines.stream().map(LogCacheEndpoint::envelope).toList()));
  }

  private static Envelope envelope(LogLine line) {
    Map<String, String> tags = new LinkedHashMap<>(line.getTagsMap());
    tags.put("source_type", line.getSourceType());
    return new Envelope(Long.toString(line.getTimestampNanos()), line.getAppGuid(), line.getInstanceId(), Map.of(), tags,
        new Log(line.getPayload().toByteArray(), line.getStream() == LogStream.ERR ? "ERR" : "OUT"));
  }

  private static boolean wantsLogs(@Nullable List<String> types) {
    if (types == null || types.isEmpty()) {
      return true;
    }
    for (String type : types) {
      if (!TYPES.contains(type)) {
        throw bad("envelope_types must be one of " + TYPES.stream().sorted().toList());
      }
    }
    return types.contains("LOG") || types.contains("ANY");
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
