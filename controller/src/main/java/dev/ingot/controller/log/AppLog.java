package dev.ingot.controller.log;

import dev.ingot.api.cell.v1.LogLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The lines of one app: segment files in a folder, oldest deleted when the budget is used up. Thread-safe. */
final class AppLog {
  private static final int SEGMENTS_PER_BUDGET = 10;

  private final Path folder;
  private final long budget;
  private final List<Segment> segments = new ArrayList<>();
  private long last;

  AppLog(Path folder, long budget) throws IOException {
    this.folder = folder;
    this.budget = budget;
    Files.createDirectories(folder);
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.getFileName().toString().matches("\\d{19}\\.log")).sorted().toList()) {
        segments.add(Segment.open(file));
      }
    }
    last = segments.stream().mapToLong(Segment::last).max().orElse(0);
  }

  /** Stores lines, none of them later than `now`; returns them as stored, with unique rising timestamps. */
  synchronized List<LogLine> append(List<LogLine> lines, long now) throws IOException {
    List<LogLine> stored = new ArrayList<>(lines.size());
    long time = last;
    for (LogLine line : lines) {
      time = Math.max(Math.min(line.getTimestampNanos(), now), time + 1);
      stored.add(time == line.getTimestampNanos() ? line : line.toBuilder().setTimestampNanos(time).build());
    }
    current(stored.getFirst().getTimestampNanos()).append(stored);
    last = time;
    trim();
    return stored;
  }

  private Segment current(long first) throws IOException {
    if (segments.isEmpty() || segments.getLast().size() >= budget / SEGMENTS_PER_BUDGET) {
      if (!segments.isEmpty()) {
        segments.getLast().force();
        segments.getLast().close();
      }
      segments.add(Segment.create(folder, first));
    }
    return segments.getLast();
  }

  private void trim() throws IOException {
    long total = segments.stream().mapToLong(Segment::size).sum();
    while (total > budget && segments.size() > 1) {
      Segment oldest = segments.removeFirst();
      total -= oldest.size();
      oldest.delete();
    }
  }

  synchronized List<LogLine> read(LogQuery query) throws IOException {
    return query.descending() ? newestFirst(query) : oldestFirst(query);
  }

  private List<LogLine> oldestFirst(LogQuery query) throws IOException {
    List<LogLine> lines = new ArrayList<>();
    for (Segment segment : segments) {
      if (segment.last() < query.start()) {
        continue;
      }
      if (segment.first >= query.end() || lines.size() >= query.limit()) {
        break;
      }
      segment.forward(query.start(), line -> {
        if (within(line, query)) {
          lines.add(line);
        }
        return line.getTimestampNanos() < query.end() && lines.size() < query.limit();
      });
    }
    return lines;
  }

  private List<LogLine> newestFirst(LogQuery query) throws IOException {
    List<LogLine> lines = new ArrayList<>();
    for (Segment segment : segments.reversed()) {
      if (segment.first >= query.end()) {
        continue;
      }
      for (int n = segment.stretches() - 1; n >= 0 && lines.size() < query.limit(); n--) {
        List<LogLine> some = new ArrayList<>();
        segment.stretch(n, line -> {
          if (within(line, query)) {
            some.add(line);
          }
          return true;
        });
        lines.addAll(some.reversed());
      }
      if (segment.first < query.start()) {
        break;
      }
    }
    return lines.size() > query.limit() ? lines.subList(0, query.limit()) : lines;
  }

  private static boolean within(LogLine line, LogQuery query) {
    return line.getTimestampNanos() >= query.start() && line.getTimestampNanos() < query.end();
  }

  /** Makes what was appended survive a power cut. */
  synchronized void force() throws IOException {
    if (!segments.isEmpty()) {
      segments.getLast().force();
    }
  }

  synchronized void close() throws IOException {
    if (!segments.isEmpty()) {
      segments.getLast().close();
    }
  }

  synchronized void delete() throws IOException {
    for (Segment segment : segments) {
      segment.delete();
    }
    segments.clear();
    Files.deleteIfExists(folder);
  }
}
