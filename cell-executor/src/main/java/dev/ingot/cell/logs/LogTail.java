package dev.ingot.cell.logs;

import com.google.protobuf.ByteString;
import dev.ingot.api.cell.v1.LogLine;
import dev.ingot.api.cell.v1.LogStream;
import dev.ingot.cell.sys.WholeFile;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Follows one container's log and hands its lines on. conmon's files are the buffer: the place up to which the controller has stored
 * everything is kept in `log.offset`, so a restarted cell goes on there. Files over 8 MB are rotated without loss; when the controller
 * is away, at most {@link #KEEP} full files are kept and the oldest is dropped.
 */
public final class LogTail implements AutoCloseable {
  private static final Logger LOG = System.getLogger(LogTail.class.getName());
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration TURN = Duration.ofMillis(500);
  /** How long half a line waits for its other half before it is shown. */
  private static final long PATIENCE_NANOS = 1_000_000_000L;
  private static final long ROTATE_BYTES = 8L << 20;
  static final int KEEP = 8;

  private final LogFiles files;
  private final LogLine prototype;
  private final LogSink sink;
  private final RateLimit limit;
  private final LineJoiner out = new LineJoiner();
  private final LineJoiner err = new LineJoiner();
  private final AtomicLong bytes = new AtomicLong();
  private final Thread thread;
  private volatile boolean ended;
  private volatile LogPosition stored;
  private volatile LogPosition sent;
  private LogPosition clean;
  private long number;

  /**
   * Starts to follow.
   *
   * @param prototype app, source, instance and tags of every line
   * @param rate bytes per second, -1 = unlimited
   */
  public LogTail(Path directory, LogLine prototype, long rate, LogSink sink) throws IOException {
    this.files = new LogFiles(directory);
    this.prototype = prototype.toBuilder().setOrigin(origin(prototype)).build();
    this.sink = sink;
    this.limit = new RateLimit(rate);
    this.stored = LogPosition.read(directory);
    this.clean = stored;
    this.sent = stored;
    this.thread = Thread.ofVirtual().name("log " + prototype.getInstanceId()).start(this::follow);
  }

  /** Bytes of text handed on since the cell started. */
  public long bytes() {
    return bytes.get();
  }

  /** The container has ended: reads to the end, then the thread ends too. Waits at most this long. True when all has been handed on. */
  public boolean finish(Duration limit) throws InterruptedException {
    ended = true;
    return thread.join(limit);
  }

  /** True when everything of an ended container is stored by the controller. */
  public boolean delivered() {
    return ended && !thread.isAlive() && stored.equals(sent);
  }

  /** Stops in the middle; a later tail goes on where the controller's acknowledgements ended. */
  @Override
  public void close() {
    thread.interrupt();
  }

  /** Who numbers the lines of this log: the container, and which of its processes. */
  private static long origin(LogLine prototype) {
    try {
      byte[] name = (prototype.getTagsOrDefault("instance_guid", "") + "/" + prototype.getSourceType()).getBytes(StandardCharsets.UTF_8);
      return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(name)).getLong() | 1;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no SHA-256", e);
    }
  }

  private void follow() {
    LogPosition at = stored;
    long quietSince = System.nanoTime();
    try {
      while (true) {
        boolean last = ended;
        LogPosition before = at;
        at = files.read(at, this::line);
        if (at.equals(before)) {
          if (last) {
            flush(at, false);
            return;
          }
          if (System.nanoTime() - quietSince > PATIENCE_NANOS) {
            flush(at, true);
            quietSince = System.nanoTime();
          }
          Thread.sleep(POLL);
        } else {
          quietSince = System.nanoTime();
        }
        keepSmall();
        at = skipLost(at);
      }
    } catch (InterruptedException e) {
      LOG.log(Level.DEBUG, "log tail stops");
    } catch (IOException e) {
      LOG.log(Level.ERROR, "Log of instance " + prototype.getTagsOrDefault("instance_guid", "?") + " cannot be read further: " + e.getMessage());
    }
  }

  /** Files that were dropped unread because the controller was away too long are told of. */
  private LogPosition skipLost(LogPosition at) throws InterruptedException {
    int oldest = files.newest() - KEEP;
    if (at.generation() >= oldest) {
      return at;
    }
    LogPosition next = new LogPosition(oldest, 0);
    clean = next;
    number = next.number();
    put(now(), true, ("log lines were lost: about " + ((long) (oldest - at.generation()) * ROTATE_BYTES >> 20)
        + " MB were written while the controller was away").getBytes(StandardCharsets.UTF_8));
    return next;
  }

  private void keepSmall() throws IOException {
    if (files.currentSize() > ROTATE_BYTES && !ended) {
      files.rotate();
    }
    files.dropBefore(Math.max(stored.generation(), files.newest() - KEEP));
  }

  private void line(byte[] raw, LogPosition after) throws InterruptedException {
    LogRecord record = K8sLog.parse(raw).orElse(null);
    if (record == null) {
      return;
    }
    byte[] text = (record.stderr() ? err : out).add(record).orElse(null);
    number = after.number();
    // With half a line in hand a place is no good to start again from.
    if (out.isEmpty() && err.isEmpty()) {
      clean = after;
    }
    if (text != null) {
      send(record.nanos(), record.stderr(), text);
    }
  }

  /** Hands on what has no end yet. @param early more of it may come */
  private void flush(LogPosition end, boolean early) throws InterruptedException {
    byte[] lastOut = (early ? out.early() : out.rest()).orElse(null);
    byte[] lastErr = (early ? err.early() : err.rest()).orElse(null);
    if (!early || out.isEmpty() && err.isEmpty()) {
      clean = end;
    }
    number = end.number();
    if (lastOut != null) {
      send(now(), false, lastOut);
      number++;
    }
    if (lastErr != null) {
      send(now(), true, lastErr);
    }
  }

  private static long now() {
    return System.currentTimeMillis() * 1_000_000L;
  }

  private void send(long nanos, boolean stderr, byte[] text) throws InterruptedException {
    switch (limit.admit(nanos, text.length)) {
      case DROP -> { }
      case DROP_AND_TELL -> put(nanos, true, limit.message().getBytes(StandardCharsets.UTF_8));
      case PASS -> {
        bytes.addAndGet(text.length);
        put(nanos, stderr, text);
      }
    }
  }

  private void put(long nanos, boolean stderr, byte[] text) throws InterruptedException {
    LogPosition upTo = clean;
    LogLine line = prototype.toBuilder().setStream(stderr ? LogStream.ERR : LogStream.OUT).setTimestampNanos(nanos)
        .setPayload(ByteString.copyFrom(text)).setPosition(number).build();
    while (!sink.put(line, this, () -> remember(upTo), TURN)) {
      // The controller is away: what the app goes on writing must not fill the disk.
      attemptKeepSmall();
    }
    sent = upTo;
  }

  private void attemptKeepSmall() {
    try {
      keepSmall();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "The log of instance " + prototype.getTagsOrDefault("instance_guid", "?") + " could not be kept small: " + e.getMessage());
    }
  }

  private void remember(LogPosition position) {
    stored = position;
    try {
      if (Files.isDirectory(files.directory())) {
        WholeFile.write(files.directory().resolve(LogPosition.FILE), position.generation() + " " + position.offset());
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "The place in a log could not be kept, lines may come twice after a restart: " + e.getMessage());
    }
  }
}
