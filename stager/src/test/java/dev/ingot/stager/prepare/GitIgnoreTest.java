package dev.ingot.stager.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What patterns match by themselves: gitignore(5). Several patterns are separated by blanks; a path with `/` at its end is a directory. */
class GitIgnoreTest {
  @ParameterizedTest
  @CsvSource({
      "*.log,a.log,true", "*.log,x/y/a.log,true", "*.log,a.logs,false", "*.log,.log,true", "foo,x/foo/,true", "foo/,x/foo,false", "foo/,x/foo/,true",
      "/foo,foo,true", "/foo,x/foo,false", "a/b,a/b,true", "a/b,x/a/b,false", "a/*,a/b,true", "a/*,a/b/c,false", "a/**,a/b/c,true", "a/**,a/,false",
      "**/b,b,true", "**/b,a/x/b,true", "a/**/b,a/b,true", "a/**/b,a/x/y/b,true", "a/**/b,a/x/y/c,false", "a?c,abc,true", "a?c,a/c,false", "a*c,ac,true",
      "a*c,a/c,false", "[ab]x,ax,true", "[ab]x,cx,false", "[!ab]x,cx,true", "[^ab]x,ax,false", "[a-c]x,bx,true", "[a-c]x,dx,false", "[x,[x,true", "\\*x,*x,true",
      "\\*x,ax,false", "\\#x,#x,true", "#x,#x,false", "\\!x,!x,true", "{a},{a},true", "{a},a,false", "*a*b*c,xaybzc,true", "*a*b*c,xaybz,false",
      "*.log !keep.log,keep.log,false", "*.log !keep.log,other.log,true", "!keep.log *.log,keep.log,true", "**,a/b,true", "*,a/b,true", "é*,été,true", "/,a,false"})
  void pattern_matchesAsGitDoes(String patterns, String path, boolean matches) {
    boolean directory = path.endsWith("/");
    var segments = Arrays.asList((directory ? path.substring(0, path.length() - 1) : path).split("/"));
    assertThat(new GitIgnore(List.of(patterns.split(" "))).matches(segments, directory)).isEqualTo(matches);
  }

  @Test
  void blanksAtTheEnd_areNoPartOfAPattern_unlessEscaped() {
    assertThat(new GitIgnore(List.of("a  \t")).matches(List.of("a"), false)).isTrue();
    assertThat(new GitIgnore(List.of("a\\ ")).matches(List.of("a "), false)).isTrue();
    assertThat(new GitIgnore(List.of("", "   ", "# c")).matches(List.of("a"), false)).isFalse();
  }

  @Test
  void patternMadeToTakeForEver_doesNot() {
    var patterns = new GitIgnore(List.of("*a".repeat(200) + "b", "**/a/".repeat(200) + "b"));
    org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
      assertThat(patterns.matches(List.of("a".repeat(255)), false)).isFalse();
      assertThat(patterns.matches(java.util.Collections.nCopies(200, "a"), false)).isFalse();
    });
  }
}
