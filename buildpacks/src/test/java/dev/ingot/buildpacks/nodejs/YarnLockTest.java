package dev.ingot.buildpacks.nodejs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class YarnLockTest {
  private final NpmConfig npm = new NpmConfig("https://mirror.test/npm/", Optional.empty(), true, Set.of("@company"));

  @Test
  void modulesOfAnyRegistry_comeFromThePlatforms() {
    assertThat(at("  resolved \"https://origin.test/ws/-/ws-8.0.0.tgz#abc\"")).isEqualTo("  resolved \"https://mirror.test/npm/ws/-/ws-8.0.0.tgz#abc\"");
    assertThat(at("  resolved \"https://origin.test/@types/node/-/node-8.0.0.tgz#abc\"")).isEqualTo("  resolved \"https://mirror.test/npm/@types/node/-/node-8.0.0.tgz#abc\"");
    assertThat(at("  resolved \"ws/-/ws-8.0.0.tgz\"")).isEqualTo("  resolved \"https://mirror.test/npm/ws/-/ws-8.0.0.tgz\"");
  }

  @Test
  void otherPlaces_stay() {
    for (var line : new String[] {"  resolved \"https://origin.test/@company/x/-/x-1.0.0.tgz#a\"", "  resolved \"https://codeload.test/me/ws/tar.gz/abc\"",
        "  resolved \"https://origin.test/repository/private/ws/-/ws-1.0.0.tgz\"", "  version \"https://origin.test/ws/-/ws-8.0.0.tgz\""}) {
      assertThat(at(line)).isEqualTo(line);
    }
  }

  private String at(String lock) {
    return YarnLock.at(npm, lock);
  }
}
