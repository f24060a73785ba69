package dev.ingot.buildpacks.nodejs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeOptionsTest {
  @TempDir Path dir;

  private record Outcome(int code, String toml, String messages) {}

  @ParameterizedTest
  @CsvSource({"64m, 32", "128M, 64", "256M, 192", "1G, 768", "4096m, 3072"})
  void heap_fitsTheLimit(String limit, int mebibytes) throws Exception {
    assertThat(run(Map.of("MEMORY_LIMIT", limit)).toml).isEqualTo("NODE_OPTIONS = \"--max-old-space-size=" + mebibytes + "\"\n");
  }

  @Test
  void ownSize_orOff_orNoLimit_orNonsense_isLeftAlone() throws Exception {
    assertThat(run(Map.of("MEMORY_LIMIT", "512m", "NODE_OPTIONS", "--max-old-space-size=100")).toml).isEmpty();
    assertThat(run(Map.of("MEMORY_LIMIT", "512m", "OPTIMIZE_MEMORY", "false")).toml).isEmpty();
    assertThat(run(Map.of()).toml).isEmpty();
    assertThat(run(Map.of("MEMORY_LIMIT", "lots")).toml).isEmpty();
    assertThat(run(Map.of("MEMORY_LIMIT", "8m")).toml).as("less than Node.js itself needs").isEmpty();
  }

  @Test
  void ownOptions_stayBehind_andQuotesSurvive() throws Exception {
    assertThat(run(Map.of("MEMORY_LIMIT", "1G", "NODE_OPTIONS", "--title=\"a\\b\"")).toml).isEqualTo("NODE_OPTIONS = \"--max-old-space-size=768 --title=\\\"a\\\\b\\\"\"\n");
  }

  @Test
  void inspector_andSourceMaps_comeWhenAskedFor() throws Exception {
    assertThat(run(Map.of("BPL_NODE_SOURCE_MAPS", "true", "BPL_DEBUG_ENABLED", "true", "BPL_DEBUG_PORT", "9300")).toml).isEqualTo("NODE_OPTIONS = \"--enable-source-maps --inspect=0.0.0.0:9300\"\n");
    var wrong = run(Map.of("BPL_DEBUG_ENABLED", "true", "BPL_DEBUG_PORT", "$(id)"));
    assertThat(wrong.code).isEqualTo(1);
    assertThat(wrong.messages).contains("is not a port");
    assertThat(run(Map.of("BPL_DEBUG_ENABLED", "perhaps")).messages).contains("BPL_DEBUG_ENABLED=perhaps is not a switch");
  }

  private Outcome run(Map<String, String> env) throws Exception {
    String text;
    try (var in = Build.class.getResourceAsStream("node-options.sh")) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    // The test machine's own cgroup must not decide.
    var script = Files.writeString(dir.resolve("node-options"), text.replace("@PNP@", "").replace("/sys/fs/cgroup", dir.resolve("no-cgroup").toString()));
    var toml = dir.resolve("out.toml");
    Files.deleteIfExists(toml);
    var process = new ProcessBuilder(List.of("/bin/sh", "-c", "exec sh \"$0\" 3>\"$1\"", script.toString(), toml.toString())).redirectErrorStream(true);
    process.environment().keySet().removeIf(key -> !key.equals("PATH"));
    process.environment().putAll(env);
    var started = process.start();
    var messages = new String(started.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(started.waitFor(), Files.readString(toml), messages);
  }
}
