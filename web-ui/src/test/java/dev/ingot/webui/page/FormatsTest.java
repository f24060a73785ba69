package dev.ingot.webui.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class FormatsTest {
  @Test
  void bytes_are_short_and_never_wrong_by_a_unit() {
    assertThat(Formats.bytes(0L)).isEqualTo("0 B");
    assertThat(Formats.bytes(1023L)).isEqualTo("1023 B");
    assertThat(Formats.bytes(1024L)).isEqualTo("1 KB");
    assertThat(Formats.bytes(1536L)).isEqualTo("1.5 KB");
    assertThat(Formats.bytes(512L << 20)).isEqualTo("512 MB");
    assertThat(Formats.bytes(Long.MAX_VALUE)).endsWith(" TB");
    assertThat(Formats.bytes(null)).isEqualTo("–");
  }

  @Test
  void times_show_their_two_largest_parts() {
    assertThat(Formats.seconds(59L)).isEqualTo("59 s");
    assertThat(Formats.seconds(200L)).isEqualTo("3 min 20 s");
    assertThat(Formats.seconds(7260L)).isEqualTo("2 h 1 min");
    assertThat(Formats.seconds(200_000L)).isEqualTo("2 d 7 h");
    assertThat(Formats.ago(Instant.parse("2026-01-01T00:00:05Z"), Instant.parse("2026-01-01T00:00:00Z"))).as("clocks differ").isEqualTo("just now");
  }

  @Test
  void percent_stays_between_0_and_100() {
    assertThat(Formats.percent(50L, 200L)).isEqualTo(25);
    assertThat(Formats.percent(500L, 200L)).isEqualTo(100);
    assertThat(Formats.percent(1L, 0L)).isZero();
    assertThat(Formats.percent(null, 10L)).isZero();
  }
}
