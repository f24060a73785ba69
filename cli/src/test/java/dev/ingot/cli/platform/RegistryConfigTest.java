package dev.ingot.cli.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.cli.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class RegistryConfigTest {
  private static final RegistryConfig FIRST = new RegistryConfig("https://first.example", "team", "");
  @TempDir Path home;
  private Platform platform;
  private String user;

  @BeforeEach
  void aRegistryByToken() throws Exception {
    platform = new Platform(home);
    user = System.getProperty("user.name");
    Files.createDirectories(home.resolve("secrets"));
    Files.writeString(platform.secret("registry-token"), "token-of-the-first");
    Files.writeString(platform.secret("registry-ca.pem"), "certificate of the first");
  }

  private static RegistryOptions options(String... arguments) {
    RegistryOptions options = new RegistryOptions();
    CommandLine.populateCommand(options, arguments);
    return options;
  }

  @Test
  void anotherRegistry_isNotShownTheSecretsOfTheOneBefore() throws Exception {
    RegistryOptions options = options("--registry", "https://second.example");
    RegistryConfig second = options.decide(FIRST);

    options.secrets(FIRST, second).copy(platform, user);

    assertThat(second.open(platform).orElseThrow().credentials()).isNull();
    assertThat(second.open(platform).orElseThrow().authorities()).isEmpty();
    Properties told = new Properties();
    second.tell(platform, told);
    assertThat(told.stringPropertyNames()).noneMatch(name -> name.endsWith("-file"));
    assertThat(platform.secret("registry-token")).doesNotExist();
  }

  @Test
  void sameRegistry_andNone_keepThem() throws Exception {
    for (String[] arguments : new String[][] {{}, {"--registry", "https://FIRST.example/"}, {"--registry", "own"}}) {
      RegistryOptions options = options(arguments);
      options.secrets(FIRST, options.decide(FIRST)).copy(platform, user);
      assertThat(platform.secret("registry-token")).hasContent("token-of-the-first");
    }
    assertThat(FIRST.open(platform).orElseThrow().credentials()).isNotNull();
  }

  @Test
  void userOfAnotherRegistry_needsItsPassword() {
    RegistryConfig old = new RegistryConfig("https://first.example", "", "robot");

    assertThat(options("--registry-user", "other").decide(old).user()).isEqualTo("other");
    assertThatThrownBy(() -> options("--registry", "https://second.example", "--registry-user", "other").decide(old)).isInstanceOf(Failure.class)
        .hasMessageContaining("--registry-password-file");
  }
}
