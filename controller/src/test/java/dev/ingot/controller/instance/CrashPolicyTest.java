package dev.ingot.controller.instance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CrashPolicyTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @ParameterizedTest
  @CsvSource({"0,0", "1,0", "2,30", "3,60", "4,120", "5,240", "6,480", "7,960", "8,960", "198,960"})
  void crashAfterSoManyBefore_waitsSoManySeconds(int before, long seconds) {
    var decision = CrashPolicy.crashed(before, NOW.minusSeconds(10), NOW);
    assertThat(decision.count()).isEqualTo(before + 1);
    assertThat(decision.nextStartAt()).isEqualTo(NOW.plusSeconds(seconds));
  }

  @Test
  void twoHundredthCrash_isTheLast() {
    assertThat(CrashPolicy.crashed(199, null, NOW).nextStartAt()).isNull();
  }

  @ParameterizedTest
  @CsvSource({"300,8", "301,1"})
  void runOfMoreThanFiveMinutes_forgetsEarlierCrashes(long seconds, int count) {
    assertThat(CrashPolicy.crashed(7, NOW.minus(Duration.ofSeconds(seconds)), NOW).count()).isEqualTo(count);
  }

  @Test
  void neverRun_countsOn() {
    @Nullable Instant never = null;
    assertThat(CrashPolicy.crashed(2, never, NOW).count()).isEqualTo(3);
  }
}
