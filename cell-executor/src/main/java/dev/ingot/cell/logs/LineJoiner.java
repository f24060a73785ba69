package dev.ingot.cell.logs;

import java.io.ByteArrayOutputStream;
import java.util.Optional;

/** Joins the parts of one stream's lines and cuts lines at 61,440 bytes, as CF does. Not thread-safe: one per stream. */
final class LineJoiner {
  static final int MAX_BYTES = 61_440;

  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private boolean cut;

  /** A whole line when this record ends it. A line over the maximum comes out cut; the rest of it is dropped. */
  Optional<byte[]> add(LogRecord record) {
    int room = MAX_BYTES - line.size();
    line.write(record.text(), 0, Math.min(room, record.text().length));
    cut |= record.text().length > room;
    return record.partial() ? Optional.empty() : Optional.of(take());
  }

  /** What has no end yet, when the stream is over. */
  Optional<byte[]> rest() {
    return line.size() == 0 ? Optional.empty() : Optional.of(take());
  }

  /** What has no end yet, to be shown before its end comes; not of a line that was cut: what follows of it is dropped. */
  Optional<byte[]> early() {
    return cut ? Optional.empty() : rest();
  }

  boolean isEmpty() {
    return line.size() == 0 && !cut;
  }

  private byte[] take() {
    byte[] bytes = line.toByteArray();
    line.reset();
    cut = false;
    return bytes;
  }
}
