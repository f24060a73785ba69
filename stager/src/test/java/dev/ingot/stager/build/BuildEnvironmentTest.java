package dev.ingot.stager.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.stager.buildpack.Buildpack;
import dev.ingot.stager.buildpack.Descriptor;
import dev.ingot.stager.buildpack.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Variables by Buildpack API: the tables of buildpacks-and-images.md §1.3. */
class BuildEnvironmentTest {
  private static final Target HOST = new Target("linux", "arm64", "v8", List.of(new Target.Distro("debian", "13")));

  @TempDir Path dir;

  @ParameterizedTest
  @CsvSource({"7,''", "8,CNB_PLATFORM_DIR", "9,CNB_PLATFORM_DIR",
      "10,CNB_PLATFORM_DIR CNB_TARGET_ARCH CNB_TARGET_ARCH_VARIANT CNB_TARGET_DISTRO_NAME CNB_TARGET_DISTRO_VERSION CNB_TARGET_OS",
      "11,CNB_PLATFORM_DIR CNB_TARGET_ARCH CNB_TARGET_ARCH_VARIANT CNB_TARGET_DISTRO_NAME CNB_TARGET_DISTRO_VERSION CNB_TARGET_OS",
      "12,CNB_EXEC_ENV CNB_PLATFORM_DIR CNB_TARGET_ARCH CNB_TARGET_ARCH_VARIANT CNB_TARGET_DISTRO_NAME CNB_TARGET_DISTRO_VERSION CNB_TARGET_OS"})
  void variablesOfTheSpecification_comeWithTheirApi(int api, String names) {
    var env = new TreeMap<>(environment(Map.of(), HOST).forBuildpack(buildpack(api, false), Map.of()));
    env.keySet().removeIf(name -> !name.startsWith("CNB_") || name.equals("CNB_STACK_ID") || name.equals("CNB_BUILDPACK_DIR"));
    assertThat(String.join(" ", env.keySet())).isEqualTo(names);
  }

  @Test
  void values_areThoseOfTheSystem_andUnknownOnesAreNotSet() {
    assertThat(environment(Map.of(), HOST).forBuildpack(buildpack(12, false), Map.of())).containsEntry("CNB_BUILDPACK_DIR", "/b").containsEntry("CNB_PLATFORM_DIR", "/platform")
        .containsEntry("CNB_TARGET_OS", "linux").containsEntry("CNB_TARGET_ARCH", "arm64").containsEntry("CNB_TARGET_ARCH_VARIANT", "v8")
        .containsEntry("CNB_TARGET_DISTRO_NAME", "debian").containsEntry("CNB_TARGET_DISTRO_VERSION", "13").containsEntry("CNB_EXEC_ENV", "production")
        .containsEntry("CNB_STACK_ID", "stack").containsEntry("CF_STACK", "stack");
    assertThat(environment(Map.of(), new Target("linux", "amd64", "", List.of())).forBuildpack(buildpack(10, false), Map.of()))
        .doesNotContainKeys("CNB_TARGET_ARCH_VARIANT", "CNB_TARGET_DISTRO_NAME", "CNB_TARGET_DISTRO_VERSION");
  }

  @Test
  void extension_hasADirectoryOfItsOwnName() {
    var extension = new Buildpack(new Descriptor(true, "e", "1", "", "", 10, false, List.of(), List.of(), List.of(), List.of()), Path.of("/"), "/e");
    assertThat(environment(Map.of(), HOST).forBuildpack(extension, Map.of())).containsEntry("CNB_EXTENSION_DIR", "/e").doesNotContainKey("CNB_BUILDPACK_DIR");
  }

  @Test
  void onlyKnownVariablesOfTheImage_areInherited() {
    var env = BuildEnvironment.of(Map.of("PATH", "/image", "SECRET", "x", "http_proxy", "p", "CNB_USER_ID", "1"), Map.of(), "stack", HOST).base();
    assertThat(env).containsEntry("PATH", "/image").containsEntry("http_proxy", "p").doesNotContainKeys("SECRET", "CNB_USER_ID");
  }

  @ParameterizedTest
  @CsvSource({"PATH", "LD_LIBRARY_PATH", "LIBRARY_PATH", "CPATH", "PKG_CONFIG_PATH"})
  void pathsOfTheUser_arePrepended_othersReplace(String name) {
    var env = environment(Map.of(name, "/mine", "LANG", "mine"), HOST).forBuildpack(buildpack(9, false), Map.of(name, "/layer", "LANG", "layer"));
    assertThat(env).containsEntry(name, "/mine:/layer").containsEntry("LANG", "mine");
    assertThat(environment(Map.of(name, "/mine"), HOST).forBuildpack(buildpack(9, false), Map.of("X", "x"))).containsEntry(name, "/mine");
  }

  @Test
  void clearEnv_keepsTheUsersOut_notTheOperators() throws IOException {
    write("V.override", "operator");
    var environment = environment(Map.of("U", "u", "V", "user", "PATH", "/mine"), HOST).withOperator(dir);
    assertThat(environment.forBuildpack(buildpack(9, true), Map.of())).doesNotContainKey("U").containsEntry("V", "operator").containsEntry("PATH", "/image");
    assertThat(environment.forBuildpack(buildpack(9, false), Map.of())).containsEntry("U", "u").containsEntry("V", "operator").containsEntry("PATH", "/mine:/image");
  }

  @Test
  void operatorsFiles_areDefaultsWithoutSuffix() throws IOException {
    write("A", "operator");
    write("B", "operator");
    write("C.append", "operator");
    write("C.delim", "-");
    assertThat(environment(Map.of("A", "user", "C", "user"), HOST).withOperator(dir).forBuildpack(buildpack(9, false), Map.of()))
        .containsEntry("A", "user").containsEntry("B", "operator").containsEntry("C", "user-operator");
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(Files.createDirectories(dir.resolve("build-config/env")).resolve(name), text);
  }

  private static BuildEnvironment environment(Map<String, String> user, Target target) {
    return BuildEnvironment.of(Map.of("PATH", "/image"), user, "stack", target);
  }

  private static Buildpack buildpack(int api, boolean clearEnv) {
    return new Buildpack(new Descriptor(false, "t", "1", "", "", api, clearEnv, List.of(), List.of(), List.of(), List.of()), Path.of("/"), "/b");
  }
}
