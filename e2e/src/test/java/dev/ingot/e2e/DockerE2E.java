package dev.ingot.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.command.CreateContainerCmd;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;
import tools.jackson.databind.JsonNode;

/** What we stage runs under a real Docker Engine, pulled from our registry, and answers the same. */
@Order(6)
class DockerE2E {
  private static DockerEngine engine;

  @BeforeAll
  static void startEngine() throws Exception {
    Requirements.need(Files.isExecutable(Path.of("/usr/sbin/dockerd")) || Files.isExecutable(Path.of("/usr/bin/dockerd")), "dockerd (apt-get install docker.io)");
    engine = DockerEngine.startIfNeeded();
  }

  @AfterAll
  static void stopEngine() throws Exception {
    if (engine != null) {
      engine.close();
    }
  }

  @Test
  void docker_pushesToTheSpace_andPullsAgain(@TempDir Path folder) throws Exception {
    TestPlatform platform = TestPlatform.get();
    JsonNode target = platform.json("target");
    String reference = "localhost:" + platform.port + "/" + target.path("org").asString() + "/" + target.path("space").asString() + "/e2e/hello:1";
    login(platform);
    Files.writeString(folder.resolve("hello"), "hello");
    Commands.run(folder, java.util.Map.of(), Duration.ofMinutes(1), java.util.List.of("sh", "-c", "tar c hello | docker import - " + reference)).mustSucceed();
    String pushed = Commands.run("docker", "push", reference).mustSucceed().output();
    String digest = pushed.replaceFirst("(?s).*digest: (sha256:[0-9a-f]{64}).*", "$1");
    Commands.run("docker", "rmi", reference).mustSucceed();
    String pulled = Commands.run("docker", "pull", reference).mustSucceed().output();
    assertThat(pulled).contains(digest);
    String elsewhere = reference.replaceFirst("/[^/]+/", "/no-such-org/");
    Commands.run("docker", "tag", reference, elsewhere).mustSucceed();
    assertThat(Commands.run("docker", "push", elsewhere).output()).contains("does not exist, or you have no role that may read it");
  }

  private static void login(TestPlatform platform) throws Exception {
    Commands.run(Path.of("/"), java.util.Map.of(), Duration.ofMinutes(1), java.util.List.of("sh", "-c",
        "printf %s '" + platform.password + "' | docker login localhost:" + platform.port + " -u admin --password-stdin")).mustSucceed();
  }

  @ParameterizedTest
  @ValueSource(strings = {"nodejs-express", "java-spring-boot", "static-site", "binary-go"})
  void image_answersAsTheAppDoes(String app) throws Exception {
    TestPlatform platform = TestPlatform.get();
    String reference = pulled(platform, app);
    HttpResponse<String> ours = platform.request(app, "/");
    assertThat(ours.body()).contains("Hello from Ingot");

    assertAnswersLike(ours, reference, "as it is", _ -> { });
    assertAnswersLike(ours, reference, "the process web as a user nobody knows", command -> command.withUser("12345:54321").withEntrypoint("web"));
  }

  @Test
  void twoAppsShareTheLayersOfTheirStack() throws Exception {
    TestPlatform platform = TestPlatform.get();
    pulled(platform, "nodejs-express");
    String other = pulled(platform, "static-site");
    Commands.run("docker", "rmi", "-f", other).mustSucceed();

    assertThat(Commands.run("docker", "pull", other).mustSucceed().output()).contains("Already exists");
  }

  private static String pulled(TestPlatform platform, String app) throws Exception {
    String image = platform.json("app", app).path("droplet").path("image").asString().replaceFirst("^[^/]+:[0-9]+/", "");
    String reference = "localhost:" + platform.port + "/" + image;
    login(platform);
    Commands.run("docker", "pull", "-q", reference).mustSucceed();
    return reference;
  }

  private static void assertAnswersLike(HttpResponse<String> ours, String reference, String how, Consumer<CreateContainerCmd> changes) throws Exception {
    try (GenericContainer<?> container = new GenericContainer<>(DockerImageName.parse(reference))) {
      container.withEnv("PORT", "8080").withExposedPorts(8080).withImagePullPolicy(ignored -> false).withCreateContainerCmdModifier(changes)
          .waitingFor(Wait.forHttp("/").forPort(8080).forStatusCode(200).withStartupTimeout(Duration.ofSeconds(90))).start();
      HttpResponse<String> docker = TestPlatform.HTTP.send(HttpRequest.newBuilder(
          URI.create("http://" + container.getHost() + ":" + container.getMappedPort(8080) + "/")).build(), BodyHandlers.ofString());
      assertThat(docker.statusCode()).as(how).isEqualTo(ours.statusCode());
      assertThat(docker.headers().firstValue("Content-Type")).as(how).isEqualTo(ours.headers().firstValue("Content-Type"));
      assertThat(docker.body()).as(how).contains("Hello from Ingot");
    }
  }
}
