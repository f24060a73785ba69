package dev.ingot.cell.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.api.cell.v1.LogLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {
  @TempDir Path dir;
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final List<Long> numbers = new CopyOnWriteArrayList<>();
  private final LogSink storing = new LogSink() {
    @Override
    public void offer(LogLine line) { }

    @Override
    public boolean put(LogLine line, Object owner, Runnable stored, Duration wait) {
      lines.add(line.getStream() + " " + line.getPayload().toStringUtf8());
      numbers.add(line.getPosition());
      stored.run();
      return true;
    }
  };

  @Test
  void partsOfALine_areJoinedPerStream() throws Exception {
    write("stdout P ab", "stderr F x", "stdout F cd", "stdout F ", "stdout P no end");
    assertThat(follow(-1)).containsExactly("ERR x", "OUT abcd", "OUT ", "OUT no end");
  }

  @Test
  void linesAreNumberedInRisingOrder_theSameEachTime() throws Exception {
    write("stdout F a", "stderr F b", "stdout P c", "stderr P d");
    follow(-1);
    List<Long> first = List.copyOf(numbers);
    assertThat(first).hasSize(4).isSorted().doesNotHaveDuplicates();
    Files.delete(dir.resolve(LogPosition.FILE));
    numbers.clear();
    follow(-1);
    assertThat(numbers).isEqualTo(first);
  }

  @Test
  void halfALineOfALivingApp_isShownSoon() throws Exception {
    write("stdout F whole", "stdout P Password: ");
    try (LogTail tail = new LogTail(dir, LogLine.getDefaultInstance(), -1, storing)) {
      await(() -> lines.contains("OUT Password: "));
      write("stdout F whole", "stdout P Password: ", "stdout F secret");
      assertThat(tail.finish(Duration.ofSeconds(5))).isTrue();
      assertThat(lines).containsExactly("OUT whole", "OUT Password: ", "OUT secret");
    }
  }

  @Test
  void controllerAway_filesStaySmallAndTheLossIsTold() throws Exception {
    CountDownLatch back = new CountDownLatch(1);
    LogSink away = new LogSink() {
      @Override
      public void offer(LogLine line) { }

      @Override
      public boolean put(LogLine line, Object owner, Runnable stored, Duration wait) throws InterruptedException {
        return back.await(1, TimeUnit.MILLISECONDS) && storing.put(line, owner, stored, wait);
      }
    };
    // Nobody opens a new file after a rotation here, so the older files are made by hand.
    for (int generation = 0; generation < LogTail.KEEP + 3; generation++) {
      Files.writeString(dir.resolve("ctr.log." + generation), line("stdout F old" + generation));
    }
    write("stdout F new");
    LogTail tail = new LogTail(dir, LogLine.getDefaultInstance(), -1, away);
    await(() -> !Files.exists(dir.resolve("ctr.log.2")));
    back.countDown();
    assertThat(tail.finish(Duration.ofSeconds(5))).isTrue();
    assertThat(lines.getFirst()).isEqualTo("OUT old0");
    assertThat(lines.get(1)).startsWith("ERR log lines were lost: about");
    assertThat(lines).contains("OUT old3", "OUT new").doesNotContain("OUT old1", "OUT old2");
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    for (long end = System.nanoTime() + 10_000_000_000L; !condition.getAsBoolean(); Thread.sleep(10)) {
      assertThat(System.nanoTime()).as("waited too long").isLessThan(end);
    }
  }

  @Test
  void secondReader_goesOnWhereTheFirstWasAcknowledged() throws Exception {
    write("stdout F one", "stdout F two");
    follow(-1);
    write("stdout F one", "stdout F two", "stdout F three");
    lines.clear();
    assertThat(follow(-1)).containsExactly("OUT three");
  }

  @Test
  void unacknowledgedLines_comeAgain() throws Exception {
    write("stdout F one");
    LogSink losing = new LogSink() {
      @Override
      public void offer(LogLine line) { }

      @Override
      public boolean put(LogLine line, Object owner, Runnable stored, Duration wait) {
        return true;
      }
    };
    LogTail lost = new LogTail(dir, LogLine.getDefaultInstance(), -1, losing);
    lost.finish(Duration.ofSeconds(5));
    assertThat(lost.delivered()).isFalse();
    assertThat(follow(-1)).containsExactly("OUT one");
  }

  @Test
  void rotatedFiles_areReadFirst() throws Exception {
    Files.writeString(dir.resolve("ctr.log.0"), line("stdout F old"));
    write("stdout F new");
    assertThat(follow(-1)).containsExactly("OUT old", "OUT new");
    assertThat(dir.resolve("ctr.log.0")).doesNotExist();
  }

  @Test
  void overTheRate_oneLineTells() throws Exception {
    write("stdout F 12345", "stdout F 12345", "stdout F 12345");
    assertThat(follow(6)).containsExactly("OUT 12345", "ERR app instance exceeded log rate limit (6 bytes/sec)");
  }

  @Test
  void longLine_isCutAt61440Bytes() throws Exception {
    String part = "x".repeat(8192);
    write("stdout P " + part, "stdout P " + part, "stdout P " + part, "stdout P " + part, "stdout P " + part, "stdout P " + part,
        "stdout P " + part, "stdout P " + part, "stdout F end", "stdout F next");
    assertThat(follow(-1)).extracting(String::length).containsExactly(61_440 + 4, 8);
  }

  @Test
  void damagedLines_areSkipped() throws Exception {
    Files.writeString(dir.resolve("ctr.log"), "garbage\n\n2026-01-01 stdout\n2026-01-01T00:00:00Z stdlog F x\n" + line("stdout F good"));
    assertThat(follow(-1)).containsExactly("OUT good");
  }

  private List<String> follow(long rate) throws Exception {
    LogTail tail = new LogTail(dir, LogLine.getDefaultInstance(), rate, storing);
    assertThat(tail.finish(Duration.ofSeconds(5))).isTrue();
    assertThat(tail.delivered()).isTrue();
    return lines;
  }

  private void write(String... records) throws IOException {
    StringBuilder text = new StringBuilder();
    for (String record : records) {
      text.append(line(record));
    }
    Files.writeString(dir.resolve("ctr.log"), text);
  }

  private static String line(String record) {
    return "2026-01-02T03:04:05.000000006+00:00 " + record + "\n";
  }
}
