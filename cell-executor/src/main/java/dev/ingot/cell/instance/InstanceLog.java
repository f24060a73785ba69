package dev.ingot.cell.instance;

import com.google.protobuf.ByteString;
import dev.ingot.api.cell.v1.LogLine;
import dev.ingot.api.cell.v1.LogStream;
import dev.ingot.api.cell.v1.StartInstance;
import dev.ingot.cell.logs.LogSink;
import java.time.Clock;
import java.time.Instant;

/** Writes to an instance's log stream: what the cell does with it, and the shape of its own lines. */
final class InstanceLog {
  private final LogLine prototype;
  private final LogSink sink;
  private final Clock clock;

  InstanceLog(StartInstance spec, LogSink sink, Clock clock) {
    this.sink = sink;
    this.clock = clock;
    this.prototype = LogLine.newBuilder().setAppGuid(spec.getAppGuid()).setInstanceId(Integer.toString(spec.getIndex()))
        .setSourceType(spec.getLogSource().isEmpty() ? "APP/PROC/WEB" : spec.getLogSource())
        .putTags("instance_guid", spec.getInstanceGuid()).putTags("process_id", spec.getProcessGuid())
        .putTags("process_type", spec.getProcessType()).build();
  }

  /** A line of the app itself, without time, stream and text. */
  LogLine prototype() {
    return prototype;
  }

  void cell(String text) {
    line("CELL", LogStream.OUT, text);
  }

  void cellError(String text) {
    line("CELL", LogStream.ERR, text);
  }

  /** In the app's own source, as CF does for its exit. */
  void app(String text) {
    line(prototype.getSourceType(), LogStream.OUT, text);
  }

  private void line(String source, LogStream stream, String text) {
    Instant now = clock.instant();
    sink.offer(prototype.toBuilder().setSourceType(source).setStream(stream).setPayload(ByteString.copyFromUtf8(text))
        .setTimestampNanos(now.getEpochSecond() * 1_000_000_000L + now.getNano()).build());
  }
}
