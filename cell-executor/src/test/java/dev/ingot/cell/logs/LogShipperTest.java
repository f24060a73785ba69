package dev.ingot.cell.logs;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.ingot.api.cell.v1.LogBatch;
import dev.ingot.api.cell.v1.LogLine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogShipperTest {
  private final LogShipper shipper = new LogShipper();
  private final List<String> stored = new ArrayList<>();

  @Test
  void acknowledgement_tellsTheLastLineOfEachOwner() throws Exception {
    shipper.put(line("a1"), "a", () -> stored.add("a1"), Duration.ZERO);
    shipper.put(line("a2"), "a", () -> stored.add("a2"), Duration.ZERO);
    shipper.put(line("b1"), "b", () -> stored.add("b1"), Duration.ZERO);
    LogBatch batch = shipper.next();
    assertThat(stored).isEmpty();
    shipper.acknowledge(batch.getSequence());
    assertThat(stored).containsExactlyInAnyOrder("a2", "b1");
  }

  @Test
  void afterALoss_unacknowledgedBatchesGoAgainInOrderBeforeNewOnes() throws Exception {
    shipper.put(line("1"), "a", () -> { }, Duration.ZERO);
    LogBatch first = shipper.next();
    shipper.put(line("2"), "a", () -> { }, Duration.ZERO);
    LogBatch second = shipper.next();
    shipper.put(line("3"), "a", () -> { }, Duration.ZERO);
    shipper.restart();
    assertThat(List.of(shipper.next(), shipper.next())).containsExactly(first, second);
    assertThat(shipper.next().getLines(0).getPayload().toStringUtf8()).isEqualTo("3");
  }

  @Test
  void acknowledgedBatch_isNotSentAgain() throws Exception {
    shipper.put(line("1"), "a", () -> { }, Duration.ZERO);
    shipper.acknowledge(shipper.next().getSequence());
    shipper.restart();
    shipper.put(line("2"), "a", () -> { }, Duration.ZERO);
    assertThat(shipper.next().getLines(0).getPayload().toStringUtf8()).isEqualTo("2");
  }

  @Test
  void tooManyCellLines_dropTheOldestAndSayHowMany() throws Exception {
    for (int i = 0; i < 10_003; i++) {
      shipper.offer(line("n" + i));
    }
    LogBatch batch = shipper.next();
    assertThat(batch.getLines(0).getPayload().toStringUtf8()).startsWith("dropped 3 log lines");
    assertThat(batch.getLines(1).getPayload().toStringUtf8()).isEqualTo("n3");
  }

  @Test
  void fullShipper_doesNotTakeALineInTime() throws Exception {
    int taken = 0;
    while (shipper.put(line("x".repeat(50_000)), "a", () -> { }, Duration.ZERO)) {
      taken++;
    }
    assertThat(taken).isBetween(30, 60);
    shipper.acknowledge(shipper.next().getSequence());
    assertThat(shipper.put(line("x"), "a", () -> { }, Duration.ZERO)).isTrue();
  }

  private static LogLine line(String text) {
    return LogLine.newBuilder().setPayload(ByteString.copyFromUtf8(text)).build();
  }
}
