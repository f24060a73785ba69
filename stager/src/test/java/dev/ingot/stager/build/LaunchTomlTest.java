package dev.ingot.stager.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.stager.buildpack.Buildpack;
import dev.ingot.stager.buildpack.Descriptor;
import dev.ingot.stager.files.Toml;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** `launch.toml` by Buildpack API: buildpacks-and-images.md §1.7 and §1.11. */
class LaunchTomlTest {
  private static final String ARRAY = "[[processes]]\ntype = \"web\"\ncommand = [\"run\", \"-x\"]\nargs = [\"a\"]\n";
  private static final String TEXT = "[[processes]]\ntype = \"web\"\ncommand = \"run -x\"\nargs = [\"a\"]\n";

  @ParameterizedTest
  @CsvSource({"7", "8"})
  void beforeNine_commandIsATextThatAShellRuns(int api) throws IOException {
    assertThat(read(api, TEXT).processes()).containsExactly(new LaunchProcess("web", List.of("run -x"), List.of("a"), false, "", "t", api));
    assertThat(read(api, TEXT + "direct = true\n").processes().getFirst().direct()).isTrue();
    assertThatThrownBy(() -> read(api, ARRAY)).hasMessageContaining("process web").hasMessageContaining("a text, not an array");
  }

  @ParameterizedTest
  @CsvSource({"9", "10", "11", "12"})
  void sinceNine_commandIsAnArray_andEveryProcessIsDirect(int api) throws IOException {
    assertThat(read(api, ARRAY).processes()).containsExactly(new LaunchProcess("web", List.of("run", "-x"), List.of("a"), true, "", "t", api));
    assertThatThrownBy(() -> read(api, TEXT)).hasMessageContaining("'command' is an array");
    assertThatThrownBy(() -> read(api, ARRAY + "direct = true\n")).hasMessageContaining("'direct' is gone");
  }

  @Test
  void commandNoProgramCanBeStartedWith_isAnError() {
    for (String text : List.of("command = [\"a\\u0000b\"]\n", "command = [\"a\"]\nargs = [\"\\u0000\"]\n", "command = [\"" + "x".repeat(70_000) + "\"]\n",
        "command = [\"a\"]\nworking-dir = \"/\\u0000\"\n")) {
      assertThatThrownBy(() -> read(10, "[[processes]]\ntype = \"web\"\n" + text)).hasMessageContaining("process web of launch.toml has a NUL");
    }
  }

  @Test
  void workingDirectory_isKnownSinceEight_andIgnoredWithAWarningBefore() throws IOException {
    var seven = read(7, TEXT + "working-dir = \"/x\"\n");
    assertThat(seven.processes().getFirst().workingDirectory()).isEmpty();
    assertThat(seven.warnings()).singleElement().asString().contains("working-dir of process web is ignored").contains("0.7");
    assertThat(read(8, TEXT + "working-dir = \"/x\"\n").processes().getFirst().workingDirectory()).isEqualTo("/x");
  }

  @Test
  void execEnv_keepsAProcessOutOfOtherImages_sinceTwelve() throws IOException {
    String test = ARRAY + "exec-env = [\"test\"]\n";
    String tables = ARRAY + "[[processes.exec-env]]\nname = \"test\"\n";
    assertThat(read(11, test).processes()).hasSize(1);
    assertThat(read(12, test).processes()).isEmpty();
    assertThat(read(12, tables).processes()).isEmpty();
    assertThat(read(12, ARRAY + "exec-env = [\"*\"]\n").processes()).hasSize(1);
    assertThat(read(12, ARRAY + "exec-env = [\"production\"]\n").processes().getFirst().execEnv()).containsExactly("production");
  }

  @ParameterizedTest
  @CsvSource({"''", "'a b'", "a/b", "..", "'a:b'", "'x|y'"})
  void typeThatCannotBeOne_isRefused(String type) {
    assertThatThrownBy(() -> read(9, ARRAY.replace("web", type))).hasMessageContaining("of the type '" + type + "'");
  }

  @Test
  void processWithoutCommand_isRefused() {
    assertThatThrownBy(() -> read(9, "[[processes]]\ntype = \"web\"\ncommand = []\n")).hasMessageContaining("no command");
    assertThatThrownBy(() -> read(8, "[[processes]]\ntype = \"web\"\n")).hasMessageContaining("no command");
  }

  @Test
  void twoDefaultsInOneFile_areRefused() {
    String two = ARRAY + "default = true\n" + ARRAY.replace("web", "worker") + "default = true\n";
    assertThatThrownBy(() -> read(9, two)).hasMessageContaining("several default processes: web, worker");
  }

  @Test
  void lastDefaultWins_andRedefiningItWithoutDefaultLeavesNone() throws IOException {
    var all = new TreeMap<String, LaunchProcess>();
    var notes = new ArrayList<String>();
    String process = add(read(9, ARRAY + "default = true\n"), all, "", notes);
    assertThat(process).isEqualTo("web");
    process = add(read(9, ARRAY.replace("web", "worker") + "default = true\n"), all, process, notes);
    assertThat(process).isEqualTo("worker");
    assertThat(add(read(9, ARRAY.replace("run", "other")), all, process, notes)).as("another type is redefined").isEqualTo("worker");
    assertThat(all.get("web").command()).containsExactly("other", "-x");
    assertThat(notes).isEmpty();
    assertThat(add(read(9, ARRAY.replace("web", "worker")), all, process, notes)).isEmpty();
    assertThat(notes).singleElement().asString().contains("worker is redefined without being the default");
  }

  @Test
  void labels_lastOneWins_andSlicesAddUp() throws IOException {
    Map<String, String> labels = new LinkedHashMap<>();
    List<List<String>> slices = new ArrayList<>();
    for (String value : List.of("one", "two")) {
      read(9, "[[labels]]\nkey = \"k\"\nvalue = \"" + value + "\"\n[[slices]]\npaths = [\"" + value + "/*\"]\n").addTo(new TreeMap<>(), "", labels, slices, new ArrayList<>());
    }
    assertThat(labels).containsExactly(Map.entry("k", "two"));
    assertThat(slices).containsExactly(List.of("one/*"), List.of("two/*"));
    assertThatThrownBy(() -> read(9, "[[labels]]\nvalue = \"x\"\n")).hasMessageContaining("label without key");
  }

  private static String add(LaunchToml toml, Map<String, LaunchProcess> all, String before, List<String> notes) {
    return toml.addTo(all, before, new LinkedHashMap<>(), new ArrayList<>(), notes);
  }

  private static LaunchToml read(int api, String text) throws IOException {
    return LaunchToml.of(new Buildpack(Descriptor.component("t", "1", api), Path.of("/"), "/t"), Toml.parse(text, "launch.toml"), "production");
  }
}
