package dev.ingot.stager.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.stager.files.InnerLinks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a layer gives later buildpacks: the build column of buildpacks-and-images.md §1.8. */
class LayerEnvTest {
  @TempDir Path dir;

  @ParameterizedTest
  @CsvSource({"bin,PATH", "lib,LD_LIBRARY_PATH", "lib,LIBRARY_PATH", "include,CPATH", "pkgconfig,PKG_CONFIG_PATH"})
  void rootDirectory_isPrepended(String directory, String variable) throws IOException {
    Files.createDirectories(dir.resolve("one").resolve(directory));
    assertThat(env(Map.of(variable, "/old"))).containsEntry(variable, "/layers/t/one/" + directory + ":/old");
    assertThat(env(Map.of())).containsEntry(variable, "/layers/t/one/" + directory);
  }

  @Test
  void rootThatIsAFile_givesNothing_andALinkInsideCounts() throws IOException {
    write("one/bin", "x");
    Files.createDirectories(dir.resolve("one/lib64"));
    Files.createSymbolicLink(dir.resolve("one/lib"), Path.of("lib64"));
    Files.createSymbolicLink(dir.resolve("one/include"), Path.of("/usr/include"));
    assertThat(env(Map.of("PATH", "/old"))).containsEntry("PATH", "/old").containsEntry("LIBRARY_PATH", "/layers/t/one/lib").doesNotContainKey("CPATH");
  }

  @ParameterizedTest
  @CsvSource({
      // file, value before, value after
      "V,old,new", "V.override,old,new", "V.override,,new", "V.default,old,old", "V.default,'',new", "V.default,,new", "V.append,old,oldnew", "V.append,,new",
      "V.prepend,old,newold", "V.prepend,,new", "V.other,old,old", "V.delim,old,old", "V.append.x,old,old"})
  void suffix_saysWhatHappens(String file, String before, String after) throws IOException {
    write("one/env/" + file, "new");
    assertThat(env(before == null ? Map.of() : Map.of("V", before))).containsEntry("V", after);
  }

  @Test
  void variablesWithoutMeasure_areAnErrorBeforeTheyFillTheMemory() throws IOException {
    for (int i = 0; i < 3; i++) {
      write("one/env/V" + i, "x".repeat(1_000_000));
    }
    assertThatThrownBy(() -> env(Map.of())).hasMessageContaining("more than 2 MiB");
  }

  @Test
  void delimiter_standsBetween_andOnlyThere() throws IOException {
    write("one/env/V.append", "b");
    write("one/env/V.delim", ", ");
    write("one/env/W.prepend", "b");
    write("one/env/W.delim", "::");
    assertThat(env(Map.of("V", "a", "W", "a"))).containsEntry("V", "a, b").containsEntry("W", "b::a");
    assertThat(env(Map.of())).containsEntry("V", "b").containsEntry("W", "b");
  }

  @Test
  void content_isTakenByteForByte_andNameEndsAtTheFirstDot() throws IOException {
    write("one/env/V", " $HOME `x`\n\n");
    write("one/env/MY.NAME.override", "ignored: the action is NAME.override");
    assertThat(env(Map.of())).containsEntry("V", " $HOME `x`\n\n").doesNotContainKey("MY");
  }

  @Test
  void directories_areRootsThenEnvThenEnvBuild_andLaunchIsNotForBuilds() throws IOException {
    Files.createDirectories(dir.resolve("one/bin"));
    write("one/env/PATH.prepend", "/env:");
    write("one/env.build/PATH.prepend", "/build:");
    write("one/env.launch/PATH.prepend", "/launch:");
    assertThat(env(Map.of("PATH", "/old"))).containsEntry("PATH", "/build:/env:/layers/t/one/bin:/old");
  }

  @Test
  void directoriesAndNamelessFiles_areSkipped() throws IOException {
    write("one/env/web/V", "x");
    write("one/env/.append", "x");
    write("one/env/A=B", "x");
    assertThat(env(Map.of("PATH", "/old"))).containsExactly(Map.entry("PATH", "/old"));
  }

  @Test
  void links_areFollowedInsideTheBuildpacksLayers_andNowhereElse() throws IOException {
    write("one/values/v", "inside");
    Files.createDirectories(dir.resolve("one/env"));
    Files.createSymbolicLink(dir.resolve("one/env/A"), Path.of("../values/v"));
    Files.createSymbolicLink(dir.resolve("one/env/B"), Path.of("/layers/t/one/values/v"));
    Files.createSymbolicLink(dir.resolve("one/env/C"), Path.of("/etc/passwd"));
    Files.createSymbolicLink(dir.resolve("one/env/D"), Path.of("../../../../../../../../../etc/passwd"));
    Files.createSymbolicLink(dir.resolve("one/env/E"), Path.of("E"));
    Files.createSymbolicLink(dir.resolve("one/env/F"), Path.of("gone"));
    assertThat(env(Map.of())).containsOnly(Map.entry("A", "inside"), Map.entry("B", "inside"));
  }

  @Test
  void valueNoVariableCanHave_isRefused() throws IOException {
    write("one/env/V", "a\0b");
    assertThatThrownBy(() -> env(Map.of())).hasMessageContaining("V has a NUL");
  }

  private void write(String path, String text) throws IOException {
    Files.createDirectories(dir.resolve(path).getParent());
    Files.writeString(dir.resolve(path), text);
  }

  private Map<String, String> env(Map<String, String> before) throws IOException {
    var env = new LinkedHashMap<>(before);
    LayerEnv.apply(dir.resolve("one"), "/layers/t/one", new InnerLinks(dir, "/layers/t"), env);
    return env;
  }
}
