package dev.ingot.controller.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.controller.registry.Limits;
import dev.ingot.controller.registry.Registry;
import dev.ingot.oci.registry.RepositoryAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlatformRegistryTest {
  @TempDir Path dir;

  private PlatformRegistry registry(RegistryProperties properties) {
    return new PlatformRegistry(properties, new Registry(dir.resolve("own"), Limits.defaults(), Clock.systemUTC()));
  }

  private static RegistryProperties.Other other(String url, Path password) {
    return new RegistryProperties.Other(url, "reader", password, null, null);
  }

  @Test
  void withoutSettings_everythingIsInOurs() throws IOException {
    PlatformRegistry registry = registry(new RegistryProperties("", "", "", null, null, null, null));
    assertThat(registry.repository("apps/a")).hasToString("apps/a");
    assertThat(registry.locate(registry.repository("apps/a")).build().getRegistry()).isEmpty();
    assertThat(registry.at(registry.repository("apps/a"))).isInstanceOf(OwnImages.class);
    assertThat(registry.platforms("https://r.example", "apps/a")).isFalse();
  }

  @Test
  void cells_areToldRegistryAndCredentials_asTheFilesHaveThemNow() throws IOException {
    Path password = Files.writeString(dir.resolve("password"), "first\n");
    Path second = Files.writeString(dir.resolve("second"), "reads\n");
    PlatformRegistry registry = registry(new RegistryProperties("https://r.example", "team", "robot", password, null, null, List.of(other("https://old.example", second))));
    RepositoryAddress address = registry.repository("apps/a");
    assertThat(address).hasToString("https://r.example/team/apps/a");
    assertThat(registry.locate(address).build()).satisfies(image -> {
      assertThat(image.getRegistry()).isEqualTo("https://r.example");
      assertThat(image.getRepository()).isEqualTo("team/apps/a");
      assertThat(image.getUsername() + " " + image.getPassword()).isEqualTo("robot first");
    });
    Files.writeString(password, "changed");
    assertThat(registry.locate(address).getPassword()).isEqualTo("changed");
    Files.delete(password);
    assertThat(registry.locate(address).getPassword()).as("a file that is being replaced").isEqualTo("changed");

    assertThat(registry.locate(RepositoryAddress.parse("https://old.example/x/apps/a")).getPassword()).as("droplets of a former registry").isEqualTo("reads");
    assertThat(registry.locate(RepositoryAddress.parse("https://unknown.example/apps/a")).getPassword()).isEmpty();
    assertThat(registry.locate(RepositoryAddress.parse("apps/before")).getRegistry()).as("droplets made before").isEmpty();
    assertThat(registry.other("https://r.example")).as("the platform's own credentials are not for reading what others have there").isEmpty();
    assertThat(registry.platforms("https://r.example", "team/apps/a")).isTrue();
    assertThat(registry.platforms("https://r.example", "teamwork/a")).isFalse();
  }

  @Test
  void whatCannotWork_isToldAtTheStart_withoutSecrets() {
    Path none = dir.resolve("none");
    assertThatThrownBy(() -> registry(new RegistryProperties("https://r.example", "", "robot", none, null, null, null))).hasMessageContaining("ingot.registry").hasMessageContaining("none");
    assertThatThrownBy(() -> registry(new RegistryProperties("http://r.example", "", "", null, null, null, null))).hasMessageContaining("loopback");
    assertThatThrownBy(() -> registry(new RegistryProperties("https://jo:s3cret@r.example", "", "", null, null, null, null))).message().doesNotContain("s3cret");
    assertThatThrownBy(() -> registry(new RegistryProperties("https://r.example", "Big Team", "", null, null, null, null))).hasMessageContaining("lower case");
  }
}
