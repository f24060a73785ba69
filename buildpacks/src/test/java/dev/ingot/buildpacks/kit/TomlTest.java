package dev.ingot.buildpacks.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TomlTest {
  @Test
  void everyFormThatPlatformsWrite_isRead() {
    var toml = Toml.parse("""
        api = "0.10" # comment
        numbers = [ 1, -2_000, # one
          3.5e1, ]
        'literal \\key' = 'C:\\x'
        deep.er = true
        text = \"""
        two \\
           words"\"""
        inline = { a = 1, "b c" = ["x"] }
        [metadata]
        key = "q\\"\\u00e9\\n"
        [[order]]
        [[order.group]]
        id = "a"
        [[order.group]]
        id = "b"
        [[order]]
        """);
    assertThat(toml).containsEntry("api", "0.10").containsEntry("numbers", List.of(1L, -2000L, 35.0)).containsEntry("literal \\key", "C:\\x")
        .containsEntry("deep", Map.of("er", true)).containsEntry("text", "two words\"").containsEntry("inline", Map.of("a", 1L, "b c", List.of("x")))
        .containsEntry("metadata", Map.of("key", "q\"é\n"))
        .containsEntry("order", List.of(Map.of("group", List.of(Map.of("id", "a"), Map.of("id", "b"))), Map.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a =", "a = \"x", "a = 1\na = 2", "[a", "a = [1", "a = tru", "a = 1 b = 2", "a = \"\\q\"", "a = {b = 1", "a = 1\n[a]", "a = \"\\uD8\""})
  void nonsense_isRefusedWithTheLine(String text) {
    assertThatThrownBy(() -> Toml.parse(text)).isInstanceOf(BuildFailure.class).hasMessageContaining("not TOML at line");
  }

  @Test
  void nestingWithoutEnd_isRefused() {
    assertThatThrownBy(() -> Toml.parse("a = " + "[".repeat(100_000))).isInstanceOf(BuildFailure.class).hasMessageContaining("nested");
  }

  @Test
  void written_isReadBackTheSame() {
    var root = Map.of("metadata", Map.of("k", "a\"b\\c\n\té\u0001"), "processes", List.of(Map.of("type", "web", "command", List.of("sh", "-c", "echo \"$X\""), "default", true)));
    assertThat(Toml.parse(Toml.write(root))).isEqualTo(root);
  }
}
