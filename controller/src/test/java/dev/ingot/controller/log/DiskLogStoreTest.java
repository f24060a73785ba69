package dev.ingot.controller.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.ingot.api.cell.v1.LogLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskLogStoreTest {
  private static final String APP = "0e7c4a3e-1111-2222-3333-444455556666";
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final long NOW_NANOS = NOW.getEpochSecond() * 1_000_000_000L;

  @TempDir
  Path folder;

  private DiskLogStore store(long budget) {
    return new DiskLogStore(folder, budget, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private static LogLine line(long time, String text) {
    return LogLine.newBuilder().setAppGuid(APP).setSourceType("APP/PROC/WEB").setInstanceId("0").setTimestampNanos(time)
        .setPayload(ByteString.copyFromUtf8(text)).build();
  }

  private static List<String> texts(List<LogLine> lines) {
    return lines.stream().map(l -> l.getPayload().toStringUtf8()).toList();
  }

  private static LogQuery from(long start, int limit) {
    return new LogQuery(start, Long.MAX_VALUE, limit, false);
  }

  @Test
  void linesWithTheSameTime_keepTheirOrderAndGetTimesOfTheirOwn() {
    DiskLogStore store = store(1 << 20);
    store.append(List.of(line(100, "a"), line(100, "b"), line(50, "c"), line(200, "d")));
    List<LogLine> lines = store.read(APP, from(Long.MIN_VALUE, 10));
    assertThat(texts(lines)).containsExactly("a", "b", "c", "d");
    assertThat(lines).extracting(LogLine::getTimestampNanos).containsExactly(100L, 101L, 102L, 200L);
  }

  @Test
  void timesFromTheFuture_arePulledBackToNow() {
    DiskLogStore store = store(1 << 20);
    store.append(List.of(line(Long.MAX_VALUE, "a"), line(1, "b")));
    assertThat(store.read(APP, from(0, 10))).extracting(LogLine::getTimestampNanos).containsExactly(NOW_NANOS, NOW_NANOS + 1);
  }

  @Test
  void startIsInclusive_endExclusive_descendingGivesTheNewest() {
    DiskLogStore store = store(1 << 20);
    store.append(List.of(line(10, "a"), line(20, "b"), line(30, "c"), line(40, "d")));
    assertThat(texts(store.read(APP, new LogQuery(20, 40, 10, false)))).containsExactly("b", "c");
    assertThat(texts(store.read(APP, new LogQuery(-6795364578871345152L, Long.MAX_VALUE, 2, true)))).containsExactly("d", "c");
    assertThat(texts(store.read(APP, from(0, 2)))).containsExactly("a", "b");
    assertThat(store.read("no-such-app", from(0, 2))).isEmpty();
  }

  @Test
  void manyLines_areFoundFromTheMiddle_alsoAfterReopening() {
    DiskLogStore store = store(8 << 20);
    List<LogLine> lines = new ArrayList<>();
    for (int i = 1; i <= 20_000; i++) {
      lines.add(line(i, "line " + i));
      if (lines.size() == 500) {
        store.append(lines);
        lines = new ArrayList<>();
      }
    }
    for (DiskLogStore open : List.of(store, store(8 << 20))) {
      assertThat(texts(open.read(APP, from(12_345, 2)))).containsExactly("line 12345", "line 12346");
      assertThat(texts(open.read(APP, new LogQuery(0, 7000, 2, true)))).containsExactly("line 6999", "line 6998");
      assertThat(open.read(APP, LogQuery.newest(1000))).hasSize(1000).first().extracting(LogLine::getTimestampNanos).isEqualTo(20_000L);
    }
  }

  @Test
  void tornTail_isCutOff_andWritingGoesOn() throws IOException {
    store(1 << 20).append(List.of(line(1, "whole"), line(2, "torn")));
    Path file = onlyFile();
    byte[] bytes = Files.readAllBytes(file);
    for (int cut = 1; cut < 12; cut++) {
      Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - cut));
      DiskLogStore store = store(1 << 20);
      assertThat(texts(store.read(APP, from(0, 10)))).containsExactly("whole");
      store.append(List.of(line(3, "next")));
      assertThat(texts(store(1 << 20).read(APP, from(0, 10)))).containsExactly("whole", "next");
    }
  }

  @Test
  void garbageAtTheEnd_isCutOff() throws IOException {
    store(1 << 20).append(List.of(line(1, "whole")));
    Files.write(onlyFile(), new byte[] {0, 0, 0, 3, 1, 2, 3, 4, 9, 9, 9, 127}, StandardOpenOption.APPEND);
    assertThat(texts(store(1 << 20).read(APP, from(0, 10)))).containsExactly("whole");
  }

  private Path onlyFile() throws IOException {
    try (var files = Files.list(folder.resolve(APP))) {
      return files.toList().getFirst();
    }
  }

  @Test
  void budget_isKeptByForgettingTheOldest() throws IOException {
    DiskLogStore store = store(64 << 10);
    for (int i = 1; i <= 3000; i++) {
      store.append(List.of(line(i, "x".repeat(100))));
    }
    try (var files = Files.list(folder.resolve(APP))) {
      assertThat(files.mapToLong(f -> f.toFile().length()).sum()).isLessThanOrEqualTo(64 << 10).isGreaterThan(48 << 10);
    }
    assertThat(store.read(APP, LogQuery.newest(1)).getFirst().getTimestampNanos()).isEqualTo(3000);
    for (DiskLogStore open : List.of(store, store(64 << 10))) {
      List<LogLine> all = open.read(APP, from(0, 1000));
      assertThat(all.getFirst().getSourceType()).isEqualTo("LGR");
      assertThat(all.getFirst().getPayload().toStringUtf8()).matches("\\d+ older log lines \\(\\d+ KB\\) were dropped: 64 KB of log are kept for an app");
      assertThat(all.getFirst().getTimestampNanos()).isEqualTo(all.get(1).getTimestampNanos() - 1);
      long kept = all.size() - 1;
      assertThat(all.getFirst().getPayload().toStringUtf8()).startsWith(3000 - kept + " ");
      assertThat(open.read(APP, LogQuery.newest(1000))).hasSize(all.size()).last().isEqualTo(all.getFirst());
      assertThat(open.read(APP, LogQuery.newest(10))).extracting(LogLine::getSourceType).containsOnly("APP/PROC/WEB");
      assertThat(open.read(APP, from(all.get(1).getTimestampNanos(), 1)).getFirst()).isEqualTo(all.get(1));
      assertThat(open.extents()).containsEntry(APP, new LogReader.Extent(kept, 3000 - kept, all.get(1).getTimestampNanos(), 3000));
    }
  }

  private static LogLine numbered(long origin, long position, String text) {
    return line(position, text).toBuilder().setOrigin(origin).setPosition(position).build();
  }

  @Test
  void linesSentAgain_areStoredOnce_alsoAfterReopening() {
    DiskLogStore store = store(1 << 20);
    store.append(List.of(numbered(7, 10, "a"), numbered(7, 20, "b"), numbered(8, 10, "other")));
    store.append(List.of(numbered(7, 10, "a"), numbered(7, 20, "b"), numbered(7, 30, "c"), line(40, "no number"), line(40, "no number")));
    DiskLogStore reopened = store(1 << 20);
    reopened.append(List.of(numbered(7, 30, "c"), numbered(8, 10, "other"), numbered(8, 11, "next")));
    assertThat(texts(reopened.read(APP, from(0, 100)))).containsExactly("a", "b", "other", "c", "no number", "no number", "next");
  }

  @Test
  void newestBeforeATime_areFoundInTheMiddleOfAFullLog() {
    DiskLogStore store = store(8 << 20);
    List<LogLine> lines = new ArrayList<>();
    for (int i = 1; i <= 20_000; i++) {
      lines.add(line(i * 10L, "line " + i));
    }
    store.append(lines);
    assertThat(texts(store.read(APP, new LogQuery(99_000, 100_000, 1000, true)))).hasSize(100).startsWith("line 9999").endsWith("line 9900");
    assertThat(store.read(APP, new LogQuery(100_001, 100_009, 10, true))).isEmpty();
    assertThat(store.read(APP, new LogQuery(100_001, 100_009, 10, false))).isEmpty();
  }

  @Test
  void appGuidThatIsNoName_touchesNoFile() throws IOException {
    DiskLogStore store = store(1 << 20);
    store.append(List.of(line(1, "x").toBuilder().setAppGuid("../evil").build()));
    assertThat(store.read("../evil", from(0, 1))).isEmpty();
    store.delete("..");
    try (var files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void deletedLog_isEmpty_andCanBeWrittenAgain() {
    DiskLogStore store = store(1 << 20);
    store.append(APP, "API", "one\ntwo");
    assertThat(texts(store.read(APP, from(0, 10)))).containsExactly("one", "two");
    store.delete(APP);
    assertThat(store.read(APP, from(0, 10))).isEmpty();
    store.append(APP, "API", "three");
    assertThat(texts(store.read(APP, from(0, 10)))).containsExactly("three");
  }

  @Test
  void durable_isToldOnlyAfterForcing() {
    DiskLogStore store = store(1 << 20);
    List<String> told = new ArrayList<>();
    store.append(List.of(line(1, "x")));
    store.whenDurable(() -> told.add("first"));
    assertThat(told).isEmpty();
    store.force();
    store.force();
    assertThat(told).containsExactly("first");
  }

  @Test
  void follower_hearsNewLinesInOrder_andASlowOneIsToldWhatItMissed() throws InterruptedException {
    DiskLogStore store = store(8 << 20);
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    CountDownLatch gate = new CountDownLatch(1);
    try (var subscription = store.follow(APP, l -> {
      await(gate);
      heard.add(l.getPayload().toStringUtf8());
    })) {
      for (int i = 0; i < 50; i++) {
        List<LogLine> lines = new ArrayList<>();
        for (int n = 0; n < 100; n++) {
          lines.add(line(i * 100L + n, "line"));
        }
        store.append(lines);
      }
      gate.countDown();
      while (!"line".equals(heard.peek()) || heard.size() < 2000) {
        Thread.onSpinWait();
      }
      store.append(List.of(line(NOW_NANOS, "last")));
      String text = "";
      String before = "";
      while (!text.equals("last")) {
        before = text;
        text = heard.poll(20, TimeUnit.SECONDS);
        assertThat(text).isNotNull();
      }
      assertThat(before).matches("[1-9]\\d* log lines were left out.*");
    }
  }

  private static void await(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
