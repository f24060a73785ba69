package dev.ingot.controller.log;

import com.google.protobuf.ByteString;
import dev.ingot.api.cell.v1.LogLine;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Readers of lines as they come in, each on its own virtual thread behind a bounded queue. A slow one loses lines and is told so. */
final class Followers {
  private static final Logger LOG = LoggerFactory.getLogger(Followers.class);
  private static final int QUEUE = 2000;

  private final Map<String, List<Follower>> byApp = new ConcurrentHashMap<>();

  LogStore.Subscription add(String appGuid, Consumer<LogLine> reader) {
    Follower follower = new Follower(appGuid, reader);
    byApp.compute(appGuid, (guid, list) -> {
      List<Follower> followers = list == null ? new CopyOnWriteArrayList<>() : list;
      followers.add(follower);
      return followers;
    });
    Thread.ofVirtual().name("log-follower-" + appGuid).start(follower::run);
    return () -> remove(follower);
  }

  void tell(String appGuid, List<LogLine> lines) {
    byApp.getOrDefault(appGuid, List.of()).forEach(follower -> follower.offer(lines));
  }

  private void remove(Follower follower) {
    follower.close();
    byApp.computeIfPresent(follower.appGuid, (guid, list) -> {
      list.remove(follower);
      return list.isEmpty() ? null : list;
    });
  }

  private final class Follower {
    private final String appGuid;
    private final Consumer<LogLine> reader;
    private final Deque<LogLine> queue = new ArrayDeque<>();
    private long dropped;
    private boolean closed;

    Follower(String appGuid, Consumer<LogLine> reader) {
      this.appGuid = appGuid;
      this.reader = reader;
    }

    synchronized void offer(List<LogLine> lines) {
      for (LogLine line : lines) {
        if (queue.size() >= QUEUE) {
          dropped++;
        } else {
          if (dropped > 0) {
            queue.add(marker(line, dropped));
            dropped = 0;
          }
          queue.add(line);
        }
      }
      notifyAll();
    }

    synchronized void close() {
      closed = true;
      notifyAll();
    }

    void run() {
      try {
        for (LogLine line = next(); line != null; line = next()) {
          reader.accept(line);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (UncheckedIOException e) {
        LOG.debug("the reader of the log of app {} is gone", appGuid, e);
      } catch (RuntimeException e) {
        LOG.warn("stopped following the log of app {}: {}", appGuid, e);
      } finally {
        remove(this);
      }
    }

    private synchronized @org.jspecify.annotations.Nullable LogLine next() throws InterruptedException {
      while (queue.isEmpty() && !closed) {
        wait();
      }
      return closed ? null : queue.poll();
    }

    private LogLine marker(LogLine before, long count) {
      return LogLine.newBuilder().setAppGuid(appGuid).setSourceType("LGR").setInstanceId("0").setTimestampNanos(before.getTimestampNanos() - 1)
          .setPayload(ByteString.copyFromUtf8(count + " log lines were left out: this reader is too slow. They are stored; read them again."))
          .build();
    }
  }
}
