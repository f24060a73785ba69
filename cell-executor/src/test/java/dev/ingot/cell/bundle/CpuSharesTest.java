package dev.ingot.cell.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CpuSharesTest {
  @ParameterizedTest
  @CsvSource({"1, 10", "128, 10", "1024, 122", "8192, 1024", "65536, 1024"})
  void shares_areThoseOfCf(long megabytes, long shares) {
    assertThat(CpuShares.of(megabytes << 20)).isEqualTo(shares);
  }
}
