package dev.ingot.cli.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.cli.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceTest {
  @TempDir
  private Path directory;

  private Source source(@Nullable Path path, @Nullable String app, String... buildpacks) throws Exception {
    return Source.of(path, app, null, Map.of(), List.of(buildpacks), null);
  }

  private void manifest(String text) throws Exception {
    Files.writeString(directory.resolve("manifest.yml"), text);
  }

  @Test
  void withoutManifest_theAppIsNamedAfterTheDirectoryOrFile() throws Exception {
    Path jar = Files.writeString(directory.resolve("shop.jar"), "");

    assertThat(source(directory, null).name()).isEqualTo(directory.getFileName().toString());
    assertThat(source(jar, null).name()).isEqualTo("shop");
    assertThat(source(jar, null).path()).isEqualTo(jar);
    assertThat(source(jar, "other").name()).isEqualTo("other");
  }

  @Test
  void manifest_saysNamePathBuildpacksStackAndVariables() throws Exception {
    manifest("applications:\n- name: shop\n  path: sub\n  stack: trixie\n  buildpacks: [ingot/nodejs, ingot/procfile]\n  env: {BP_NODE_VERSION: 24, NAME: a}\n");

    Source source = source(directory, null);

    assertThat(source.name()).isEqualTo("shop");
    assertThat(source.path()).isEqualTo(directory.resolve("sub"));
    assertThat(source.stack()).isEqualTo("trixie");
    assertThat(source.buildpacks()).containsExactly("ingot/nodejs", "ingot/procfile");
    assertThat(source.env()).containsEntry("BP_NODE_VERSION", "24").containsEntry("NAME", "a");
    assertThat(source(directory, null, "ingot/java").buildpacks()).as("the option wins").containsExactly("ingot/java");
    assertThat(source(directory, "mine").name()).as("the option wins").isEqualTo("mine");
  }

  @Test
  void severalApps_needAName() throws Exception {
    manifest("applications:\n- name: a\n- name: b\n  path: x\n");

    assertThatThrownBy(() -> source(directory, null)).isInstanceOf(Failure.class).hasMessageContaining("--app a or --app b");
    assertThat(source(directory, "b").path()).isEqualTo(directory.resolve("x"));
    assertThatThrownBy(() -> source(directory, "c")).isInstanceOf(Failure.class);
  }

  @Test
  void manifestOfAnotherPlace_leavesTheDirectoryAsSaid() throws Exception {
    Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
    manifest("applications:\n- name: a\n");

    Source source = Source.of(elsewhere, null, directory.resolve("manifest.yml"), Map.of(), List.of(), null);

    assertThat(source.path()).isEqualTo(elsewhere);
    assertThatThrownBy(() -> Source.of(elsewhere, null, directory.resolve("none.yml"), Map.of(), List.of(), null)).isInstanceOf(Failure.class)
        .hasMessageContaining("none.yml");
  }
}
