package dev.ingot.controller.log;

import com.google.protobuf.ByteString;
import dev.ingot.api.cell.v1.LogLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * App logs as files below one folder, one folder an app. A line is written before {@link #append} returns, so a kill of this process
 * loses nothing; {@link #whenDurable} tells when a power cut would not either (files are forced in batches).
 */
public final class DiskLogStore implements LogStore, LogReader, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DiskLogStore.class);
  private static final Pattern GUID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,99}");
  private static final int MAX_PAYLOAD = 61_440;
  private static final int MAX_OPEN = 256;

  private final Path folder;
  private final long budget;
  private final Clock clock;
  private final Followers followers = new Followers();
  /** Most recently used last; the ones before {@link #MAX_OPEN} are closed and read again when needed. */
  private final Map<String, AppLog> open = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<String, AppLog> dirty = new ConcurrentHashMap<>();
  private final List<Runnable> waiting = new ArrayList<>();

  /** @param budget bytes kept of one app's log, ≥ 64 KiB */
  public DiskLogStore(Path folder, long budget, Clock clock) {
    this.folder = folder;
    this.budget = budget;
    this.clock = clock;
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make the folder for app logs " + folder + ": is ingot.state-dir writable?", e);
    }
  }

  @Override
  public void append(List<LogLine> lines) {
    Map<String, List<LogLine>> byApp = new LinkedHashMap<>();
    for (LogLine line : lines) {
      if (GUID.matcher(line.getAppGuid()).matches()) {
        byApp.computeIfAbsent(line.getAppGuid(), g -> new ArrayList<>()).add(bounded(line));
      } else {
        LOG.warn("left out a log line for something that is no app guid");
      }
    }
    byApp.forEach(this::append);
  }

  private void append(String appGuid, List<LogLine> lines) {
    try {
      synchronized (this) {
        AppLog log = log(appGuid);
        List<LogLine> stored = log.append(lines, nanos());
        if (!stored.isEmpty()) {
          dirty.put(appGuid, log);
          followers.tell(appGuid, stored);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot store the log of app " + appGuid + " below " + folder, e);
    }
  }

  private static LogLine bounded(LogLine line) {
    return line.getPayload().size() <= MAX_PAYLOAD ? line : line.toBuilder().setPayload(line.getPayload().substring(0, MAX_PAYLOAD)).build();
  }

  private long nanos() {
    Instant now = clock.instant();
    return now.getEpochSecond() * 1_000_000_000L + now.getNano();
  }

  @Override
  public void append(String appGuid, String sourceType, String text) {
    long now = nanos();
    append(text.lines().map(l -> LogLine.newBuilder().setAppGuid(appGuid).setSourceType(sourceType).setInstanceId("0").setTimestampNanos(now)
        .setPayload(ByteString.copyFromUtf8(l)).build()).toList());
  }

  @Override
  public List<LogLine> read(String appGuid, LogQuery query) {
    if (!GUID.matcher(appGuid).matches()) {
      return List.of();
    }
    try {
      AppLog log;
      synchronized (this) {
        if (!open.containsKey(appGuid) && !Files.isDirectory(folder.resolve(appGuid))) {
          return List.of();
        }
        log = log(appGuid);
      }
      return log.read(query);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the log of app " + appGuid + " below " + folder, e);
    }
  }

  @Override
  public Map<String, Extent> extents() {
    Map<String, AppLog> logs;
    synchronized (this) {
      logs = new LinkedHashMap<>(open);
    }
    Map<String, Extent> extents = new LinkedHashMap<>();
    logs.forEach((guid, log) -> log.extent().ifPresent(extent -> extents.put(guid, extent)));
    return extents;
  }

  @Override
  public Subscription follow(String appGuid, Consumer<LogLine> reader) {
    return followers.add(appGuid, reader);
  }

  @Override
  public synchronized void delete(String appGuid) {
    if (!GUID.matcher(appGuid).matches()) {
      return;
    }
    try {
      if (open.containsKey(appGuid) || Files.isDirectory(folder.resolve(appGuid))) {
        dirty.remove(appGuid);
        log(appGuid).delete();
        open.remove(appGuid);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete the log of app " + appGuid + " below " + folder, e);
    }
  }

  private AppLog log(String appGuid) throws IOException {
    AppLog log = open.get(appGuid);
    if (log == null) {
      log = new AppLog(folder.resolve(appGuid), budget);
      open.put(appGuid, log);
      closeOldest();
    }
    return log;
  }

  private void closeOldest() throws IOException {
    var oldest = open.entrySet().iterator();
    while (open.size() > MAX_OPEN) {
      AppLog log = oldest.next().getValue();
      log.force();
      log.close();
      oldest.remove();
    }
  }

  /** Runs `then` once all lines stored so far are forced to the disk, within a fraction of a second. */
  public void whenDurable(Runnable then) {
    synchronized (waiting) {
      waiting.add(then);
    }
  }

  /** Forces what was appended since the last call and tells those who wait. On a failure they wait on. */
  public void force() {
    List<Runnable> told;
    synchronized (waiting) {
      told = new ArrayList<>(waiting);
    }
    try {
      for (String appGuid : List.copyOf(dirty.keySet())) {
        force(appGuid);
      }
    } catch (IOException e) {
      LOG.error("cannot force app logs below {} to the disk: is it full?", folder, e);
      return;
    }
    synchronized (waiting) {
      waiting.subList(0, told.size()).clear();
    }
    told.forEach(Runnable::run);
  }

  private void force(String appGuid) throws IOException {
    AppLog log = dirty.remove(appGuid);
    if (log == null) {
      return;
    }
    try {
      log.force();
    } catch (IOException e) {
      dirty.putIfAbsent(appGuid, log);
      throw e;
    }
  }

  @Override
  public synchronized void close() {
    force();
    for (AppLog log : open.values()) {
      try {
        log.close();
      } catch (IOException e) {
        LOG.warn("cannot close an app log below {}", folder, e);
      }
    }
  }
}
