package dev.ingot.e2e;

import com.github.dockerjava.api.command.CreateContainerCmd;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** An image of an app in the hands of a Docker Engine. */
final class DockerImage {
  private DockerImage() {}

  static void login(TestPlatform platform) throws Exception {
    Commands.run(Path.of("/"), Map.of(), Duration.ofMinutes(1), List.of("sh", "-c",
        "printf %s '" + platform.password + "' | docker login localhost:" + platform.port + " -u admin --password-stdin")).mustSucceed();
  }

  /** Has the app's current image pulled from our registry; its reference. */
  static String pulled(TestPlatform platform, String app) throws Exception {
    String image = platform.json("app", app).path("droplet").path("image").asString().replaceFirst("^[^/]+:[0-9]+/", "");
    String reference = "localhost:" + platform.port + "/" + image;
    login(platform);
    Commands.run("docker", "pull", "-q", reference).mustSucceed();
    return reference;
  }

  /** The process web, chosen by name, as a user whom neither we nor the image know. */
  static void webAsAnybody(CreateContainerCmd command) {
    command.withUser("12345:54321").withEntrypoint("web");
  }

  /** What a container of the image answers once it answers 200. */
  static HttpResponse<String> ask(String reference, String path, Consumer<CreateContainerCmd> changes) throws Exception {
    try (GenericContainer<?> container = new GenericContainer<>(DockerImageName.parse(reference))) {
      container.withEnv("PORT", "8080").withExposedPorts(8080).withImagePullPolicy(ignored -> false).withCreateContainerCmdModifier(changes)
          .waitingFor(Wait.forHttp(path).forPort(8080).forStatusCode(200).withStartupTimeout(Duration.ofSeconds(90))).start();
      return TestPlatform.HTTP.send(HttpRequest.newBuilder(
          URI.create("http://" + container.getHost() + ":" + container.getMappedPort(8080) + path)).build(), BodyHandlers.ofString());
    }
  }
}
