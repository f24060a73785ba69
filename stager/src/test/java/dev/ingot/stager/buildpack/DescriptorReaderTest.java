package dev.ingot.stager.buildpack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Row by row of buildpacks-and-images.md §1.2. */
class DescriptorReaderTest {
  private static final Target BIONIC = new Target("linux", "amd64", "", List.of(new Target.Distro("ubuntu", "18.04")));
  private static final Target LINUX = new Target("linux", "", "", List.of());

  @TempDir Path dir;

  @Test
  void everyKey_isRead() throws IOException {
    var read = component("0.12", """
        name = "Mine"
        homepage = "https://example.com"
        clear-env = true
        sbom-formats = ["application/vnd.cyclonedx+json"]
        exec-env = ["production", "test"]
        """, "");
    assertThat(read).isEqualTo(new Descriptor(false, "a/b", "1.2.3", "Mine", "https://example.com", 12, true, List.of("production", "test"),
        List.of("application/vnd.cyclonedx+json"), List.of(LINUX), List.of()));
  }

  @Test
  void execEnv_isReadInBothSpellings() throws IOException {
    assertThat(component("0.12", "exec-env = [\"test\"]\n", "").execEnv()).containsExactly("test");
    assertThat(component("0.12", "", "[[buildpack.exec-env]]\nname = \"test\"\n").execEnv()).containsExactly("test");
  }

  @ParameterizedTest
  @CsvSource({"0.6,'0.6'", "0.13,'0.13'", "1.0,'1.0'", "'',''"})
  void apiOutOfRange_isRefusedWithWhatItSays(String api, String shown) {
    assertThatThrownBy(() -> component(api, "", "")).hasMessageContaining("'" + shown + "'").hasMessageContaining("0.7 to 0.12");
  }

  @ParameterizedTest
  @CsvSource({"app", "config", "generated", "sbom", "../x", "a b", "a/../b", "''", ".x"})
  void idThatCannotBeOne_isRefused(String id) {
    assertThatThrownBy(() -> read("api = \"0.10\"\n[buildpack]\nid = \"" + id + "\"\nversion = \"1.0.0\"\n", true)).isInstanceOf(IOException.class).hasMessageContaining("its id");
  }

  @ParameterizedTest
  @CsvSource({"../1", "''", "a b", "1..2"})
  void versionThatCannotBeOne_isRefused(String version) {
    assertThatThrownBy(() -> read("api = \"0.10\"\n[buildpack]\nid = \"a\"\nversion = \"" + version + "\"\n", true)).hasMessageContaining("its version");
  }

  @Test
  void compositeWithExecutables_andComponentWithout_areRefused() {
    String order = "[[order]]\n[[order.group]]\nid = \"x\"\nversion = \"1\"\n";
    assertThatThrownBy(() -> component("0.10", "", order)).hasMessageContaining("both an [[order]] and executables");
    assertThatThrownBy(() -> read("api = \"0.10\"\n[buildpack]\nid = \"a\"\nversion = \"1\"\n", false)).hasMessageContaining("neither bin/build nor an [[order]]");
  }

  @Test
  void composite_hasItsGroups() throws IOException {
    var read = read("""
        api = "0.12"
        [buildpack]
        id = "a"
        version = "1"
        [[order]]
        [[order.group]]
        id = "x"
        version = "1"
        optional = true
        exec-env = ["test"]
        [[order]]
        [[order.group]]
        id = "y"
        """, false);
    assertThat(read.order()).containsExactly(List.of(new Descriptor.Element("x", "1", true, List.of("test"))), List.of(new Descriptor.Element("y", "", false, List.of())));
  }

  @ParameterizedTest
  @CsvSource({"variant", "arch-variant"})
  void targets_areReadWithBothNamesOfTheVariant(String key) throws IOException {
    var read = component("0.10", "", "[[targets]]\nos = \"linux\"\narch = \"arm64\"\n" + key + " = \"v8\"\n[[targets.distros]]\nname = \"debian\"\nversion = \"13\"\n");
    assertThat(read.targets()).containsExactly(new Target("linux", "arm64", "v8", List.of(new Target.Distro("debian", "13"))));
  }

  @Test
  void withoutTargets_theyAreInferred() throws IOException {
    String bionic = "[[stacks]]\nid = \"io.buildpacks.stacks.bionic\"\n";
    String any = "[[stacks]]\nid = \"*\"\n";
    String other = "[[stacks]]\nid = \"acme\"\n";
    assertThat(component("0.7", "", bionic).targets()).containsExactly(BIONIC);
    assertThat(component("0.9", "", bionic + other).targets()).as("old API, not the only stack: bin/build tells").containsExactly(LINUX);
    assertThat(component("0.10", "", bionic + other).targets()).containsExactly(BIONIC);
    assertThat(component("0.9", "", any).targets()).containsExactly(Target.ANY);
    assertThat(component("0.10", "", bionic + any).targets()).containsExactly(BIONIC, Target.ANY);
    assertThat(component("0.10", "", other).targets()).containsExactly(LINUX);
    assertThat(component("0.10", "", "").targets()).containsExactly(LINUX);
  }

  @ParameterizedTest
  @CsvSource({
      // os, arch, variant, distro of the buildpack; fits linux/arm64/v8 on debian 13?
      "linux,arm64,v8,debian:13,true", "linux,arm64,,,true", ",,,,true", "linux,amd64,,,false", "windows,,,,false", "linux,arm64,v7,,false",
      "linux,arm64,,ubuntu:24.04,false", "linux,,,ubuntu:24.04+debian:13,true", "linux,,,debian:12,false", "linux,,,debian:,true"})
  void targets_matchFieldByField_andEmptyIsAny(String os, String arch, String variant, String distros, boolean fits) {
    var made = new Target(text(os), text(arch), text(variant), distros == null ? List.of()
        : List.of(distros.split("\\+")).stream().map(d -> new Target.Distro(d.substring(0, d.indexOf(':')), d.substring(d.indexOf(':') + 1))).toList());
    assertThat(made.matches(new Target("linux", "arm64", "v8", List.of(new Target.Distro("debian", "13"))))).isEqualTo(fits);
    assertThat(made.matches(Target.ANY)).as("an unknown system fits all").isTrue();
  }

  private static String text(String value) {
    return value == null ? "" : value;
  }

  private Descriptor component(String api, String keys, String more) throws IOException {
    return read("api = \"%s\"\n[buildpack]\nid = \"a/b\"\nversion = \"1.2.3\"\n%s%s".formatted(api, keys, more), true);
  }

  private Descriptor read(String toml, boolean runnable) throws IOException {
    Files.writeString(dir.resolve("buildpack.toml"), toml);
    Files.deleteIfExists(dir.resolve("bin/build"));
    if (runnable) {
      Files.createDirectories(dir.resolve("bin"));
      Files.createFile(dir.resolve("bin/build"));
    }
    return DescriptorReader.read(dir);
  }
}
