package dev.ingot.stager.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.stager.plan.PlanResolver.Option;
import dev.ingot.stager.plan.PlanResolver.Require;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** buildpacks-and-images.md §1.4. */
class PlanFileTest {
  @TempDir Path dir;

  @Test
  void topLevelAndEachOr_areOptionsInOrder() throws IOException {
    assertThat(read("""
        [[provides]]
        name = "jdk"
        [[requires]]
        name = "jdk"
        [requires.metadata]
        version = "25"
        [[or]]
        [[or.requires]]
        name = "jre"
        [[or]]
        """, false)).containsExactly(new Option(List.of("jdk"), List.of(new Require("jdk", Map.of("version", "25")))), new Option(List.of(), List.of(new Require("jre", Map.of()))),
        new Option(List.of(), List.of()));
    assertThat(read("", false)).containsExactly(PlanFile.NOTHING);
  }

  @Test
  void planThatCannotBeUsed_saysWhy() {
    assertThatThrownBy(() -> read("[[requires]]\nname = \"a\"\nversion = \"1\"\n", false)).hasMessageContaining("metadata.version");
    assertThatThrownBy(() -> read("[[or]]\n[[or.requires]]\nname = \"a\"\nversion = \"1\"\n", false)).hasMessageContaining("metadata.version");
    assertThatThrownBy(() -> read("[[provides]]\n", false)).hasMessageContaining("without name in 'provides'");
    assertThatThrownBy(() -> read("[[requires]]\nname = \"a\"\n", true)).hasMessageContaining("extension may provide, but not require");
    assertThatThrownBy(() -> read("[[provides]]\nname = \"a\"\n".repeat(1001), false)).hasMessageContaining("more than 1000 names");
    assertThatThrownBy(() -> read("[[provides]]\nname = \"" + "a".repeat(1001) + "\"\n", false)).hasMessageContaining("more than 1000 characters in 'provides'");
  }

  private List<Option> read(String toml, boolean extension) throws IOException {
    return PlanFile.read(Files.writeString(dir.resolve("plan.toml"), toml), extension);
  }
}
