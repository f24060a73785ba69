package dev.ingot.stager.classic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class XxHash64Test {
  /** Known values: of the specification's own programs (`xxhsum -H64`). */
  @ParameterizedTest
  @CsvSource({"'',ef46db3751d8e999", "a,d24ec4f1a98c6e5b", "abc,44bc2cf5ad770999", "xxhash,32dd38952c4bc720", "'Nobody inspects the spammish repetition',fbcea83c8a378bf1"})
  void names(String text, String hash) {
    assertThat(XxHash64.hex(text)).isEqualTo(hash);
  }
}
