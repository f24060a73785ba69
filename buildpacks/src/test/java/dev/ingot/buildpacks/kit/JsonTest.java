package dev.ingot.buildpacks.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  @Test
  void everyKindOfValue_isRead() {
    var json = Json.object("\uFEFF{\"a\": [1, -2.5e1, true, false], \"b\\u00e9\\n\": {\"c\": \"\\ud83d\\ude00\"}, \"e\": {}, \"l\": []}", "test");
    assertThat(json).containsEntry("a", List.of(1.0, -25.0, true, false)).containsEntry("bé\n", Map.of("c", "😀")).containsEntry("e", Map.of()).containsEntry("l", List.of());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{\"a\"}", "{\"a\":1,}", "{a:1}", "[1]", "{\"a\":01}", "{\"a\":\"x\n\"}", "{} {}", "{\"a\":\"\\x\"}", "{\"a\":nul}", "{\"a\":NaN}", "{\"a\" 1}"})
  void nonsense_isRefusedWithTheFilesName(String text) {
    assertThatThrownBy(() -> Json.object(text, "package.json")).isInstanceOf(BuildFailure.class).hasMessageContaining("package.json");
  }

  @Test
  void nestingWithoutEnd_isRefused() {
    assertThatThrownBy(() -> Json.parse("[".repeat(1_000_000))).isInstanceOf(BuildFailure.class).hasMessageContaining("nested");
  }
}
