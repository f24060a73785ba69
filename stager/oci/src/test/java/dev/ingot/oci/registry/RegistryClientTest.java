package dev.ingot.oci.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ingot.oci.image.Digest;
import dev.ingot.oci.image.OciJson;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client against a registry that misbehaves. */
class RegistryClientTest {
  private static final Digest WANTED = Digest.sha256("wanted".getBytes());
  @TempDir Path dir;
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private RegistryClient client;
  private Answer answer = x -> reply(x, 404, "");

  private interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", x -> {
      asked.add(x.getRequestMethod() + " " + x.getRequestURI() + " " + x.getRequestHeaders().getFirst("Authorization"));
      x.getRequestBody().readAllBytes();
      answer.to(x);
    });
    server.start();
    client = new RegistryClient(URI.create("http://127.0.0.1:" + server.getAddress().getPort()), new Credentials("cell", "secret"));
  }

  @AfterEach
  void stop() {
    client.close();
    server.stop(0);
  }

  @Test
  void brokenConnection_isTriedAgain() throws IOException {
    answer = x -> {
      if (asked.size() == 1) {
        x.close();
      } else {
        reply(x, 200, "wanted");
      }
    };
    Path file = dir.resolve("blob");
    client.getBlob("a", WANTED, file);
    assertThat(file).hasContent("wanted");
    assertThat(asked).hasSize(2);
  }

  @Test
  void refusal_isNotTriedAgain_andSaysWhatAndWhy() {
    answer = x -> reply(x, 401, "{\"errors\":[{\"code\":\"UNAUTHORIZED\"}]}");
    assertThatThrownBy(() -> client.putBlob("apps/a", new byte[] {1})).isInstanceOfSatisfying(RegistryException.class, e -> {
      assertThat(e.denied()).isTrue();
      assertThat(e).hasMessageContaining("apps/a").hasMessageContaining("401").hasMessageContaining("credentials").hasMessageContaining("UNAUTHORIZED");
    });
    assertThat(asked).hasSize(1).first().asString().startsWith("POST /v2/apps/a/blobs/uploads/ Basic ");
  }

  @Test
  void serverError_quotesOnlyTheStartOfTheBody() {
    answer = x -> reply(x, 500, "e".repeat(100_000));
    assertThatThrownBy(() -> client.findManifest("a", "latest")).hasMessageContaining("500").message().hasSizeLessThan(700);
  }

  @Test
  void contentOfAnotherDigest_isNotUsedAndNotKept() {
    answer = x -> reply(x, 200, "other");
    Path file = dir.resolve("blob");
    assertThatThrownBy(() -> client.getBlob("a", WANTED, file)).hasMessageContaining(WANTED.value()).hasMessageContaining("not used");
    assertThat(file).doesNotExist();
    assertThatThrownBy(() -> client.getSmallBlob("a", WANTED, 100)).hasMessageContaining("not used");
    assertThatThrownBy(() -> client.findManifest("a", WANTED.value())).hasMessageContaining("not used");
  }

  @Test
  void tooLargeAnswers_areNotRead() {
    answer = x -> reply(x, 200, "x".repeat(OciJson.MAX_BYTES + 1));
    assertThatThrownBy(() -> client.getSmallBlob("a", WANTED, 100)).hasMessageContaining("more than 100 bytes");
    assertThatThrownBy(() -> client.findManifest("a", "latest")).hasMessageContaining("more than " + OciJson.MAX_BYTES);
  }

  @Test
  void uploadPointedToAnotherOrigin_neverGetsTheCredentials() {
    answer = x -> {
      x.getResponseHeaders().add("Location", "http://127.0.0.1:1/steal");
      reply(x, 202, "");
    };
    assertThatThrownBy(() -> client.putBlob("a", new byte[] {1})).hasMessageContaining("another origin");
    assertThat(asked).hasSize(1);
  }

  @Test
  void missingThings_areEmptyOrA404() throws IOException {
    assertThat(client.blobSize("a", WANTED)).isEmpty();
    assertThat(client.findManifest("a", "latest")).isEmpty();
    assertThatThrownBy(() -> client.getManifest("a", "latest")).isInstanceOfSatisfying(RegistryException.class, e -> assertThat(e.status()).isEqualTo(404));
  }

  private static void reply(HttpExchange x, int status, String body) throws IOException {
    try (x) {
      x.sendResponseHeaders(status, body.isEmpty() || x.getRequestMethod().equals("HEAD") ? -1 : body.length());
      if (!body.isEmpty() && !x.getRequestMethod().equals("HEAD")) {
        x.getResponseBody().write(body.getBytes());
      }
    }
  }
}
