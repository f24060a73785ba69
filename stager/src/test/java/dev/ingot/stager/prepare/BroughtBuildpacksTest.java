package dev.ingot.stager.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.stager.files.StageException;
import dev.ingot.stager.files.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BroughtBuildpacksTest {
  @TempDir Path dir;
  private Workspace workspace;
  private Path app;

  @BeforeEach
  void app() throws IOException {
    workspace = Workspace.create(dir.resolve("work"));
    app = workspace.app();
    Path bin = Files.createDirectories(app.resolve("ci/mine/bin"));
    Files.writeString(bin.resolve("main"), "#!/bin/sh\n");
    Files.setAttribute(bin.resolve("main"), "unix:mode", 0755);
    Files.createSymbolicLink(bin.resolve("build"), Path.of("main"));
    Files.createSymbolicLink(bin.resolve("secret"), Path.of("/etc/shadow"));
    Files.writeString(app.resolve("mine.zip"), "bits");
    Files.createSymbolicLink(app.resolve("away"), Path.of("/etc"));
  }

  @Test
  void whatTheProjectExcludes_isThereAllTheSame_andItsLinksAreStillLinks() throws Exception {
    ProjectDescriptor project = project("exclude = ['ci', '*.zip']", "ci/mine", "mine.zip", "./ci/mine/");

    Map<String, Path> brought = BroughtBuildpacks.take(workspace, project);
    project.apply(app);

    assertThat(app.resolve("ci")).doesNotExist();
    assertThat(brought).containsOnlyKeys("ci/mine", "mine.zip", "./ci/mine/").allSatisfy((uri, copy) -> assertThat(copy).startsWith(workspace.projectBuildpacks()));
    assertThat(brought.get("mine.zip")).hasContent("bits");
    assertThat(brought.get("ci/mine").resolve("bin/main")).isExecutable();
    assertThat(brought.get("ci/mine").resolve("bin/build")).isSymbolicLink();
    assertThat(Files.readSymbolicLink(brought.get("ci/mine").resolve("bin/secret"))).as("not what it leads to").isEqualTo(Path.of("/etc/shadow"));
  }

  @Test
  void whatIsElsewhere_isNotTaken() throws Exception {
    assertThat(BroughtBuildpacks.take(workspace, project("", "../outside", "/etc", "away", "none", "https://example.test/a.zip", "docker://a/b", "urn:cnb:builder:a/b"))).isEmpty();
    assertThat(workspace.projectBuildpacks()).isEmptyDirectory();
  }

  @Test
  void moreThanTheLimit_isRefused() throws Exception {
    Files.write(app.resolve("ci/mine/big"), new byte[2000], java.nio.file.StandardOpenOption.CREATE);

    assertThatThrownBy(() -> new BroughtBuildpacks(workspace, 1000).take(project("", "ci/mine"))).isInstanceOf(StageException.class).hasMessageContaining("larger than");
    assertThat(Files.exists(workspace.projectBuildpacks().resolve("app-0"), LinkOption.NOFOLLOW_LINKS)).isFalse();
  }

  private ProjectDescriptor project(String patterns, String... uris) throws Exception {
    var toml = new StringBuilder("[_]\nschema-version = '0.2'\n[io.buildpacks]\n" + patterns + "\n");
    for (String uri : uris) {
      toml.append("[[io.buildpacks.group]]\nuri = '").append(uri).append("'\n");
    }
    Files.writeString(app.resolve("project.toml"), toml);
    return ProjectDescriptor.read(app);
  }
}
