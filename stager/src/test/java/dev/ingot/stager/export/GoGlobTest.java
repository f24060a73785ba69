package dev.ingot.stager.export;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected answers are those of Go's filepath.Match on Linux. */
class GoGlobTest {
  @ParameterizedTest
  @CsvSource({
      "abc,abc,true", "*,abc,true", "*c,abc,true", "a*,a,true", "a*,ab/c,false", "a*/b,abc/b,true", "a*/b,a/c/b,false", "a*b?c*x,abxbbxdbxebxczzx,true",
      "a*b?c*x,abxbbxdbxebxczzy,false", "ab[c],abc,true", "ab[b-d],abc,true", "ab[e-g],abc,false", "ab[^c],abc,false", "ab[^e-g],abc,true",
      "a\\*b,a*b,true", "a\\*b,ab,false", "a?b,a/b,false", "a*b,a/b,false", "[a-ζ]*,α,true", "[\\]a],],true", "[\\-],-,true", "[x\\-],x,true", "[x\\-],z,false",
      "[a-b-c],a,false", "[-x],x,false", "[]a],],false", "[,a,false", "[^,a,false", "[^bc,a,false", "a[,a,false", "a[,ab,false", "*x,xxx,true", "a*b*,ab/,false", "*/*b,a/ab,true", "*[a/]b,a/b,false", "a*\\/b,aa/b,true", "*,'',true", "**/b,a/b,true", "**/b,a/a/b,false", "{a,a,false"})
  void matchesAsGoDoes(String pattern, String name, boolean expected) {
    assertThat(GoGlob.matches(pattern, name)).isEqualTo(expected);
  }

  @Test
  @Timeout(10)
  void patternOfABuildpack_cannotBeMadeToTakeForever() {
    assertThat(GoGlob.matches("*a".repeat(2000) + "b", "a".repeat(4000))).isFalse();
    assertThat(GoGlob.matches("*a".repeat(100) + "/*b", "a".repeat(200) + "/ab")).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"a\\,a", "[a-,a", "[\\,x", "'',a"})
  void brokenPattern_matchesNothingAndDoesNotFail(String pattern, String name) {
    assertThat(GoGlob.matches(pattern, name)).isFalse();
  }
}
