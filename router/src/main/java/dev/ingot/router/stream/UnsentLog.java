package dev.ingot.router.stream;

import com.google.protobuf.ByteString;
import dev.ingot.api.cell.v1.LogBatch;
import dev.ingot.api.cell.v1.LogLine;
import dev.ingot.api.cell.v1.LogStream;
import dev.ingot.router.access.AccessBuffer;
import dev.ingot.router.access.AccessLine;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Batches of access log lines that the controller has not confirmed. After a reconnect they are sent again, so lines may come twice but are not lost.
 * Sequences rise over restarts of the router. Used under its own lock.
 */
final class UnsentLog {
  private static final int LINES_PER_BATCH = 500;
  private static final int MAX_BATCHES = 32;
  private static final int MAX_PAYLOAD = 61_440;
  private final AccessBuffer buffer;
  private final Deque<LogBatch> batches = new ArrayDeque<>();
  private long sequence = System.currentTimeMillis() * 1_000;
  private int sent;

  UnsentLog(AccessBuffer buffer) {
    this.buffer = buffer;
  }

  /** A new stream: everything unconfirmed goes out again. */
  synchronized void rewind() {
    sent = 0;
  }

  /** The controller has stored every batch up to this sequence. */
  synchronized void confirmed(long upTo) {
    while (!batches.isEmpty() && batches.peekFirst().getSequence() <= upTo) {
      batches.removeFirst();
      sent = Math.max(0, sent - 1);
    }
  }

  /** The next batch to send, or null. */
  synchronized @Nullable LogBatch next() {
    if (sent < batches.size()) {
      return batches.stream().skip(sent++).findFirst().orElseThrow();
    }
    List<AccessLine> lines = buffer.take(LINES_PER_BATCH, System.currentTimeMillis() * 1_000_000);
    if (lines.isEmpty()) {
      return null;
    }
    if (batches.size() >= MAX_BATCHES) {
      // It was sent on this stream; only its confirmation is missing.
      batches.removeFirst();
      sent--;
    }
    LogBatch.Builder batch = LogBatch.newBuilder().setSequence(++sequence);
    lines.forEach(line -> batch.addLines(message(line)));
    LogBatch built = batch.build();
    batches.addLast(built);
    sent++;
    return built;
  }

  private static LogLine message(AccessLine line) {
    byte[] text = line.text().getBytes(StandardCharsets.UTF_8);
    return LogLine.newBuilder()
        .setAppGuid(line.appGuid()).setSourceType("RTR").setInstanceId(Integer.toString(Math.max(0, line.index()))).setStream(LogStream.OUT)
        .setTimestampNanos(line.timestampNanos()).setPayload(ByteString.copyFrom(text, 0, Math.min(text.length, MAX_PAYLOAD))).build();
  }
}
