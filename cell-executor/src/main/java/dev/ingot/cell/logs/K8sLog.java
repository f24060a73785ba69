package dev.ingot.cell.logs;

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Optional;

/** Reads conmon's `k8s-file` format. */
final class K8sLog {
  private K8sLog() {}

  /** Empty when the bytes are not such a line (a file damaged by a crash of the machine). The newline is not part of them. */
  static Optional<LogRecord> parse(byte[] line) {
    int time = indexOf(line, 0);
    int stream = indexOf(line, time + 1);
    int flag = stream + 2;
    if (time <= 0 || stream <= time || flag > line.length) {
      return Optional.empty();
    }
    String name = new String(line, time + 1, stream - time - 1, StandardCharsets.US_ASCII);
    char kind = (char) line[stream + 1];
    if (!(name.equals("stdout") || name.equals("stderr")) || !(kind == 'F' || kind == 'P')) {
      return Optional.empty();
    }
    byte[] text = Arrays.copyOfRange(line, Math.min(flag + 1, line.length), line.length);
    return nanos(new String(line, 0, time, StandardCharsets.US_ASCII)).map(n -> new LogRecord(n, name.equals("stderr"), kind == 'P', text));
  }

  private static Optional<Long> nanos(String time) {
    try {
      Instant t = OffsetDateTime.parse(time).toInstant();
      return Optional.of(t.getEpochSecond() * 1_000_000_000L + t.getNano());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static int indexOf(byte[] line, int from) {
    for (int i = Math.max(0, from); i < line.length; i++) {
      if (line[i] == ' ') {
        return i;
      }
    }
    return -1;
  }
}
