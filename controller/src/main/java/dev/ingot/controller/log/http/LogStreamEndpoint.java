package dev.ingot.controller.log.http;

import dev.ingot.api.error.ApiException;
import dev.ingot.api.error.ErrorCode;
import dev.ingot.controller.log.LogAccess;
import dev.ingot.controller.log.LogQuery;
import dev.ingot.controller.log.LogReader;
import dev.ingot.controller.log.LogStore;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Live logs as server-sent events, for `ingot logs` and the dashboard: first the `recent` newest lines (0-1000, default 0), then each
 * new one. `data:` is `{"timestamp":"<epoch nanoseconds>","source_type","instance_id","type":"OUT"|"ERR","message","tags"}`; a comment
 * every 15 s keeps the connection. With `follow=false` the stream ends after the `recent` lines.
 */
@RestController
class LogStreamEndpoint {
  private static final int MAX_STREAMS = 1000;

  private final LogStore store;
  private final LogReader reader;
  private final LogAccess access;
  private final Semaphore streams = new Semaphore(MAX_STREAMS);
  private final Set<LiveLog> open = ConcurrentHashMap.newKeySet();

  LogStreamEndpoint(LogStore store, LogReader reader, LogAccess access) {
    this.store = store;
    this.reader = reader;
    this.access = access;
  }

  @GetMapping(path = "/v3/apps/{guid}/logs/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  SseEmitter follow(@PathVariable String guid, @RequestParam(defaultValue = "0") int recent,
      @RequestParam(defaultValue = "true") boolean follow) {
    access.check(guid);
    if (recent < 0 || recent > LogQuery.MAX_LIMIT) {
      throw new ApiException(ErrorCode.BAD_QUERY_PARAMETER, "The query parameter is invalid: recent must be 0 to " + LogQuery.MAX_LIMIT);
    }
    if (!streams.tryAcquire()) {
      throw new ApiException(ErrorCode.SERVICE_UNAVAILABLE, "Cannot follow the log: " + MAX_STREAMS + " streams are open already. Try again later.");
    }
    LiveLog live = new LiveLog(this::over);
    open.add(live);
    live.start(store, reader, guid, recent, follow);
    return live.emitter();
  }

  private void over(LiveLog live) {
    open.remove(live);
    streams.release();
  }

  /** Readers dial again; the server's graceful shutdown would wait for them in vain. */
  @EventListener(ContextClosedEvent.class)
  void close() {
    open.forEach(LiveLog::end);
  }
}
