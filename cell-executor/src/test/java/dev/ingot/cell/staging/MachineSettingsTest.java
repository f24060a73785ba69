package dev.ingot.cell.staging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineSettingsTest {
  @TempDir Path dir;

  @Test
  void settingsOfEachTool_areCopiedAndNamed_andNothingElseOfTheEnvironmentIs() throws Exception {
    Path home = dir.resolve("home");
    Files.writeString(Files.createDirectories(home.resolve(".config/pip")).resolve("pip.conf"), "[global]\n");
    Files.writeString(Files.createDirectories(home.resolve(".cargo")).resolve("config.toml"), "# cargo\n");
    Files.writeString(Files.createDirectories(home.resolve(".bundle")).resolve("config"), "---\n");

    MachineSettings settings = new MachineSettings(Files.createDirectories(dir.resolve("copies")),
        Map.of("HOME", home.toString(), "GOPROXY", "http://go.test,off", "PIP_INDEX_URL", "http://pypi.test/simple", "UV_DEFAULT_INDEX", "http://uv.test", "SECRET", "x"));

    assertThat(settings.env()).containsEntry("GOPROXY", "http://go.test,off").containsEntry("PIP_INDEX_URL", "http://pypi.test/simple").containsEntry("UV_DEFAULT_INDEX", "http://uv.test")
        .containsEntry("PIP_CONFIG_FILE", "/etc/ingot/pip.conf").containsEntry("INGOT_CARGO_CONFIG", "/etc/ingot/cargo.toml").containsEntry("BUNDLE_USER_CONFIG", "/etc/ingot/bundle-config")
        .doesNotContainKeys("SECRET", "HOME", "UV_CONFIG_FILE");
    assertThat(settings.binds()).filteredOn(bind -> bind.container().equals("/etc/ingot/cargo.toml")).singleElement()
        .satisfies(bind -> assertThat(bind.host()).hasContent("# cargo"));
  }

  @Test
  void settingsOfApt_alwaysHaveTheClassicFile() throws Exception {
    assumeTrue(Files.isDirectory(Path.of("/etc/apt")), "a Debian-like machine");
    MachineSettings settings = new MachineSettings(Files.createDirectories(dir.resolve("copies")), Map.of("HOME", dir.toString()));

    assertThat(settings.binds()).filteredOn(bind -> bind.container().equals("/etc/apt")).singleElement()
        .satisfies(bind -> assertThat(bind.host().resolve("sources.list")).isRegularFile().isReadable());
  }
}
