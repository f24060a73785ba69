package dev.ingot.stager.files;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TOML that foreign code wrote: whatever it is, it is read or refused with an IOException, in seconds. */
@Timeout(30)
class TomlTest {
  @ParameterizedTest
  @ValueSource(strings = {"[\"]\", ", "[']', ", "[ # ]\n"})
  void depthThatIsHiddenByBracketsInTexts_isRefused(String level) {
    assertThatThrownBy(() -> Toml.parse("a = " + level.repeat(60_000), "x.toml")).isInstanceOf(IOException.class).hasMessageContaining("x.toml");
  }

  @Test
  void keyOfManyParts_isRefused() {
    assertThatThrownBy(() -> Toml.parse("a." + "a.".repeat(20_000) + "b = 1", "x.toml")).isInstanceOf(IOException.class).hasMessageContaining("x.toml");
  }
}
