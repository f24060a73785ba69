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

  @Test
  void debugging_andJmx_areOffUnlessAskedFor_andComeBeforeOwnOptions() throws Exception {
    assertThat(run("jvm-options.sh", Map.of("JAVA_TOOL_OPTIONS", "-Dx=1"), "").toml).isEmpty();
    assertThat(run("jvm-options.sh", Map.of("BPL_DEBUG_ENABLED", "true", "BPL_DEBUG_SUSPEND", "true", "JAVA_TOOL_OPTIONS", "-Dx=\"1\""), "").toml)
        .isEqualTo("JAVA_TOOL_OPTIONS = \"-agentlib:jdwp=transport=dt_socket,server=y,address=*:8000,suspend=y -Dx=\\\"1\\\"\"\n");
    assertThat(run("jvm-options.sh", Map.of("BPL_JMX_ENABLED", "true", "BPL_JMX_PORT", "5001"), "").toml).contains("jmxremote.port=5001 ").contains("jmxremote.rmi.port=5001\"");
    assertThat(run("jvm-options.sh", Map.of("BPL_DEBUG_ENABLED", "perhaps"), "").messages).contains("BPL_DEBUG_ENABLED=perhaps is not a switch");
    assertThat(run("jvm-options.sh", Map.of("BPL_DEBUG_ENABLED", "true", "BPL_DEBUG_PORT", "80;x"), "").code).isEqualTo(1);
  }

  @Test
  void certificatesOfBindings_joinThoseOfTheRuntime() throws Exception {
    var home = System.getProperty("java.home");
    var store = dir.resolve("made.p12").toString();
    for (var name : List.of("one", "two")) {
      tool(home + "/bin/keytool", "-genkeypair", "-alias", name, "-keyalg", "EC", "-dname", "CN=" + name, "-keystore", store, "-storepass", "changeit");
    }
    var binding = Files.createDirectories(dir.resolve("bindings/corporate"));
    Files.writeString(binding.resolve("type"), "ca-certificates");
    Files.writeString(binding.resolve("all.pem"), tool(home + "/bin/keytool", "-exportcert", "-rfc", "-alias", "one", "-keystore", store, "-storepass", "changeit")
        + tool(home + "/bin/keytool", "-exportcert", "-rfc", "-alias", "two", "-keystore", store, "-storepass", "changeit"));
    Files.writeString(Files.createDirectories(dir.resolve("bindings/other")).resolve("type"), "postgresql\n");
    var env = Map.of("SERVICE_BINDING_ROOT", dir.resolve("bindings").toString(), "JAVA_HOME", home, "TMPDIR", dir.toString(), "JAVA_TOOL_OPTIONS", "-Dx=1");
    var outcome = run("ca-certificates.sh", env, "");
    assertThat(outcome.code).as(outcome.messages).isZero();
    assertThat(outcome.messages).contains("2 of bindings are trusted");
    var trust = Pattern.compile("-Djavax.net.ssl.trustStore=(\\S+) -Djavax.net.ssl.trustStorePassword=changeit -Dx=1").matcher(outcome.toml);
    assertThat(trust.find()).as(outcome.toml).isTrue();
    var listed = tool(home + "/bin/keytool", "-list", "-keystore", trust.group(1), "-storepass", "changeit");
    assertThat(listed).contains("binding-1", "binding-2");
    assertThat(listed.lines().filter(line -> line.contains("trustedCertEntry")).count()).as("the runtime's own too").isGreaterThan(10);

    Files.writeString(binding.resolve("all.pem"), "no certificate");
    assertThat(run("ca-certificates.sh", env, "").messages).contains("contain no PEM certificate");
    Files.delete(binding.resolve("type"));
    assertThat(run("ca-certificates.sh", env, "").toml).as("no such binding").isEmpty();
  }

  private static String tool(String... words) throws Exception {
    var process = new ProcessBuilder(words).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
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
