package dev.ingot.cli.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.ingot.cli.Failure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class RegistryConfigTest {
  private static final RegistryConfig OLD = new RegistryConfig("https://old.example", "team", "robot");
  @TempDir Path dir;
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private HttpServer registry;
  private Platform platform;
  private volatile int upload = 202;

  @BeforeEach
  void open() throws IOException {
    platform = new Platform(dir);
    Files.createDirectories(dir.resolve("secrets"));
    registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    registry.createContext("/", exchange -> {
      String authorization = exchange.getRequestHeaders().getFirst("Authorization");
      asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + authorization);
      boolean post = exchange.getRequestMethod().equals("POST");
      exchange.getResponseHeaders().set("Location", "/session");
      exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"r\"");
      exchange.sendResponseHeaders(authorization == null ? 401 : post ? upload : 200, -1);
      exchange.close();
    });
    registry.start();
  }

  @AfterEach
  void close() {
    registry.stop(0);
  }

  private RegistryConfig here(String user) {
    return new RegistryConfig("http://127.0.0.1:" + registry.getAddress().getPort(), "team", user);
  }

  private Stack stack(RegistryConfig config) {
    return new Stack(platform, "debian-13", "trixie", config.place());
  }

  private static RegistryOptions options(String... arguments) {
    RegistryOptions options = new RegistryOptions();
    new CommandLine(CommandLine.Model.CommandSpec.create().addMixin("registry", CommandLine.Model.CommandSpec.forAnnotatedObject(options))).parseArgs(arguments);
    return options;
  }

  private static RegistryConfig decided(RegistryConfig old, String... arguments) {
    return options(arguments).decide(old);
  }

  @Test
  void options_areRememberedForTheSameRegistryOnly() {
    assertThat(decided(OLD)).isEqualTo(OLD);
    assertThat(decided(OLD, "--registry", "https://old.example/")).as("the same said again").isEqualTo(OLD);
    assertThat(decided(OLD, "--registry", "https://new.example")).isEqualTo(new RegistryConfig("https://new.example", "", ""));
    assertThat(decided(OLD, "--registry", "own")).isEqualTo(RegistryConfig.OWN);
    assertThatThrownBy(() -> decided(OLD, "--registry", "own", "--registry-prefix", "x")).isInstanceOf(Failure.class).hasMessageContaining("own");
    assertThatThrownBy(() -> decided(OLD, "--registry", "https://new.example", "--registry-user", "jo")).as("the password is the old one's").hasMessageContaining("--registry-password-file");
    assertThatThrownBy(() -> decided(RegistryConfig.OWN, "--registry-prefix", "x")).hasMessageContaining("needs --registry");
    RegistryOptions moving = options("--registry", "own");
    moving.decide(OLD);
    assertThat(moving.left()).contains(OLD);
    RegistryOptions staying = options("--registry", "https://old.example");
    staying.decide(OLD);
    assertThat(staying.left()).isEmpty();
    assertThat(staying.secrets().moved()).isFalse();
  }

  @Test
  void secretsOfTheRegistryBefore_areToldToNoOther_andPutAside() throws IOException {
    Files.writeString(platform.secret("registry-password"), "old password");
    Files.writeString(platform.secret("registry-token"), "old-token");
    Files.writeString(platform.secret("registry-ca.pem"), "old authority");
    var moved = new RegistryConfig.Secrets(null, null, null, true);
    assertThatThrownBy(() -> here("").require(platform, moved, stack(here("")))).isInstanceOf(Failure.class).hasMessageContaining("401");
    assertThat(asked).isNotEmpty().allMatch(one -> one.endsWith(" null"));
    moved.copy(platform, "nobody");
    assertThat(dir.resolve("secrets").toFile().list()).containsExactlyInAnyOrder("registry-password.former", "registry-token.former", "registry-ca.pem.former");
    assertThat(OLD.asOther(platform).lines()).contains("ingot.registry.others[0].url=https://old.example", "ingot.registry.others[0].user=robot",
        "ingot.registry.others[0].password-file=" + platform.secret("registry-password.former"));
  }

  @Test
  void pushIsTried_andTakenBack() throws IOException {
    Files.writeString(platform.secret("registry-password"), "right");
    RegistryConfig config = here("robot");
    config.require(platform, RegistryConfig.Secrets.AS_THEY_ARE, stack(config));
    assertThat(asked).anyMatch(one -> one.startsWith("POST /v2/team/stacks/debian-13/run/blobs/uploads/ Basic")).anyMatch(one -> one.startsWith("DELETE /session Basic"));
  }

  @ParameterizedTest
  @CsvSource({"403, may read and write", "404, created first", "507, no room"})
  void registryThatTakesNothing_isRefused(int status, String remedy) throws IOException {
    upload = status;
    Files.writeString(platform.secret("registry-password"), "right");
    RegistryConfig config = here("robot");
    assertThatThrownBy(() -> config.require(platform, RegistryConfig.Secrets.AS_THEY_ARE, stack(config))).isInstanceOf(Failure.class)
        .hasMessageContaining("start an upload to team/stacks/debian-13/run").hasMessageContaining("answered " + status).hasMessageContaining(remedy).hasMessageNotContaining("right,");
  }

  @Test
  void stackOfTheOwnRegistry_isKnownWhileAnotherIsInUse() throws IOException {
    Files.createDirectories(platform.stacks());
    Stack own = stack(RegistryConfig.OWN);
    assertThat(own.isInOwnRegistry()).isFalse();
    own.stored(true);
    assertThat(own.isInRegistry()).isTrue();
    assertThat(stack(OLD).isInOwnRegistry()).isTrue();
    stack(OLD).stored(true);
    assertThat(stack(OLD).isInRegistry()).isTrue();
    assertThat(own.isInRegistry()).as("the controller must be told").isFalse();
    assertThat(own.isInOwnRegistry()).isTrue();
    stack(OLD).stored(false);
    assertThat(own.isInOwnRegistry()).isFalse();
  }
}
