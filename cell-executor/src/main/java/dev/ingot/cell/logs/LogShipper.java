package dev.ingot.cell.logs;

import com.google.protobuf.ByteString;
import dev.ingot.api.cell.v1.LogBatch;
import dev.ingot.api.cell.v1.LogLine;
import dev.ingot.api.cell.v1.LogStream;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Makes batches of lines and keeps each until the controller has acknowledged it; after a loss of the stream all of them go again, in
 * order. Bounded in lines and bytes. Thread-safe.
 */
public final class LogShipper implements LogSink {
  private static final int BATCH_LINES = 500;
  private static final int BATCH_BYTES = 128 << 10;
  private static final int MAX_BYTES = 2 << 20;
  /** Sent and not yet acknowledged: more would only lie in the stream's buffers. */
  private static final int MAX_FLIGHT = 1 << 20;
  private static final int MAX_VOLATILE = 10_000;
  private static final long GATHER_NANOS = 50_000_000L;

  private record Entry(LogLine line, @Nullable Object owner, Runnable stored) {}

  private record Sent(LogBatch batch, Map<Object, Runnable> stored, int bytes) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<Entry> queue = new ArrayDeque<>();
  private final ArrayDeque<Sent> unacknowledged = new ArrayDeque<>();
  private int queuedBytes;
  private int unacknowledgedBytes;
  private int volatileLines;
  private long dropped;
  private int resend;
  private long sequence;
  private final long origin = new SecureRandom().nextLong() | 1;
  private long volatileNumber;

  @Override
  public void offer(LogLine line) {
    lock.lock();
    try {
      if (volatileLines >= MAX_VOLATILE) {
        dropOldestVolatile();
      }
      volatileLines++;
      enqueue(new Entry(numbered(line), null, () -> { }));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean put(LogLine line, Object owner, Runnable stored, Duration wait) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = wait.toNanos();
      while (queuedBytes + unacknowledgedBytes > MAX_BYTES) {
        if (left <= 0) {
          return false;
        }
        left = changed.awaitNanos(left);
      }
      enqueue(new Entry(line, owner, stored));
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** The stream is new: everything not acknowledged is to be sent again. */
  public void restart() {
    lock.lock();
    try {
      resend = unacknowledged.size();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The controller has stored this batch and all before it. */
  public void acknowledge(long upTo) {
    Map<Object, Runnable> stored = new LinkedHashMap<>();
    lock.lock();
    try {
      while (!unacknowledged.isEmpty() && unacknowledged.peekFirst().batch.getSequence() <= upTo) {
        Sent sent = unacknowledged.removeFirst();
        unacknowledgedBytes -= sent.bytes;
        stored.putAll(sent.stored);
      }
      resend = Math.min(resend, unacknowledged.size());
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    stored.values().forEach(Runnable::run);
  }

  /** Waits for the next batch to send; one whose sending fails is given again after {@link #restart}. */
  public LogBatch next() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (resend == 0 && (queue.isEmpty() || unacknowledgedBytes > MAX_FLIGHT)) {
        changed.await();
      }
      if (resend > 0) {
        return unacknowledged.stream().skip(unacknowledged.size() - resend--).findFirst().orElseThrow().batch;
      }
      if (queue.size() < BATCH_LINES) {
        gather();
      }
      return batch();
    } finally {
      lock.unlock();
    }
  }

  /** Waits a little for more lines, so that a chatty app does not make a message of each line. */
  private void gather() throws InterruptedException {
    long left = GATHER_NANOS;
    while (left > 0 && queue.size() < BATCH_LINES) {
      left = changed.awaitNanos(left);
    }
  }

  private LogBatch batch() {
    List<LogLine> lines = new ArrayList<>();
    Map<Object, Runnable> stored = new LinkedHashMap<>();
    int bytes = 0;
    if (dropped > 0 && !queue.isEmpty()) {
      lines.add(droppedLine(queue.peekFirst().line));
      dropped = 0;
    }
    while (!queue.isEmpty() && lines.size() < BATCH_LINES && bytes < BATCH_BYTES) {
      Entry entry = queue.removeFirst();
      lines.add(entry.line);
      bytes += size(entry.line);
      if (entry.owner == null) {
        volatileLines--;
      } else {
        stored.put(entry.owner, entry.stored);
      }
    }
    queuedBytes -= bytes;
    unacknowledgedBytes += bytes;
    LogBatch batch = LogBatch.newBuilder().setSequence(++sequence).addAllLines(lines).build();
    unacknowledged.addLast(new Sent(batch, stored, bytes));
    return batch;
  }

  private LogLine droppedLine(LogLine like) {
    return numbered(like).toBuilder().setStream(LogStream.ERR)
        .setPayload(ByteString.copyFromUtf8("dropped " + dropped + " log lines of the cell while the controller was away")).build();
  }

  /** The number by which the controller knows a line of this life of the cell that it is sent twice. */
  private LogLine numbered(LogLine line) {
    return line.toBuilder().setOrigin(origin).setPosition(++volatileNumber).build();
  }

  private void enqueue(Entry entry) {
    queue.addLast(entry);
    queuedBytes += size(entry.line);
    changed.signalAll();
  }

  private void dropOldestVolatile() {
    var entries = queue.iterator();
    while (entries.hasNext()) {
      Entry entry = entries.next();
      if (entry.owner == null) {
        entries.remove();
        queuedBytes -= size(entry.line);
        volatileLines--;
        dropped++;
        return;
      }
    }
  }

  private static int size(LogLine line) {
    return line.getPayload().size() + 200;
  }
}
