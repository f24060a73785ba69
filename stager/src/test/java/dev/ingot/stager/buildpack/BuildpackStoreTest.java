package dev.ingot.stager.buildpack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.stager.files.StageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildpackStoreTest {
  @TempDir Path dir;

  @Test
  void compositeBuildpack_isToldClearlyWhenItIsAskedFor_andHarmsNobodyElse() throws IOException, StageException {
    buildpack("my/composite", "1.0.0", "0.10", "[[order]]\n[[order.group]]\nid = \"my/simple\"\nversion = \"1.0.0\"\n");
    buildpack("my/simple", "1.0.0", "0.10", "");
    var store = BuildpackStore.load(dir);
    assertThat(store.find("my/simple").ref()).isEqualTo("my/simple@1.0.0");
    assertThatThrownBy(() -> store.order(List.of("my/composite"))).isInstanceOf(StageException.class)
        .hasMessageContaining("my/composite@1.0.0").hasMessageContaining("composite").hasMessageContaining("my/simple@1.0.0");
  }

  @Test
  void newestVersion_isByNumber() throws IOException, StageException {
    buildpack("my/simple", "1.9.0", "0.10", "");
    buildpack("my/simple", "1.10.0", "0.10", "");
    var store = BuildpackStore.load(dir);
    assertThat(store.find("my/simple").version()).isEqualTo("1.10.0");
    assertThat(store.find("my/simple@1.9.0").version()).isEqualTo("1.9.0");
  }

  @Test
  void unknownBuildpack_andUnknownApi_nameWhatIsThere() throws IOException, StageException {
    buildpack("my/simple", "1.0.0", "0.10", "");
    assertThatThrownBy(() -> BuildpackStore.load(dir).find("my/other")).hasMessageContaining("'my/other'").hasMessageContaining("my/simple");
    buildpack("my/old", "1.0.0", "0.2", "");
    assertThatThrownBy(() -> BuildpackStore.load(dir)).hasMessageContaining("my/old").hasMessageContaining("0.2");
  }

  private void buildpack(String id, String version, String api, String more) throws IOException {
    Path home = Files.createDirectories(dir.resolve(id.replace('/', '_')).resolve(version));
    Files.writeString(home.resolve("buildpack.toml"), "api = \"%s\"\n[buildpack]\nid = \"%s\"\nversion = \"%s\"\n%s".formatted(api, id, version, more));
  }
}
