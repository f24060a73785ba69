package dev.ingot.buildpacks.procfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.buildpacks.kit.BuildFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcfileTest {
  @Test
  void types_keepTheirOrderAndTheirCommandsAsWritten() {
    assertThat(Procfile.parse("# all\nweb: node server.js --name \"a b\"\r\n\nworker-1:  \"bin/work \\\"x\\\"\"\n'clock': 'it''s'\n"))
        .containsExactly(java.util.Map.entry("web", "node server.js --name \"a b\""), java.util.Map.entry("worker-1", "bin/work \"x\""), java.util.Map.entry("clock", "it's"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"web node", "web:node", "web:", " web: a", "web: a\nweb: b", "web: |\n  a", "we b: x", "", "# nothing", "../x: y"})
  void nonsense_isRefusedWithAReason(String text) {
    assertThatThrownBy(() -> Procfile.parse(text)).isInstanceOf(BuildFailure.class).hasMessageContaining("Procfile");
  }
}
