package dev.ingot.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Pushing again moves only what changed. */
@Order(5)
class RepushE2E {
  private final TestPlatform platform = TestPlatform.get();

  @Test
  @Order(1)
  void nothingChanged_uploadsNothingAndGivesTheSameLayers() throws Exception {
    Path sample = platform.sample("nodejs-express");
    platform.ingot(sample, Duration.ofMinutes(3), "push").mustSucceed();
    List<String> before = layers("nodejs-express");

    Commands.Result again = platform.ingot(sample, Duration.ofMinutes(3), "push").mustSucceed();

    assertThat(again.output()).contains("nothing, the platform has all");
    assertThat(layers("nodejs-express")).isEqualTo(before);
    System.out.println("TIMING push of nodejs-express again, no change: " + again.took());
  }

  @Test
  @Order(2)
  void oneFileChanged_changesOneLayer_andNoRequestFails() throws Exception {
    Path sample = platform.sample("nodejs-express");
    platform.ingot(sample, Duration.ofMinutes(3), "push").mustSucceed();
    List<String> before = layers("nodejs-express");
    Files.writeString(sample.resolve("server.js"), "\n// changed\n", StandardOpenOption.APPEND);
    Load load = new Load(() -> platform.request("nodejs-express", "/"));

    Commands.Result again;
    try (load) {
      again = platform.ingot(sample, Duration.ofMinutes(3), "push").mustSucceed();
    }

    List<String> after = layers("nodejs-express");
    assertThat(after).hasSameSizeAs(before);
    List<Integer> changed = new ArrayList<>();
    for (int i = 0; i < after.size(); i++) {
      if (!after.get(i).equals(before.get(i))) {
        changed.add(i);
      }
    }
    assertThat(changed).as("changed layers of " + after).hasSize(1);
    assertThat(again.output()).contains("1 of ");
    assertThat(load.failures()).isEmpty();
    System.out.println("TIMING push of nodejs-express with one changed line: " + again.took() + " under " + load.requests() + " requests, none failed");
  }

  /** Layer digests of an app's current image, out of our registry. */
  private List<String> layers(String app) throws IOException, InterruptedException {
    String image = platform.json("app", app).path("droplet").path("image").asString();
    String[] parts = image.replaceFirst("^[^/]+:[0-9]+/", "").split("@");
    JsonNode manifest = TestPlatform.JSON.readTree(TestPlatform.HTTP.send(HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:" + platform.port + "/v2/" + parts[0] + "/manifests/" + parts[1]))
        .header("Authorization", "Bearer " + platform.token()).header("Accept", "application/vnd.oci.image.manifest.v1+json").build(), BodyHandlers.ofString()).body());
    List<String> digests = new ArrayList<>();
    manifest.path("layers").forEach(layer -> digests.add(layer.path("digest").asString()));
    assertThat(digests).as(manifest.toString()).isNotEmpty();
    return digests;
  }
}
