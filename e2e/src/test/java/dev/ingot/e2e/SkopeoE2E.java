package dev.ingot.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Our registry in the hands of skopeo: a client that is not Docker's. */
@Order(6)
class SkopeoE2E {
  @TempDir
  Path folder;

  private final TestPlatform platform = TestPlatform.get();
  private final String registry = "localhost:" + platform.port;

  @BeforeEach
  void logIn() throws Exception {
    Requirements.need(Files.isExecutable(Path.of("/usr/bin/skopeo")), "skopeo (apt-get install skopeo)");
    Files.writeString(folder.resolve("password"), platform.password);
    Commands.run("sh", "-c", "skopeo login --tls-verify=false --authfile " + folder + "/auth.json -u admin --password-stdin " + registry + " < " + folder + "/password").mustSucceed();
  }

  @Test
  void dropletGoesOut_comesInToASpace_isListedAndDeleted() {
    JsonNode target = platform.json("target");
    String space = registry + "/" + target.path("org").asString() + "/" + target.path("space").asString();
    String image = platform.json("app", "binary-go").path("droplet").path("image").asString().replaceFirst("^[^/]+/", registry + "/");
    String digest = image.replaceFirst("^[^@]+@", "");
    String layout = "oci:" + folder.resolve("image") + ":droplet";
    String copies = "docker://" + space + "/e2e/skopeo:";
    String copy = copies + "1";

    skopeo("copy", "--src-tls-verify=false", "docker://" + image, layout).mustSucceed();
    skopeo("copy", "--dest-tls-verify=false", layout, copy).mustSucceed();
    skopeo("copy", "--src-tls-verify=false", "--dest-tls-verify=false", copy, copies + "2").mustSucceed();

    JsonNode inspected = TestPlatform.JSON.readTree(skopeo("inspect", "--tls-verify=false", copy).mustSucceed().output());
    assertThat(inspected.path("Digest").asString()).isEqualTo(digest);
    assertThat(inspected.path("RepoTags").values().stream().map(JsonNode::asString)).containsExactlyInAnyOrder("1", "2");

    assertThat(skopeo("copy", "--dest-tls-verify=false", layout, "docker://" + registry + "/no-such-org/dev/image:1").output()).contains("does not exist, or you have no role");
    skopeo("delete", "--tls-verify=false", copy).mustSucceed();
    assertThat(skopeo("inspect", "--tls-verify=false", copy).output()).contains("manifest unknown");
  }

  private Commands.Result skopeo(String command, String... arguments) {
    List<String> all = new ArrayList<>(List.of("skopeo", "--insecure-policy", command, "--authfile", folder.resolve("auth.json").toString()));
    all.addAll(List.of(arguments));
    return Commands.run(all.toArray(String[]::new));
  }
}
