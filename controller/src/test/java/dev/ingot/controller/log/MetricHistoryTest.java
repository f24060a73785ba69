package dev.ingot.controller.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.api.cell.v1.InstanceMetrics;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetricHistoryTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final LogQuery ALL = new LogQuery(Long.MIN_VALUE, Long.MAX_VALUE, 1000, false);

  private final MetricHistory history = new MetricHistory(Clock.fixed(NOW, ZoneOffset.UTC), 50);

  private static InstanceMetrics of(String app, int index) {
    return InstanceMetrics.newBuilder().setAppGuid(app).setIndex(index).build();
  }

  @Test
  void samplesHaveTimesOfTheirOwn_inTheOrderThatIsAsked() {
    history.report(List.of(of("a", 0), of("a", 1), of("b", 0)));
    long now = NOW.getEpochSecond() * 1_000_000_000L;
    assertThat(history.read("a", ALL)).extracting(MetricHistory.Sample::nanos).containsExactly(now, now + 2);
    assertThat(history.read("a", LogQuery.newest(1))).extracting(sample -> sample.metrics().getIndex()).containsExactly(1);
    assertThat(history.read("a", new LogQuery(now + 1, now + 2, 10, false))).isEmpty();
    assertThat(history.read("c", ALL)).isEmpty();
    assertThat(history.extents()).containsEntry("a", new LogReader.Extent(2, 0, now, now + 2));
  }

  @Test
  void whenItIsFull_anAppsNewSamplesTakeThePlaceOfItsOwnOld() {
    for (int i = 0; i < 100; i++) {
      history.report(List.of(of("a", i)));
    }
    history.report(List.of(of("b", 0)));
    assertThat(history.read("a", ALL)).hasSize(50).last().extracting(sample -> sample.metrics().getIndex()).isEqualTo(99);
    assertThat(history.read("b", ALL)).hasSize(1);
  }

  @Test
  void aCellThatNamesNoApp_isLeftOut() {
    history.report(List.of(InstanceMetrics.getDefaultInstance()));
    assertThat(history.extents()).isEmpty();
  }
}
