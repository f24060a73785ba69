package dev.ingot.cell.staging;

import com.google.protobuf.ByteString;
import dev.ingot.api.cell.v1.CacheQuery;
import dev.ingot.api.cell.v1.CacheReport;
import dev.ingot.api.cell.v1.LogLine;
import dev.ingot.api.cell.v1.LogStream;
import dev.ingot.api.cell.v1.Stage;
import dev.ingot.api.cell.v1.StagingFailure;
import dev.ingot.api.cell.v1.StagingResult;
import dev.ingot.cell.config.CellConfig;
import dev.ingot.cell.logs.LogSink;
import dev.ingot.cell.sys.WholeFile;
import dev.ingot.stager.docker.DockerStaging;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs builds, a few at once, the others wait. Every build that was asked for ends in exactly one result, unless the cell dies. Thread-safe. */
public final class StagingWorker {
  private static final Logger LOG = System.getLogger(StagingWorker.class.getName());
  private static final int DEFAULT_TIMEOUT = 900;
  private static final int QUEUE_SECONDS = 300;
  private static final int MAX_LINE = 61_440;

  private static final class Job {
    final Stage stage;
    volatile @Nullable Thread thread;
    volatile String stopped = "";

    Job(Stage stage) {
      this.stage = stage;
    }
  }

  private final CellConfig config;
  private final Build build;
  private final LogSink logs;
  private final Consumer<StagingResult> results;
  private final Clock clock;
  private final Semaphore slots;
  private final BuildCaches caches;
  private final Map<String, Job> jobs = new ConcurrentHashMap<>();

  public StagingWorker(CellConfig config, Build build, LogSink logs, Consumer<StagingResult> results, Clock clock) throws IOException {
    this.config = config;
    this.build = build;
    this.logs = logs;
    this.results = results;
    this.clock = clock;
    this.slots = new Semaphore(config.maxBuilds(), true);
    WholeFile.deleteTree(config.stateDir().resolve("builds"));
    Files.createDirectories(config.stateDir().resolve("builds"));
    this.caches = new BuildCaches(config.stateDir().resolve("cache"), clock);
  }

  /** Starts a build, once: told again while it runs it changes nothing. Returns at once. */
  public void stage(Stage stage) {
    if (!name(stage.getBuildGuid()) || !name(stage.getAppGuid())) {
      results.accept(failure(stage, "StagingError", "prepare", "the build's or app's guid is not one"));
      return;
    }
    Job job = new Job(stage);
    if (jobs.putIfAbsent(stage.getBuildGuid(), job) == null) {
      job.thread = Thread.ofVirtual().name("build " + stage.getBuildGuid()).start(() -> work(job));
      Thread.startVirtualThread(() -> limit(job));
    }
  }

  /** Stops a build; its result says so. Not here is fine. */
  public void cancel(String buildGuid) {
    Job job = jobs.get(buildGuid);
    if (job != null) {
      stop(job, "StagingError");
    }
  }

  /** Builds that wait or run. */
  public List<Stage> running() {
    return jobs.values().stream().map(job -> job.stage).toList();
  }

  private void limit(Job job) {
    try {
      // The stager ends its phases itself; this is for a wait or a download without end.
      int seconds = QUEUE_SECONDS + (job.stage.getTimeoutSeconds() > 0 ? job.stage.getTimeoutSeconds() : DEFAULT_TIMEOUT);
      Thread thread = job.thread;
      if (thread != null && !thread.join(Duration.ofSeconds(seconds))) {
        stop(job, "StagingTimeExpired");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void stop(Job job, String code) {
    job.stopped = code;
    Thread thread = job.thread;
    if (thread != null) {
      thread.interrupt();
    }
  }

  private void work(Job job) {
    StagingResult result;
    try {
      slots.acquire();
      try {
        result = build(job.stage);
      } finally {
        slots.release();
      }
    } catch (InterruptedException e) {
      result = failure(job.stage, job.stopped, "build",
          job.stopped.equals("StagingTimeExpired") ? "the build took longer than it may" : "the build was cancelled");
    } catch (IOException | RuntimeException | Error e) {
      // An error too: a build whose result never comes waits for ever.
      LOG.log(Level.ERROR, "Build " + job.stage.getBuildGuid() + " of app " + job.stage.getAppGuid() + " failed in the cell", e);
      String why = e instanceof Error || e.getMessage() == null ? "the cell itself failed: " + e : e.getMessage();
      result = failure(job.stage, "StagingError", "prepare", why);
      log(job.stage, "Staging failed: " + why, true);
    }
    jobs.remove(job.stage.getBuildGuid());
    results.accept(result.toBuilder().setBuildGuid(job.stage.getBuildGuid()).build());
    if (jobs.isEmpty()) {
      // A build's garbage is most of the heap, and the JVM would keep the memory until the next build.
      System.gc();
    }
  }

  private StagingResult build(Stage stage) throws IOException, InterruptedException {
    if (stage.hasDocker()) {
      return new DockerStaging(config.controllerHttp()).stage(stage, (line, stderr) -> log(stage, line, stderr));
    }
    Path dir = Files.createDirectories(config.stateDir().resolve("builds").resolve(stage.getBuildGuid()));
    try {
      Path zip = dir.resolve("package.zip");
      log(stage, "Downloading app package...", false);
      new PackageDownload(config).fetch(stage.getPackagePath(), stage.getPackageDigest(), zip);
      log(stage, "Downloaded app package (" + Files.size(zip) + " bytes)", false);
      Path work = Files.createDirectory(dir.resolve("work"));
      return withCache(stage, work, zip);
    } finally {
      // A cancelled build must be cleared away like any other.
      Thread.interrupted();
      WholeFile.deleteTree(dir);
    }
  }

  private StagingResult withCache(Stage stage, Path work, Path zip) throws IOException, InterruptedException {
    BuildCaches.Opened cache = caches.open(stage.getAppGuid(), stage.getCacheVersion());
    try {
      if (cache.cleared()) {
        log(stage, "Cleared the build cache", false);
      }
      BiConsumer<String, Boolean> log = (line, stderr) -> log(stage, line, stderr);
      return build.run(stage, work, cache.directory(), zip, log);
    } finally {
      caches.close(stage.getAppGuid());
    }
  }

  /** Tells of build caches, and removes them when asked to. Waits for the disk. */
  public CacheReport cache(CacheQuery query) {
    return caches.answer(query);
  }

  private void log(Stage stage, String text, boolean stderr) {
    Instant now = clock.instant();
    ByteString payload = ByteString.copyFromUtf8(text);
    logs.offer(LogLine.newBuilder().setAppGuid(stage.getAppGuid()).setSourceType("STG").setInstanceId("0")
        .setStream(stderr ? LogStream.ERR : LogStream.OUT).setTimestampNanos(now.getEpochSecond() * 1_000_000_000L + now.getNano())
        .setPayload(payload.size() > MAX_LINE ? payload.substring(0, MAX_LINE) : payload).putTags("build_guid", stage.getBuildGuid()).build());
  }

  private static StagingResult failure(Stage stage, String code, String phase, String reason) {
    return StagingResult.newBuilder().setBuildGuid(stage.getBuildGuid()).setFailed(StagingFailure.newBuilder().setCode(code).setPhase(phase)
        .setReason(reason).setRemedy("Push again; when it fails again, see the cell's log.")).build();
  }

  static boolean name(String guid) {
    return guid.matches("[A-Za-z0-9][A-Za-z0-9_-]{0,62}");
  }
}
