package dev.ingot.cell.staging;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.ingot.api.cell.v1.LogLine;
import dev.ingot.api.cell.v1.Stage;
import dev.ingot.api.cell.v1.StagedDroplet;
import dev.ingot.api.cell.v1.StagingResult;
import dev.ingot.cell.config.CellConfig;
import dev.ingot.cell.config.Subnet;
import dev.ingot.cell.logs.LogSink;
import dev.ingot.oci.image.Digest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagingWorkerTest {
  private static final byte[] PACKAGE = {1, 2, 3};
  @TempDir Path dir;
  private HttpServer controller;
  private final BlockingQueue<StagingResult> results = new LinkedBlockingQueue<>();
  private final List<String> lines = new CopyOnWriteArrayList<>();

  @BeforeEach
  void open() throws IOException {
    Files.writeString(dir.resolve("token"), "secret");
    controller = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    controller.createContext("/internal/packages/p/bits", exchange -> {
      boolean known = "Basic Y2VsbDpzZWNyZXQ=".equals(exchange.getRequestHeaders().getFirst("Authorization"));
      exchange.sendResponseHeaders(known ? 200 : 401, known ? PACKAGE.length : -1);
      if (known) {
        exchange.getResponseBody().write(PACKAGE);
      }
      exchange.close();
    });
    controller.start();
  }

  @AfterEach
  void close() {
    controller.stop(0);
  }

  @Test
  void build_getsThePackageAndItsResultAndLogsAreTold() throws Exception {
    StagingWorker worker = worker((stage, work, cache, zip, log) -> {
      assertThat(zip).hasBinaryContent(PACKAGE);
      assertThat(work).isEmptyDirectory();
      log.accept("building", false);
      return staged();
    });
    worker.stage(stage("b1", "/internal/packages/p/bits", Digest.sha256(PACKAGE)));
    assertThat(take().hasStaged()).isTrue();
    assertThat(lines).contains("STG building");
    assertThat(worker.running()).isEmpty();
    assertThat(dir.resolve("builds/b1")).doesNotExist();
  }

  @Test
  void errorOfTheMachine_isAResultToo() throws Exception {
    StagingWorker worker = worker((stage, work, cache, zip, log) -> {
      throw new StackOverflowError();
    });
    worker.stage(stage("b1", "/internal/packages/p/bits", Digest.sha256(PACKAGE)));
    assertThat(take().getFailed().getReason()).contains("the cell itself failed").contains("StackOverflowError");
    assertThat(lines).noneMatch(line -> line.endsWith("null"));
    assertThat(worker.running()).isEmpty();
  }

  @Test
  void wrongDigest_failsTheBuild() throws Exception {
    worker(this::never).stage(stage("b1", "/internal/packages/p/bits", Digest.sha256(new byte[0])));
    assertThat(take().getFailed().getReason()).contains("changed on the way");
  }

  @Test
  void pathOutsideTheController_isRefused() throws Exception {
    worker(this::never).stage(stage("b1", "http://example.com/x", Digest.sha256(PACKAGE)));
    assertThat(take().getFailed().getReason()).contains("not one of the controller's");
  }

  @Test
  void guidThatIsAPath_isRefused() throws Exception {
    worker(this::never).stage(stage("../b1", "/internal/packages/p/bits", Digest.sha256(PACKAGE)));
    assertThat(take().hasFailed()).isTrue();
  }

  @Test
  void cacheOfAnotherVersion_isThrownAwayBeforeTheBuild() throws Exception {
    StagingWorker worker = worker((stage, work, cache, zip, log) -> {
      Files.createDirectories(cache);
      log.accept(Files.exists(cache.resolve("kept")) ? "warm" : "cold", false);
      Files.writeString(cache.resolve("kept"), "");
      return staged();
    });
    for (String version : List.of("", "", "all=1", "all=1", "all=1 a=2")) {
      worker.stage(stage("b1", "/internal/packages/p/bits", Digest.sha256(PACKAGE)).toBuilder().setCacheVersion(version).build());
      assertThat(take().hasStaged()).isTrue();
    }
    assertThat(lines.stream().filter(line -> line.endsWith("warm") || line.endsWith("cold")))
        .containsExactly("STG cold", "STG warm", "STG cold", "STG warm", "STG cold");
  }

  @Test
  void cancelledBuild_endsInOneFailure() throws Exception {
    CountDownLatch began = new CountDownLatch(1);
    StagingWorker worker = worker((stage, work, cache, zip, log) -> {
      began.countDown();
      new CountDownLatch(1).await();
      return staged();
    });
    Stage stage = stage("b1", "/internal/packages/p/bits", Digest.sha256(PACKAGE));
    worker.stage(stage);
    worker.stage(stage);
    began.await();
    assertThat(worker.running()).hasSize(1);
    worker.cancel("b1");
    assertThat(take().getFailed().getReason()).isEqualTo("the build was cancelled");
    assertThat(results).isEmpty();
    worker.cancel("b1");
  }

  private StagingResult never(Stage stage, Path work, Path cache, Path zip, BiConsumer<String, Boolean> log) {
    throw new AssertionError("must not be built");
  }

  private StagingWorker worker(Build build) throws IOException {
    CellConfig config = new CellConfig("c", URI.create("http://127.0.0.1:" + controller.getAddress().getPort()), "127.0.0.1:1", dir.resolve("token"),
        dir, 1, Subnet.parse("10.1.0.0/24"), "p", 1, 1, dir, dir, 0, 1);
    LogSink logs = new LogSink() {
      @Override
      public void offer(LogLine line) {
        lines.add(line.getSourceType() + " " + line.getPayload().toStringUtf8());
      }

      @Override
      public boolean put(LogLine line, Object owner, Runnable stored, Duration wait) {
        offer(line);
        return true;
      }
    };
    return new StagingWorker(config, build, logs, results::add, Clock.systemUTC());
  }

  private static Stage stage(String guid, String path, Digest digest) {
    return Stage.newBuilder().setBuildGuid(guid).setAppGuid("app").setPackagePath(path).setPackageDigest(digest.value()).build();
  }

  private static StagingResult staged() {
    return StagingResult.newBuilder().setStaged(StagedDroplet.getDefaultInstance()).build();
  }

  private StagingResult take() throws InterruptedException {
    StagingResult result = results.poll(20, TimeUnit.SECONDS);
    assertThat(result).isNotNull();
    return result;
  }
}
