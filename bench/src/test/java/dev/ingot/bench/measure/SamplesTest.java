package dev.ingot.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SamplesTest {
  @Test
  void oddNumber_medianIsTheMiddleOne_whateverTheOrder() {
    assertThat(Samples.of("a", 9, 1, 5).median()).isEqualTo(5);
  }

  @Test
  void evenNumber_medianIsBetweenTheMiddleTwo() {
    assertThat(Samples.of("a", 4, 1, 100, 2).median()).isEqualTo(3);
  }

  @Test
  void rounds_keepTheOrderTheyWereTakenIn() {
    assertThat(Samples.of("a", 9.04, 1, 5.26).rounds(1)).isEqualTo("9.0 1.0 5.3");
  }

  @Test
  void noMeasurement_isRefused() {
    assertThatThrownBy(() -> new Samples("a", List.of())).hasMessageContaining("a has no measurement");
  }

  @Test
  void contenders_takeTurns_andWarmUpsDoNotCount() throws Exception {
    List<String> order = new ArrayList<>();
    Map<String, Samples> taken = new Rounds()
        .add("A", round -> { order.add("A" + round); return Map.of("a", (double) round); })
        .add("B", round -> { order.add("B" + round); return Map.of("b", 10.0 * round); })
        .run(1, 2);

    assertThat(order).containsExactly("A1", "B1", "A2", "B2", "A3", "B3");
    assertThat(taken.get("a").values()).containsExactly(2.0, 3.0);
    assertThat(taken.get("b").values()).containsExactly(20.0, 30.0);
  }

  @Test
  void unboundedRounds_areRefused() {
    assertThatThrownBy(() -> new Rounds().run(0, 51)).isInstanceOf(IllegalArgumentException.class);
  }
}
