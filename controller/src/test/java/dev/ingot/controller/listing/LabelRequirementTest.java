package dev.ingot.controller.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.api.error.ApiException;
import dev.ingot.controller.listing.LabelRequirement.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelRequirementTest {
  @Test
  void every_form_is_read() {
    assertThat(LabelRequirement.parse("a, !b,c=d,e==f,g!=h,i in (j, k),x.io/l notin (m)")).containsExactly(
        new LabelRequirement("a", Kind.EXISTS, List.of()), new LabelRequirement("b", Kind.ABSENT, List.of()),
        new LabelRequirement("c", Kind.IN, List.of("d")), new LabelRequirement("e", Kind.IN, List.of("f")),
        new LabelRequirement("g", Kind.NOT_IN, List.of("h")), new LabelRequirement("i", Kind.IN, List.of("j", "k")),
        new LabelRequirement("x.io/l", Kind.NOT_IN, List.of("m")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",", "a b", "a in", "a in (b", "a=b=c", "!!a", "a in (b)) or 1=1", "a='b'", "a;drop"})
  void nonsense_is_told(String selector) {
    assertThatThrownBy(() -> LabelRequirement.parse(selector)).isInstanceOf(ApiException.class).hasMessageContaining("label_selector");
  }

  @Test
  void endless_selectors_are_refused() {
    assertThatThrownBy(() -> LabelRequirement.parse("a,".repeat(100_000) + "a")).hasMessageContaining("50 terms");
  }
}
