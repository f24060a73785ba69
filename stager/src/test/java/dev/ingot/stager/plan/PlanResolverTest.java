package dev.ingot.stager.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.stager.plan.PlanResolver.Candidate;
import dev.ingot.stager.plan.PlanResolver.Option;
import dev.ingot.stager.plan.PlanResolver.Require;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sentence by sentence of buildpacks-and-images.md §1.6. An element is `name[?]:+provides,-requires|or…`. */
class PlanResolverTest {
  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {
      "a:                        ; a     ; ''",
      "a:+x b:-x                 ; a b   ; x(a)b",
      "a:+x,-x                   ; a     ; x(a)a",
      "a:-x b:+x                 ;       ; ''",
      "a:+x                      ;       ; ''",
      "a:+x b:+x,-x              ; a b   ; x(ab)b",
      "a:+x b:-x c:+x            ;       ; ''",
      "a:+x b:-x c:+x d:-x       ; a b c d ; x(ac)bd",
      "a?:+x b:                  ; b     ; ''",
      "a?:-x b:                  ; b     ; ''",
      "a?:+x b?:-x,+y c:         ; c     ; ''",
      "a?:+x b?:-y c:+z,-z       ; c     ; z(c)c",
      "a?:+x                     ;       ; ''",
      "a:+x|+y b:-y              ; a b   ; y(a)b",
      "a:+x|+y b:-x|-y           ; a b   ; x(a)b",
      "a:+x|+y|: b:              ; a b   ; ''",
      "a?:+x|+y b:               ; b     ; ''",
      "a?:-x|-y b:+y             ;       ; ''",
      "a?:+p|+q b:-q             ; a b   ; q(a)b"})
  void plan_resolvesAsWritten(String group, String elements, String entries) {
    var found = PlanResolver.resolve(group(group));
    assertThat(found.map(r -> String.join(" ", r.elements())).orElse("")).isEqualTo(elements == null ? "" : elements);
    assertThat(found.map(PlanResolverTest::shown).orElse("")).isEqualTo(entries);
  }

  @Test
  void firstElement_variesSlowest() {
    assertThat(PlanResolver.resolve(group("a:+x|+y b:-y|-x")).map(PlanResolverTest::shown)).as("a's first option with b's second, before a's second with b's first").hasValue("x(a)b");
  }

  @Test
  void optionalElementInAnEarlierOption_countsAsRequired() {
    // With its first option `a` would be dropped if it counted as optional, and the group would resolve to b alone.
    assertThat(PlanResolver.resolve(group("a?:+x|+y b:-y")).map(r -> r.elements())).hasValue(List.of("a", "b"));
  }

  @Test
  void interruptedThread_triesNoFurtherCombination() {
    Thread.currentThread().interrupt();
    try {
      assertThat(PlanResolver.resolve(group("a:+x b:-x"))).as("the phase that asked is over").isEmpty();
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void problems_sayWhatIsMissing() {
    assertThat(PlanResolver.problems(group("a:-x b:+x,+y c?:-z"), Function.identity())).containsExactly("a requires 'x', which only a later buildpack provides",
        "b provides 'x', which nobody at or after it requires", "b provides 'y', which nobody at or after it requires");
    assertThat(PlanResolver.problems(group("a:-x"), Function.identity())).containsExactly("a requires 'x', which no buildpack before it provides");
  }

  private static String shown(PlanResolver.Resolution<String> found) {
    return String.join(" ", found.entries().stream().map(e -> e.name() + "(" + String.join("", e.providers()) + ")" + String.join("", e.requirers())).toList());
  }

  private static List<Candidate<String>> group(String text) {
    return Stream.of(text.strip().split(" +")).map(one -> {
      String name = one.substring(0, one.indexOf(':'));
      boolean optional = name.endsWith("?");
      var options = Stream.of(one.substring(one.indexOf(':') + 1).split("\\|", -1)).map(PlanResolverTest::option).toList();
      return new Candidate<>(optional ? name.substring(0, name.length() - 1) : name, optional, options);
    }).toList();
  }

  private static Option option(String text) {
    var names = Stream.of(text.split(",")).filter(n -> n.length() > 1).toList();
    return new Option(names.stream().filter(n -> n.startsWith("+")).map(n -> n.substring(1)).toList(),
        names.stream().filter(n -> n.startsWith("-")).map(n -> new Require(n.substring(1), Map.of())).toList());
  }
}
