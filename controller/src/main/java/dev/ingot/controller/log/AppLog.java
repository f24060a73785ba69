package dev.ingot.controller.log;

import dev.ingot.api.cell.v1.LogLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The lines of one app: segment files in a folder, oldest deleted when the budget is used up; a file `dropped` says how much went. Lines that
 * come with a number are stored once, however often they are sent. Thread-safe.
 */
final class AppLog {
  private static final int SEGMENTS_PER_BUDGET = 10;
  private static final int MAX_ORIGINS = 2000;

  private final Path folder;
  private final long budget;
  private final List<Segment> segments = new ArrayList<>();
  private long last;
  /** Origin of lines → number of the last one stored; least recently used first. */
  private final Map<Long, Long> positions = new LinkedHashMap<>(16, 0.75f, true) {
    @Override
    protected boolean removeEldestEntry(Map.Entry<Long, Long> eldest) {
      return size() > MAX_ORIGINS;
    }
  };
  private Dropped dropped;

  AppLog(Path folder, long budget) throws IOException {
    this.folder = folder;
    this.budget = budget;
    Files.createDirectories(folder);
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.getFileName().toString().matches("\\d{19}\\.log")).sorted().toList()) {
        segments.add(Segment.open(file, this::note));
      }
    }
    dropped = Dropped.read(folder);
    last = Math.max(dropped.until(), segments.stream().mapToLong(Segment::last).max().orElse(0));
  }

  /** Stores lines that are not stored yet, none of them later than `now`; returns them as stored, with unique rising timestamps. */
  synchronized List<LogLine> append(List<LogLine> lines, long now) throws IOException {
    List<LogLine> stored = new ArrayList<>(lines.size());
    long time = last;
    Map<Long, Long> numbers = new HashMap<>();
    for (LogLine line : lines) {
      if (line.getOrigin() != 0 && !later(line, numbers.getOrDefault(line.getOrigin(), positions.get(line.getOrigin())))) {
        continue;
      }
      numbers.put(line.getOrigin(), line.getPosition());
      time = Math.max(Math.min(line.getTimestampNanos(), now), time + 1);
      stored.add(time == line.getTimestampNanos() ? line : line.toBuilder().setTimestampNanos(time).build());
    }
    if (stored.isEmpty()) {
      return stored;
    }
    current(stored.getFirst().getTimestampNanos()).append(stored);
    numbers.remove(0L);
    positions.putAll(numbers);
    last = time;
    trim();
    return stored;
  }

  private static boolean later(LogLine line, @Nullable Long before) {
    return before == null || Long.compareUnsigned(line.getPosition(), before) > 0;
  }

  private void note(LogLine line) {
    if (line.getOrigin() != 0) {
      positions.put(line.getOrigin(), line.getPosition());
    }
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
      dropped = dropped.plus(oldest.lines(), oldest.size(), oldest.last());
      dropped.write(folder);
      oldest.delete();
    }
  }

  synchronized List<LogLine> read(LogQuery query) throws IOException {
    List<LogLine> lines = query.descending() ? newestFirst(query) : oldestFirst(query);
    boolean marked = dropped.lines() > 0 && within(dropped.until(), query) && (!query.descending() || lines.size() < query.limit());
    if (marked) {
      lines.add(query.descending() ? lines.size() : 0, dropped.marker(folder.getFileName().toString(), budget));
    }
    return lines.size() > query.limit() ? new ArrayList<>(lines.subList(0, query.limit())) : lines;
  }

  /** How much there is; empty when there is nothing. */
  synchronized Optional<LogReader.Extent> extent() {
    long count = segments.stream().mapToLong(Segment::lines).sum();
    return count == 0 ? Optional.empty() : Optional.of(new LogReader.Extent(count, dropped.lines(), segments.getFirst().first, last));
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
        if (segment.time(n) >= query.end()) {
          continue;
        }
        List<LogLine> some = new ArrayList<>();
        segment.stretch(n, line -> {
          if (within(line, query)) {
            some.add(line);
          }
          return true;
        });
        lines.addAll(some.reversed());
        if (segment.time(n) < query.start()) {
          break;
        }
      }
      if (segment.first < query.start() || lines.size() >= query.limit()) {
        break;
      }
    }
    return lines.size() > query.limit() ? new ArrayList<>(lines.subList(0, query.limit())) : lines;
  }

  private static boolean within(LogLine line, LogQuery query) {
    return within(line.getTimestampNanos(), query);
  }

  private static boolean within(long time, LogQuery query) {
    return time >= query.start() && time < query.end();
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
    Dropped.forget(folder);
    Files.deleteIfExists(folder);
  }
}
