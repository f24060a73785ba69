package dev.ingot.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.command.CreateContainerCmd;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What we stage runs under a real Docker Engine, pulled from our registry, and answers the same. */
@Order(6)
@ExtendWith(WithDocker.class)
class DockerE2E {
  @Test
  void docker_pushesToTheSpace_andPullsAgain(@TempDir Path folder) throws Exception {
    TestPlatform platform = TestPlatform.get();
    JsonNode target = platform.json("target");
    String reference = "localhost:" + platform.port + "/" + target.path("org").asString() + "/" + target.path("space").asString() + "/e2e/hello:1";
    DockerImage.login(platform);
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

  @ParameterizedTest
  @ValueSource(strings = {"nodejs-express", "java-spring-boot", "static-site", "binary-go"})
  void image_answersAsTheAppDoes(String app) throws Exception {
    TestPlatform platform = TestPlatform.get();
    String reference = DockerImage.pulled(platform, app);
    HttpResponse<String> ours = platform.request(app, "/");
    assertThat(ours.body()).contains("Hello from Ingot");

    assertAnswersLike(ours, reference, "as it is", _ -> { });
    assertAnswersLike(ours, reference, "the process web as a user nobody knows", DockerImage::webAsAnybody);
  }

  @Test
  void twoAppsShareTheLayersOfTheirStack() throws Exception {
    TestPlatform platform = TestPlatform.get();
    DockerImage.pulled(platform, "nodejs-express");
    String other = DockerImage.pulled(platform, "static-site");
    Commands.run("docker", "rmi", "-f", other).mustSucceed();

    assertThat(Commands.run("docker", "pull", other).mustSucceed().output()).contains("Already exists");
  }

  private static void assertAnswersLike(HttpResponse<String> ours, String reference, String how, Consumer<CreateContainerCmd> changes) throws Exception {
    HttpResponse<String> docker = DockerImage.ask(reference, "/", changes);
    assertThat(docker.statusCode()).as(how).isEqualTo(ours.statusCode());
    assertThat(docker.headers().firstValue("Content-Type")).as(how).isEqualTo(ours.headers().firstValue("Content-Type"));
    assertThat(docker.body()).as(how).contains("Hello from Ingot");
  }
}
