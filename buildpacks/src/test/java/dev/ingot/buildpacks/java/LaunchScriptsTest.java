package dev.ingot.buildpacks.java;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LaunchScriptsTest {
  @TempDir Path dir;

  private record Outcome(int code, String toml, String messages) {}

  @ParameterizedTest
  @CsvSource({"512m, 240, 340", "1g, 560, 760", "2g, 1400, 1750", "8192m, 7000, 7900"})
  void heap_leavesRoomForTheRest(String limit, int least, int most) throws Exception {
    var outcome = memory(Map.of("MEMORY_LIMIT", limit, "BPL_JVM_LOADED_CLASS_COUNT", "12000"));
    assertThat(outcome.code).as(outcome.messages).isZero();
    var heap = Pattern.compile("-Xmx(\\d+)k").matcher(outcome.toml);
    assertThat(heap.find()).isTrue();
    assertThat(Long.parseLong(heap.group(1)) / 1024).isBetween((long) least, (long) most);
  }

  @Test
  void ownHeapSize_orOff_orNoLimit_isLeftAlone() throws Exception {
    assertThat(memory(Map.of("MEMORY_LIMIT", "512m", "JAVA_TOOL_OPTIONS", "-Xmx100m")).toml).isEmpty();
    assertThat(memory(Map.of("MEMORY_LIMIT", "512m", "JAVA_TOOL_OPTIONS", "-XX:MaxRAMPercentage=50")).toml).isEmpty();
    assertThat(memory(Map.of("MEMORY_LIMIT", "512m", "BPL_JVM_MEMORY_CALCULATOR", "off")).toml).isEmpty();
    assertThat(memory(Map.of()).toml).isEmpty();
  }

  @Test
  void otherOwnOptions_areKeptBehind() throws Exception {
    assertThat(memory(Map.of("MEMORY_LIMIT", "1g", "JAVA_TOOL_OPTIONS", "-Dx=\"a b\" -Dy=c\\d")).toml).endsWith(" -Dx=\\\"a b\\\" -Dy=c\\\\d\"\n");
  }

  @Test
  void tooSmallLimit_andNonsense_sayWhatToDo() throws Exception {
    var small = memory(Map.of("MEMORY_LIMIT", "128m"));
    assertThat(small.code).isEqualTo(1);
    assertThat(small.messages).contains("128 MiB leaves no room for a heap").contains("Give the app at least");
    assertThat(memory(Map.of("MEMORY_LIMIT", "1g", "BPL_JVM_THREAD_COUNT", "many")).messages).contains("BPL_JVM_THREAD_COUNT=many is not a whole number");
    assertThat(memory(Map.of("MEMORY_LIMIT", "1g", "BPL_JVM_HEAD_ROOM", "91")).code).isEqualTo(1);
  }

  @Test
  void serverPort_followsPort_unlessSet() throws Exception {
    assertThat(run("server-port.sh", Map.of("PORT", "8081"), "").toml).isEqualTo("SERVER_PORT = \"8081\"\n");
    assertThat(run("server-port.sh", Map.of("PORT", "8081", "SERVER_PORT", "9"), "").toml).isEmpty();
    assertThat(run("server-port.sh", Map.of("PORT", "80\"x"), "").toml).isEmpty();
  }

  /** The test machine's own cgroup must not decide. */
  private Outcome memory(Map<String, String> env) throws Exception {
    return run("memory.sh", env, "/sys/fs/cgroup");
  }

  private Outcome run(String name, Map<String, String> env, String hidden) throws Exception {
    var text = Jre.script(name);
    var script = Files.writeString(dir.resolve(name), hidden.isEmpty() ? text : text.replace(hidden, dir.resolve("no-cgroup").toString()));
    var toml = dir.resolve("out.toml");
    Files.deleteIfExists(toml);
    var process = new ProcessBuilder(List.of("/bin/sh", "-c", "exec sh \"$0\" 3>\"$1\"", script.toString(), toml.toString())).redirectErrorStream(true);
    process.environment().keySet().removeIf(key -> !key.equals("PATH"));
    process.environment().putAll(new HashMap<>(env));
    var started = process.start();
    var messages = new String(started.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(started.waitFor(), Files.readString(toml), messages);
  }
}
