package dev.ingot.cli.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.cli.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestTest {
  private static final Overrides NOTHING = new Overrides(null, null, List.of(), null, null, null, null, null, null, false, false);

  @TempDir
  private Path directory;

  @Test
  void withoutFile_oneAppWithDefaultRoute() throws Exception {
    Manifest manifest = Manifest.read(null, Map.of(), "web");

    assertThat(manifest.apps()).hasSize(1);
    assertThat(manifest.toYaml()).contains("name: web", "default-route: true");
  }

  @Test
  void variablesAreFilledIn_missingOneNamesTheFlag() throws Exception {
    Path file = file("applications:\n- name: ((name))\n  memory: 64M\n");

    assertThat(Manifest.read(file, Map.of("name", "shop"), null).apps().getFirst().name()).isEqualTo("shop");
    assertThatThrownBy(() -> Manifest.read(file, Map.of(), null)).isInstanceOf(Failure.class).hasMessageContaining("--var name=VALUE");
  }

  @Test
  void nameOfSeveralApps_picksOne() throws Exception {
    Path file = file("applications:\n- name: a\n  path: x\n- name: b\n  path: y\n");

    Manifest manifest = Manifest.read(file, Map.of(), "b");

    assertThat(manifest.apps()).extracting(Manifest.App::name).containsExactly("b");
    assertThat(manifest.apps().getFirst().path()).isEqualTo(directory.resolve("y"));
    assertThat(manifest.toYaml()).doesNotContain("name: a").doesNotContain("path:");
  }

  @Test
  void unknownName_isRefused() throws Exception {
    Path file = file("applications:\n- name: a\n- name: b\n");

    assertThatThrownBy(() -> Manifest.read(file, Map.of(), "c")).isInstanceOf(Failure.class).hasMessageContaining("'c' is not in");
  }

  @Test
  void nameWithSingleApp_renamesIt() throws Exception {
    assertThat(Manifest.read(file("applications:\n- name: a\n"), Map.of(), "other").toYaml()).contains("name: other");
  }

  @Test
  void optionsWin_atTheWebProcessWhereThereIsOne() throws Exception {
    Manifest manifest = Manifest.read(file("applications:\n- name: a\n  processes:\n  - type: web\n    memory: 64M\n  - type: worker\n    memory: 32M\n"), Map.of(), null);

    manifest.override(new Overrides(null, null, List.of(), null, 3, "1G", null, null, null, false, false));

    assertThat(manifest.toYaml()).contains("memory: 1G", "instances: 3", "memory: 32M").doesNotContain("64M");
  }

  @Test
  void optionsForOneApp_areRefusedWithSeveral() throws Exception {
    Manifest manifest = Manifest.read(file("applications:\n- name: a\n- name: b\n"), Map.of(), null);

    assertThatThrownBy(() -> manifest.override(new Overrides(null, null, List.of(), null, 2, null, null, null, null, false, false)))
        .isInstanceOf(Failure.class).hasMessageContaining("2 apps");
    manifest.override(NOTHING);
  }

  @Test
  void noRoute_suppressesTheDefaultRoute() throws Exception {
    assertThat(Manifest.read(file("applications:\n- name: a\n  no-route: true\n"), Map.of(), null).toYaml()).doesNotContain("default-route");
  }

  @Test
  void brokenYaml_namesTheFile() throws Exception {
    for (String text : new String[] {"applications: [", "just text", "applications: []", "applications:\n- memory: 1G\n"}) {
      Path file = file(text);
      assertThatThrownBy(() -> Manifest.read(file, Map.of(), null)).as(text).isInstanceOf(Failure.class).hasMessageContaining("manifest.yml");
    }
  }

  @Test
  void typeTags_doNotInstantiateAnything() throws Exception {
    Path file = file("applications: !!javax.script.ScriptEngineManager [x]\n");

    assertThatThrownBy(() -> Manifest.read(file, Map.of(), null)).isInstanceOf(Failure.class);
  }

  private Path file(String text) throws Exception {
    return Files.writeString(directory.resolve("manifest.yml"), text);
  }
}
