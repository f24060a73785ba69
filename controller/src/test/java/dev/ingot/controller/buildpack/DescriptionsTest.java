package dev.ingot.controller.buildpack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.api.buildpack.BuildpackDescription;
import dev.ingot.api.buildpack.BuildpackDescription.Setting;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tomlj.Toml;

class DescriptionsTest {
  @Test
  void everythingPeopleAskForIsRead() {
    BuildpackDescription about = Descriptions.of(Toml.parse("""
        api = "0.10"
        [buildpack]
        id = "a/b"
        version = "1"
        name = "B"
        description = "builds b"
        homepage = "https://example.com/b"
        [[buildpack.licenses]]
        type = "Apache-2.0"
        [[buildpack.licenses]]
        uri = "https://example.com/licence"
        [[targets]]
        os = "linux"
        arch = "amd64"
        [[targets]]
        os = "linux"
        [[metadata.configurations]]
        name = "BP_B_VERSION"
        description = "which b"
        default = "1.*"
        build = true
        [[metadata.configurations]]
        name = "BPL_B"
        default = ""
        build = true
        launch = true
        """));

    assertThat(about).isEqualTo(new BuildpackDescription("0.10", "B", "builds b", "https://example.com/b", List.of("Apache-2.0", "https://example.com/licence"),
        List.of("linux/amd64", "linux"), List.of(new Setting("BP_B_VERSION", "which b", "1.*", "build"), new Setting("BPL_B", null, null, "build, launch"))));
  }

  @Test
  void wrongTypesAndHugeTexts_areLeftOutOrCut() {
    BuildpackDescription about = Descriptions.of(Toml.parse("""
        api = 10
        targets = "linux"
        [buildpack]
        name = ["x"]
        licenses = [1, 2]
        description = "%s"
        [metadata]
        configurations = [{name = 1}, {description = "no name"}, {name = "OK", default = 5, build = "yes"}]
        """.formatted("x".repeat(5000))));

    assertThat(about.api()).isEmpty();
    assertThat(about.name()).isNull();
    assertThat(about.description()).hasSize(1001);
    assertThat(about.licenses()).isEmpty();
    assertThat(about.targets()).isEmpty();
    assertThat(about.settings()).containsExactly(new Setting("OK", null, null, null));
  }
}
