package dev.ingot.buildpacks.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionRangeTest {
  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {">=3.9,<3.13; true", ">=3.12; false", "<3.11; false", "3.11; true", "3.1; false", "3; true", "3.11.*; true", "3.11.x; true", "==3.11.*; true", "!=3.11.*; false", "==3.11.2; true",
      "==3.11; false", "!=3.11.2; false", "~=3.9; true", "~=3.11.1; true", "~=3.11.3; false", "^3.9; true", "^2.7; false", "~3.11; true", "~3.10; false", "2.7||3.11; true", "2.7 || ^3.12; false", "*; true",
      ">3.10.9; true", "<=3.11.*; true", ">3.11.*; false"})
  void clausesAreReadAsTheirLanguagesDo(String range, boolean accepts) {
    assertThat(new VersionRange("Python", range, "test").accepts("3.11.2")).isEqualTo(accepts);
  }

  @Test
  void onlyThePatchDiffers_isToldApart() {
    assertThat(new VersionRange("Python", "3.11.9", "runtime.txt").acceptsButForPatch("3.11.2")).isTrue();
    assertThat(new VersionRange("Python", "3.12.9", "runtime.txt").acceptsButForPatch("3.11.2")).isFalse();
    assertThat(new VersionRange("Python", ">=3.11.9", "x").acceptsButForPatch("3.11.2")).isFalse();
  }

  @Test
  void nonsenseAndHugeNumbers_areRefusedWithTheirOrigin() {
    for (var bad : new String[] {"three", "3.11; rm -rf", ">=99999999999999999999", "=>3", "1.2.3.4.5.6.7.8"}) {
      assertThatThrownBy(() -> new VersionRange("Python", bad, "runtime.txt").accepts("3.11.2")).isInstanceOf(BuildFailure.class).hasMessageContaining("runtime.txt").hasMessageContaining(bad);
    }
  }
}
