package dev.ingot.controller.log;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.ingot.api.cell.v1.LogLine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One file of log lines in rising time: `<timestamp of the first line, 19 digits>.log`, records of `length(4) crc32c(4) LogLine`. Knows the
 * place of one line in every {@value #STEP} bytes, so that a read starts near what it wants. Not thread-safe: {@link AppLog} locks.
 */
final class Segment {
  static final String SUFFIX = ".log";
  private static final int HEADER = 8;
  private static final int STEP = 16 * 1024;
  /** A payload of 61,440 bytes with tags; anything longer is not one of our records. */
  private static final int MAX_RECORD = 256 * 1024;

  final Path file;
  final long first;
  private long size;
  private long last;
  private long lines;
  private long[] times = new long[8];
  private long[] offsets = new long[8];
  private int marks;
  private @Nullable FileChannel writing;

  private Segment(Path file, long first) {
    this.file = file;
    this.first = first;
    this.last = first - 1;
  }

  /** A new empty file. */
  static Segment create(Path folder, long first) throws IOException {
    Segment segment = new Segment(folder.resolve("%019d%s".formatted(first, SUFFIX)), first);
    Files.createFile(segment.file);
    return segment;
  }

  /** Reads an existing file through, showing its lines to `reader`; what follows the last whole record (a write that was cut by a kill) is cut off. */
  static Segment open(Path file, Consumer<LogLine> reader) throws IOException {
    String name = file.getFileName().toString();
    Segment segment = new Segment(file, Long.parseLong(name.substring(0, name.length() - SUFFIX.length())));
    byte[] bytes = Files.readAllBytes(file);
    segment.size = segment.scan(ByteBuffer.wrap(bytes), 0, (offset, line) -> {
      segment.mark(offset, line.getTimestampNanos());
      reader.accept(line);
      return true;
    });
    if (segment.size < bytes.length) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(segment.size);
        channel.force(true);
      }
    }
    return segment;
  }

  long size() {
    return size;
  }

  /** Timestamp of the newest line; before the first one when empty. */
  long last() {
    return last;
  }

  /** How many lines it has. */
  long lines() {
    return lines;
  }

  /** Adds lines with rising timestamps, all or none. */
  void append(List<LogLine> lines) throws IOException {
    int total = lines.stream().mapToInt(l -> HEADER + l.getSerializedSize()).sum();
    ByteBuffer buffer = ByteBuffer.allocate(total);
    CRC32C crc = new CRC32C();
    for (LogLine line : lines) {
      byte[] bytes = line.toByteArray();
      crc.reset();
      crc.update(bytes);
      buffer.putInt(bytes.length).putInt((int) crc.getValue()).put(bytes);
    }
    buffer.flip();
    write(buffer);
    long offset = size;
    for (LogLine line : lines) {
      mark(offset, line.getTimestampNanos());
      offset += HEADER + line.getSerializedSize();
    }
    size = offset;
  }

  private void write(ByteBuffer buffer) throws IOException {
    FileChannel channel = channel();
    long offset = size;
    try {
      while (buffer.hasRemaining()) {
        offset += channel.write(buffer, offset);
      }
    } catch (IOException e) {
      channel.truncate(size);
      throw e;
    }
  }

  private FileChannel channel() throws IOException {
    if (writing == null || !writing.isOpen()) {
      writing = FileChannel.open(file, StandardOpenOption.WRITE);
    }
    return writing;
  }

  void force() throws IOException {
    if (writing != null && writing.isOpen()) {
      writing.force(false);
    }
  }

  void close() throws IOException {
    if (writing != null) {
      writing.close();
      writing = null;
    }
  }

  void delete() throws IOException {
    close();
    Files.deleteIfExists(file);
  }

  /** Lines from about `start` on, in order, until the visitor says false. Lines before `start` may be among them. */
  void forward(long start, Predicate<LogLine> visitor) throws IOException {
    int mark = marks == 0 ? -1 : Arrays.binarySearch(times, 0, marks, start);
    int at = mark >= 0 ? mark : Math.max(0, -mark - 2);
    boolean[] more = {true};
    for (int n = at; n < marks && more[0]; n++) {
      stretch(n, line -> {
        more[0] = visitor.test(line);
        return more[0];
      });
    }
  }

  /** All lines of the `n`-th stretch between marks, in order. */
  void stretch(int n, Predicate<LogLine> visitor) throws IOException {
    block(offsets[n], n + 1 < marks ? offsets[n + 1] : size, visitor);
  }

  int stretches() {
    return marks;
  }

  /** Time of the first line of the `n`-th stretch. */
  long time(int n) {
    return times[n];
  }

  private void block(long from, long to, Predicate<LogLine> visitor) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(to - from));
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      while (buffer.hasRemaining() && channel.read(buffer, from + buffer.position()) > 0) {
        continue;
      }
    }
    scan(buffer.flip(), from, (offset, line) -> visitor.test(line));
  }

  private interface Visitor {
    boolean visit(long offset, LogLine line);
  }

  /** The offset behind the last whole record that was read. */
  private long scan(ByteBuffer buffer, long base, Visitor visitor) {
    CRC32C crc = new CRC32C();
    int at = buffer.position();
    while (buffer.limit() - at >= HEADER) {
      int length = buffer.getInt(at);
      if (length < 0 || length > MAX_RECORD || buffer.limit() - at - HEADER < length) {
        break;
      }
      crc.reset();
      crc.update(buffer.array(), at + HEADER, length);
      if ((int) crc.getValue() != buffer.getInt(at + 4)) {
        break;
      }
      LogLine line = parse(buffer.slice(at + HEADER, length));
      if (line == null || !visitor.visit(base + at, line)) {
        break;
      }
      at += HEADER + length;
    }
    return base + at;
  }

  private static @Nullable LogLine parse(ByteBuffer bytes) {
    try {
      return LogLine.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      return null;
    }
  }

  private void mark(long offset, long time) {
    last = time;
    lines++;
    if (marks > 0 && offset - offsets[marks - 1] < STEP) {
      return;
    }
    if (marks == times.length) {
      times = Arrays.copyOf(times, marks * 2);
      offsets = Arrays.copyOf(offsets, marks * 2);
    }
    times[marks] = time;
    offsets[marks++] = offset;
  }
}
