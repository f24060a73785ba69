package dev.ingot.stager.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.ingot.api.cell.v1.Image;
import dev.ingot.api.cell.v1.Stage;
import dev.ingot.api.cell.v1.StagedDroplet;
import dev.ingot.api.cell.v1.StagedLayer;
import dev.ingot.api.cell.v1.StagingFailure;
import dev.ingot.api.cell.v1.StagingResult;
import dev.ingot.oci.image.Descriptor;
import dev.ingot.oci.image.Digest;
import dev.ingot.oci.image.ImageConfig;
import dev.ingot.oci.layer.LayerTarWriter;
import dev.ingot.oci.layer.Owner;
import dev.ingot.oci.registry.Credentials;
import dev.ingot.oci.registry.ImageCopy;
import dev.ingot.oci.registry.ImageFromTar;
import dev.ingot.oci.registry.RegistryClient;
import dev.ingot.oci.registry.RegistryException;
import dev.ingot.oci.registry.RegistryPlace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Stagings whose images go to a registry that is not ours: by https with an authority of its own, and tokens of its token service. */
@Timeout(120)
class ExternalRegistryIT extends StagingFixture {
  private static final String PREFIX = "team/ingot/";
  private static final Credentials RIGHT = new Credentials(DockerRegistry.USER, DockerRegistry.PASSWORD);
  @TempDir static Path tls;
  private static TestCertificates certificates;
  private final Map<Image, RegistryClient> clients = new HashMap<>();
  private TokenService service;
  private DockerRegistry other;
  private RegistryClient client;
  private String otherRun;

  @BeforeAll
  static void certificates() throws Exception {
    certificates = new TestCertificates(tls.resolve("made"));
  }

  @BeforeEach
  void start() throws Exception {
    service = new TokenService(certificates);
    other = new DockerRegistry(dir.resolve("other"), certificates.pem("good"), service.auth(Files.writeString(dir.resolve("bundle.pem"), certificates.authority())));
    client = new RegistryPlace(other.origin(), "team/ingot", RIGHT, certificates.authority()).open();
    Path tar = dir.resolve("stack.tar");
    try (var writer = LayerTarWriter.plain(Files.newOutputStream(tar))) {
      writer.file("/etc/os-release", 0644, Owner.ROOT, "ID=debian\n".getBytes());
      writer.finish();
    }
    var config = ImageConfig.empty(ImageConfig.hostArchitecture(), "linux").withUser("2000:2000").withEnv(Map.of("PATH", "/usr/bin:/bin"));
    otherRun = ImageFromTar.push(client, PREFIX + "stacks/test/run", "latest", tar, config).value();
    ImageFromTar.push(client, PREFIX + "stacks/test/build", "latest", tar, config);
    buildpack("test/deps", "0.10", """
        mkdir -p "$CNB_LAYERS_DIR/deps"
        head -c 300000 /dev/urandom > "$CNB_LAYERS_DIR/deps/blob.new"
        [ -f "$CNB_LAYERS_DIR/deps/blob" ] || mv "$CNB_LAYERS_DIR/deps/blob.new" "$CNB_LAYERS_DIR/deps/blob"
        rm -f "$CNB_LAYERS_DIR/deps/blob.new"
        printf '[types]\\nlaunch = true\\ncache = true\\n' > "$CNB_LAYERS_DIR/deps.toml"
        printf '[[processes]]\\ntype = "web"\\ncommand = ["serve"]\\ndefault = true\\n' > "$CNB_LAYERS_DIR/launch.toml"
        """);
    Files.writeString(dir.resolve("buildpacks/order.toml"), "[[order]]\n[[order.group]]\nid=\"test/deps\"\nversion=\"1.0.0\"\n");
    to(other.origin(), RIGHT, true);
  }

  @AfterEach
  void end() {
    clients.values().forEach(RegistryClient::close);
    if (other != null) {
      other.close();
    }
    if (service != null) {
      service.close();
    }
  }

  /** What the controller says when its registry is at this origin. */
  private void to(URI origin, Credentials credentials, boolean stackToo) throws GeneralSecurityException {
    Image.Builder there = Image.newBuilder().setRegistry(origin.toString()).setUsername(credentials.user()).setPassword(credentials.password())
        .setAuthorities(certificates.authority());
    asked = stage -> {
      stage.setTarget(there).setTargetRepository(PREFIX + "apps/a");
      if (!stage.getPreviousImage().getDigest().isEmpty() && !stage.getPreviousImage().getDigest().startsWith("own")) {
        stage.setPreviousImage(there.clone().setRepository(PREFIX + "apps/a").setDigest(stage.getPreviousImage().getDigest()));
      } else {
        stage.setPreviousImage(stage.getPreviousImage().toBuilder().setDigest(stage.getPreviousImage().getDigest().replaceFirst("^own", "")));
      }
      return !stackToo ? stage : stage.setBuildImage(there.clone().setRepository(PREFIX + "stacks/test/build").setDigest("latest"))
          .setRunImage(there.clone().setRepository(PREFIX + "stacks/test/run").setDigest(otherRun));
    };
  }

  @Override
  RegistryClient registryOf(Image image) throws IOException {
    if (image.getRegistry().isEmpty()) {
      return registry;
    }
    Image key = image.toBuilder().clearRepository().clearDigest().build();
    if (!clients.containsKey(key)) {
      clients.put(key, RegistryClient.toAny(URI.create(image.getRegistry()), new Credentials(image.getUsername(), image.getPassword()), image.getAuthorities()));
    }
    return clients.get(key);
  }

  @Test
  void image_itsDocuments_andWhatIsReused() throws Exception {
    StagedDroplet first = staged(stage(Map.of("app.txt", "one"), ""));
    assertThat(first.getImage().getRegistry()).isEqualTo(other.origin().toString());
    assertThat(first.getImage().getRepository()).isEqualTo(PREFIX + "apps/a");
    assertThat(first.getLayersList().getFirst().getReused()).as("the run image's layer is mounted").isTrue();
    var config = client.getConfig(PREFIX + "apps/a", client.getManifest(PREFIX + "apps/a", first.getImage().getDigest()));
    assertThat(config.labels().get("io.buildpacks.lifecycle.metadata")).contains("\"image\":\"127.0.0.1:" + other.origin().getPort() + "/" + PREFIX + "stacks/test/run\"");

    Digest image = Digest.of(first.getImage().getDigest());
    assertThat(client.referrers(PREFIX + "apps/a", image)).extracting(ExternalRegistryIT::type).as("%s", log)
        .containsExactlyInAnyOrder("application/vnd.cyclonedx+json", "application/vnd.in-toto+json");
    assertThat(client.findManifest(PREFIX + "apps/a", "sha256-" + image.hex())).as("this registry has no referrers API").isPresent();

    StagedDroplet second = staged(stage(Map.of("app.txt", "two"), first.getImage().getDigest()));
    assertThat(second.getLayersList().stream().filter(layer -> !layer.getReused()).map(StagedLayer::getCreatedBy)).containsExactly("Application Layer");
    assertThat(client.deleteManifest(PREFIX + "apps/a", first.getImage().getDigest())).isTrue();
    assertThat(client.findManifest(PREFIX + "apps/a", first.getImage().getDigest())).isEmpty();
  }

  private static String type(Descriptor one) {
    return one.other().get("artifactType").asString("");
  }

  @Test
  void dropletOfTheFormerRegistry_isReused_alsoWithAStackThatIsStillThere() throws Exception {
    asked = stage -> stage;
    StagedDroplet before = staged(stage(Map.of("app.txt", "one"), ""));
    to(other.origin(), RIGHT, false);
    StagedDroplet after = staged(stage(Map.of("app.txt", "one"), "own" + before.getImage().getDigest()));
    assertThat(diffIds(after)).isEqualTo(diffIds(before));
    assertThat(after.getLayersList()).as("all had to be brought").noneMatch(StagedLayer::getReused);
    assertThat(client.getManifest(PREFIX + "apps/a", after.getImage().getDigest()).layers()).hasSize(after.getLayersCount());
  }

  @Test
  void stack_isCopiedFromOurRegistry_byteForByte() throws Exception {
    Digest copied = ImageCopy.copy(registry, "stacks/test/run", "latest", client, PREFIX + "stacks/copy/run", "latest");
    assertThat(copied.value()).isEqualTo(runDigest);
    var manifest = client.getManifest(PREFIX + "stacks/copy/run", "latest");
    assertThat(client.getConfig(PREFIX + "stacks/copy/run", manifest).diffIds()).hasSize(1);
    assertThatThrownBy(() -> ImageCopy.copy(registry, "stacks/none/run", "latest", client, PREFIX + "x", "latest"))
        .isInstanceOfSatisfying(RegistryException.class, e -> assertThat(e.status()).isEqualTo(404));
  }

  /** Each request needs a new token: more cannot happen in a build that takes longer than they are good. */
  @Test
  void tokensThatRunOut_disturbNothing() throws Exception {
    service.seconds = 0;
    StagedDroplet droplet = staged(stage(Map.of("app.txt", "one"), ""));
    assertThat(client.referrers(PREFIX + "apps/a", Digest.of(droplet.getImage().getDigest()))).hasSize(2);
  }

  @Test
  void accountThatMayOnlyRead_isTold() throws Exception {
    service.allowed = Set.of("pull");
    StagingFailure failure = failed(stage(Map.of("app.txt", "one"), ""));
    assertThat(failure.getPhase()).isEqualTo("export");
    assertThat(failure.getReason()).contains(PREFIX + "apps/a", "401 (these credentials do not allow that)");
    assertThat(failure.getRemedy()).contains("may read and write there");
  }

  @Test
  void certificateOfAnUnknownAuthority_isTold() throws Exception {
    var before = asked;
    asked = stage -> {
      Stage.Builder changed = before.apply(stage);
      changed.getBuildImageBuilder().clearAuthorities();
      return changed;
    };
    StagingFailure failure = failed(stage(Map.of("app.txt", "one"), ""));
    assertThat(failure.getReason()).contains(other.origin().toString(), "no authority that is trusted here");
    assertThat(failure.getRemedy()).contains("--registry-ca-file");
  }

  @Test
  void wrongPassword_isTold() throws Exception {
    to(other.origin(), new Credentials(DockerRegistry.USER, "wrong"), true);
    StagingFailure failure = failed(stage(Map.of("app.txt", "one"), ""));
    assertThat(failure.getReason()).contains(other.origin().toString(), "token service", "401", "wrong or missing credentials").doesNotContain("s3cret");
    assertThat(failure.getRemedy()).contains("--registry-password-file");
    assertThat(failure.getPhase()).isEqualTo("analyze");
  }

  @Test
  void registryThatDiesMidway_failsTheExport() throws Exception {
    local = (layer, file) -> other.close();
    StagingFailure failure = failed(stage(Map.of("app.txt", "one"), ""));
    assertThat(failure.getPhase()).isEqualTo("export");
    assertThat(failure.getReason()).contains(other.origin().toString(), PREFIX + "apps/a", "failed 4 times");
    assertThat(failure.getRemedy()).contains("runs and can be reached");
  }

  @ParameterizedTest
  @CsvSource({"507, no room", "429, wait", "500, its log", "403, --registry-user"})
  void refusalMidway_namesTheRegistryAndWhatToDo(int status, String remedy) throws Exception {
    HttpServer full = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    full.createContext("/", exchange -> {
      try (exchange) {
        exchange.getRequestBody().readAllBytes();
        exchange.sendResponseHeaders(exchange.getRequestMethod().equals("HEAD") ? 404 : status, -1);
      }
    });
    full.start();
    try {
      URI origin = URI.create("http://127.0.0.1:" + full.getAddress().getPort());
      Image.Builder there = Image.newBuilder().setRegistry(origin.toString());
      asked = stage -> stage.setTarget(there).setTargetRepository(PREFIX + "apps/a");
      StagingFailure failure = failed(stage(Map.of("app.txt", "one"), ""));
      assertThat(failure.getPhase()).isEqualTo("export");
      assertThat(failure.getReason()).contains(origin.toString(), PREFIX + "apps/a", "answered " + status);
      assertThat(failure.getRemedy()).contains(remedy);
    } finally {
      full.stop(0);
    }
  }

  private StagingFailure failed(StagingResult result) {
    assertThat(result.hasFailed()).as("%s", log).isTrue();
    assertThat(log).as("the log says so too").contains(result.getFailed().getRemedy());
    assertThat(List.of(result.getFailed().getCode())).containsExactly("StagingError");
    return result.getFailed();
  }
}
