package dev.ingot.cli.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.cli.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SizesTest {
  @ParameterizedTest
  @CsvSource({"256M,256", "256MB,256", "1G,1024", "1 gb,1024", "2048K,2", "512,512", "1T,1048576"})
  void amountsAreMegabytes(String text, int megabytes) {
    assertThat(Sizes.parseMegabytes("-m", text)).isEqualTo(megabytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0M", "-1G", "1.5G", "12X", "99999999999G", "G", "999999999T", "1K"})
  void otherAmountsAreRefused(String text) {
    assertThatThrownBy(() -> Sizes.parseMegabytes("--memory", text)).isInstanceOf(Failure.class).hasMessageContaining("--memory");
  }

  @Test
  void bytesAreShownShort() {
    assertThat(Sizes.bytes(0)).isEqualTo("0B");
    assertThat(Sizes.bytes(1536)).isEqualTo("1.5K");
    assertThat(Sizes.bytes(1L << 30)).isEqualTo("1G");
    assertThat(Sizes.bytes(123L << 20)).isEqualTo("123M");
  }
}
