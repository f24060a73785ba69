package dev.ingot.buildpacks.rust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.buildpacks.kit.BuildFailure;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgramsTest {
  private static final String WORKSPACE = """
      {"packages": [
        {"name": "tool", "default_run": null, "targets": [{"kind": ["bin"], "name": "tool"}, {"kind": ["lib"], "name": "common"}]},
        {"name": "site", "default_run": "serve", "targets": [{"kind": ["bin"], "name": "migrate"}, {"kind": ["bin"], "name": "serve"}, {"kind": ["bin"], "name": "../evil"}]}]}
      """;

  @Test
  void theDefaultRunComesFirst_librariesAndStrangeNamesDoNotCount() {
    assertThat(Programs.of(WORKSPACE, List.of())).containsExactly("serve", "tool", "migrate");
    assertThat(Programs.of(WORKSPACE, List.of("tool"))).containsExactly("tool");
    assertThat(Programs.of("{}", List.of())).isEmpty();
  }

  @Test
  void memberNobodyHas_andNoJson_areRefused() {
    assertThatThrownBy(() -> Programs.of(WORKSPACE, List.of("nobody"))).isInstanceOf(BuildFailure.class).hasMessageContaining("tool, site");
    assertThatThrownBy(() -> Programs.of("error: no manifest", List.of())).isInstanceOf(BuildFailure.class);
  }
}
