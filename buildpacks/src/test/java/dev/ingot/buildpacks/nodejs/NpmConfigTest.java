package dev.ingot.buildpacks.nodejs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.buildpacks.kit.BuildFailure;
import dev.ingot.buildpacks.kit.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpmConfigTest {
  @TempDir Path home;
  @TempDir Path app;

  @Test
  void userFile_winsOverThePlatform_andAppWinsOverBoth() throws Exception {
    assertThat(find(Map.of("INGOT_NPM_REGISTRY", "http://platform.test"))).isEqualTo(new NpmConfig("http://platform.test/", java.util.Optional.empty(), true, java.util.Set.of()));
    Files.writeString(home.resolve(".npmrc"), "; mine\nregistry=http://user.test/npm\n");
    assertThat(find(Map.of("INGOT_NPM_REGISTRY", "http://platform.test")).registry()).isEqualTo("http://user.test/npm/");
    Files.writeString(app.resolve(".npmrc"), "registry = \"http://app.test/\"\n");
    assertThat(find(Map.of()).registry()).isEqualTo("http://app.test/");
    assertThat(find(Map.of()).fromPlatform()).isFalse();
  }

  @Test
  void token_isSentToItsOwnRegistryOnly() throws Exception {
    Files.writeString(home.resolve(".npmrc"), "registry=https://user.test/api/npm/\n//user.test/api/:_authToken=${TOKEN}\n//other.test/:_authToken=other\n");
    assertThat(find(Map.of("TOKEN", "s3cret")).authorization()).hasValue("Bearer s3cret");
    assertThat(find(Map.of("NPM_CONFIG_REGISTRY", "https://third.test/")).authorization()).isEmpty();
  }

  @Test
  void noRegistry_orNoAddress_saysWhatToSet() {
    assertThatThrownBy(() -> find(Map.of())).isInstanceOf(BuildFailure.class).hasMessageContaining("INGOT_NPM_REGISTRY");
    assertThatThrownBy(() -> find(Map.of("INGOT_NPM_REGISTRY", "file:///etc"))).isInstanceOf(BuildFailure.class).hasMessageContaining("not an http");
  }

  private NpmConfig find(Map<String, String> env) throws Exception {
    var all = new HashMap<>(env);
    all.put("HOME", home.toString());
    return NpmConfig.find(new Settings(all), app);
  }
}
