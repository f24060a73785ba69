package dev.ingot.controller.log.http;

import dev.ingot.api.cell.v1.LogLine;
import dev.ingot.api.cell.v1.LogStream;
import dev.ingot.controller.log.LogQuery;
import dev.ingot.controller.log.LogReader;
import dev.ingot.controller.log.LogStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import tools.jackson.databind.json.JsonMapper;

/** One reader's live log. Follows before it reads the recent lines, so that no line falls between them; no line is sent twice. */
final class LiveLog {
  private static final Logger LOG = LoggerFactory.getLogger(LiveLog.class);
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final long QUIET_MILLIS = 15_000;

  private final SseEmitter emitter = new SseEmitter(0L);
  private final AtomicBoolean over = new AtomicBoolean();
  private final Consumer<LiveLog> whenOver;
  private LogStore.@Nullable Subscription subscription;
  private long last = Long.MIN_VALUE;

  LiveLog(Consumer<LiveLog> whenOver) {
    this.whenOver = whenOver;
    emitter.onCompletion(this::end);
    emitter.onTimeout(this::end);
    emitter.onError(cause -> end());
  }

  SseEmitter emitter() {
    return emitter;
  }

  /** Sends the newest lines, then, when `follow`, every new one. */
  void start(LogStore store, LogReader reader, String appGuid, int recent, boolean follow) {
    synchronized (this) {
      subscription = follow ? store.follow(appGuid, this::send) : null;
      try {
        emitter.send(SseEmitter.event().comment("following"));
        if (recent > 0) {
          reader.read(appGuid, LogQuery.newest(recent)).reversed().forEach(this::send);
        }
      } catch (IOException | UncheckedIOException e) {
        end();
        return;
      }
    }
    if (!follow) {
      end();
      return;
    }
    Thread.ofVirtual().name("log-heartbeat-" + appGuid).start(this::heartbeat);
  }

  /** @throws UncheckedIOException when the client is gone: ends the following */
  private synchronized void send(LogLine line) {
    if (over.get() || line.getTimestampNanos() <= last) {
      return;
    }
    last = line.getTimestampNanos();
    try {
      emitter.send(SseEmitter.event().data(JSON.writeValueAsString(json(line)), MediaType.TEXT_PLAIN));
    } catch (IOException e) {
      end();
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Object> json(LogLine line) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("timestamp", Long.toString(line.getTimestampNanos()));
    json.put("source_type", line.getSourceType());
    json.put("instance_id", line.getInstanceId());
    json.put("type", line.getStream() == LogStream.ERR ? "ERR" : "OUT");
    json.put("message", line.getPayload().toStringUtf8());
    json.put("tags", line.getTagsMap());
    return json;
  }

  private void heartbeat() {
    try {
      while (!over.get()) {
        synchronized (this) {
          wait(QUIET_MILLIS);
          if (!over.get()) {
            emitter.send(SseEmitter.event().comment("still here"));
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | IllegalStateException e) {
      end();
    }
  }

  /** Ends the answer; the second call does nothing. */
  void end() {
    if (!over.compareAndSet(false, true)) {
      return;
    }
    synchronized (this) {
      if (subscription != null) {
        subscription.close();
      }
      notifyAll();
    }
    whenOver.accept(this);
    try {
      emitter.complete();
    } catch (IllegalStateException e) {
      LOG.debug("the reader of a log was gone before its stream ended", e);
    }
  }
}
