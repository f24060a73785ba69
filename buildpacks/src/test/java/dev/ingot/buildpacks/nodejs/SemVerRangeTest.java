package dev.ingot.buildpacks.nodejs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.buildpacks.kit.BuildFailure;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SemVerRangeTest {
  @ParameterizedTest
  @CsvSource(delimiter = ';', textBlock = """
      24.x            ; 24.21.0 ; 25.0.0
      24              ; 24.0.0  ; 23.9.9
      v22.11          ; 22.11.7 ; 22.12.0
      22.11.0         ; 22.11.0 ; 22.11.1
      =22.11.0        ; 22.11.0 ; 22.11.1
      ^22.11.0        ; 22.99.0 ; 23.0.0
      ^0.2.3          ; 0.2.9   ; 0.3.0
      ^0.0.3          ; 0.0.3   ; 0.0.4
      ^0              ; 0.9.9   ; 1.0.0
      ~22.11.2        ; 22.11.9 ; 22.12.0
      ~22             ; 22.99.0 ; 23.0.0
      >=22 <25        ; 24.99.9 ; 25.0.0
      >= 22.0.0       ; 30.0.0  ; 21.9.9
      >22             ; 23.0.0  ; 22.99.0
      >22.1.0         ; 22.1.1  ; 22.1.0
      <=22            ; 22.99.9 ; 23.0.0
      <22.1           ; 22.0.9  ; 22.1.0
      18 - 20         ; 20.99.0 ; 21.0.0
      1.2.3 - 2.0     ; 2.0.9   ; 2.1.0
      ^18 || ^20    ; 20.1.0  ; 19.0.0
      20 || >=22    ; 22.0.0  ; 21.0.0
      1.2.3-beta.2    ; 1.2.3-beta.2 ; 1.2.3-beta.3
      >=1.2.3-beta.2  ; 1.2.3-beta.11 ; 1.2.4-beta.1
      ^1.2.3          ; 1.9.0   ; 1.9.0-rc.1
      """)
  void range_acceptsTheFirstAndRefusesTheSecond(String range, String inside, String outside) {
    var parsed = SemVerRange.parse(range, "test");
    assertThat(parsed.matches(SemVer.parse(inside).orElseThrow())).as(inside).isTrue();
    assertThat(parsed.matches(SemVer.parse(outside).orElseThrow())).as(outside).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "", "x", "latest", ">=0"})
  void anything_matchesReleasesOnly(String range) {
    assertThat(SemVerRange.parse(range, "test").newest(List.of(version("9.0.0"), version("24.9.0"), version("24.10.0"), version("26.0.0-rc.1")))).hasValue(version("24.10.0"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"twenty", "22..1", "22.1.2.3", ">=", "^", "22 and 24", "1.2.3beta", "99999999999999999999"})
  void nonsense_isRefusedWithItsOrigin(String range) {
    assertThatThrownBy(() -> SemVerRange.parse(range, "engines.node of package.json")).isInstanceOf(BuildFailure.class).hasMessageContaining("engines.node of package.json");
  }

  @Test
  void order_isThatOfSemver() {
    var ordered = List.of("1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "1.2.0", "1.10.0");
    assertThat(ordered.reversed().stream().map(SemVerRangeTest::version).sorted().map(SemVer::toString)).containsExactlyElementsOf(ordered);
  }

  private static SemVer version(String text) {
    return SemVer.parse(text).orElseThrow();
  }
}
