package dev.ingot.oci.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ingot.oci.image.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ForeignRegistryTest {
  private static final byte[] BLOB = "content".getBytes(StandardCharsets.UTF_8);
  private static final Digest DIGEST = Digest.sha256(BLOB);
  private final List<String> seen = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private String location = "/elsewhere";

  @BeforeEach
  void open() throws IOException {
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.setExecutor(java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/token", exchange -> {
      boolean known = "Basic am86czNjcmV0".equals(exchange.getRequestHeaders().getFirst("Authorization"));
      seen.add("token " + exchange.getRequestURI().getQuery());
      answer(exchange, known ? 200 : 401, known ? "{\"token\":\"abc\"}" : "");
    });
    server.createContext("/v2/", exchange -> {
      if (!"Bearer abc".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
        exchange.getResponseHeaders().set("WWW-Authenticate",
            "Bearer realm=\"" + origin() + "/token\",service=\"reg\",scope=\"repository:team/app:pull\"");
        answer(exchange, 401, "");
      } else {
        exchange.getResponseHeaders().set("Location", location);
        answer(exchange, 307, "");
      }
    });
    server.createContext("/elsewhere", exchange -> {
      seen.add("elsewhere " + exchange.getRequestHeaders().getFirst("Authorization"));
      answer(exchange, 200, "content");
    });
    server.start();
  }

  @AfterEach
  void close() {
    server.stop(0);
  }

  private URI origin() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  /** Users name registries, and something else may listen at such an address. */
  @Test
  void whatIsNoErrorOfARegistry_isNotQuoted() throws Exception {
    server.createContext("/v2/other/", exchange -> answer(exchange, 500, "<html>secret of somebody else</html>"));
    server.createContext("/v2/said/", exchange -> answer(exchange, 500, "{\"errors\":[{\"code\":\"UNKNOWN\",\"message\":\"the disk is full\"}]}"));
    try (RegistryClient client = RegistryClient.toAny(origin(), null)) {
      assertThatThrownBy(() -> client.findManifest("other", "latest")).hasMessageContaining("answered 500").hasMessageNotContaining("secret");
      assertThatThrownBy(() -> client.findManifest("said", "latest")).hasMessageContaining("answered 500: UNKNOWN the disk is full");
    }
  }

  @Test
  void token_isFetchedAsTheRegistryAsks_andNobodyElseSeesIt() throws Exception {
    try (RegistryClient client = RegistryClient.toAny(origin(), new Credentials("jo", "s3cret"));
        InputStream blob = client.openBlob("team/app", DIGEST)) {
      assertThat(blob.readAllBytes()).isEqualTo(BLOB);
    }
    assertThat(seen).containsExactly("token service=reg&scope=repository:team/app:pull", "elsewhere null");
  }

  @Test
  void wrongCredentials_areDenied() throws Exception {
    try (RegistryClient client = RegistryClient.toAny(origin(), new Credentials("jo", "wrong"))) {
      assertThatThrownBy(() -> client.openBlob("team/app", DIGEST)).isInstanceOfSatisfying(RegistryException.class, e -> assertThat(e.denied()).isTrue());
    }
  }

  @Test
  void contentAtAnAddressWithoutHttps_isNotFollowedOffThisMachine() throws Exception {
    location = "http://169.254.169.254/latest/meta-data";
    try (RegistryClient client = RegistryClient.toAny(origin(), new Credentials("jo", "s3cret"))) {
      assertThatThrownBy(() -> client.openBlob("team/app", DIGEST)).isInstanceOf(RegistryException.class).hasMessageContaining("not followed");
    }
  }

  @Test
  void connectionByTlsThatBreaks_isTriedAgain() throws Exception {
    try (ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> {
        while (!listening.isClosed()) {
          try (Socket caller = listening.accept()) {
            seen.add("call " + caller.getInputStream().read());
          } catch (IOException e) {
            seen.add("end");
          }
        }
      });
      var breaking = URI.create("https://127.0.0.1:" + listening.getLocalPort());
      try (var client = RegistryClient.toAny(breaking, null, "")) {
        assertThatThrownBy(client::ping).isInstanceOf(RegistryException.class).hasMessageContaining("no connection by TLS");
      }
      assertThat(seen).hasSizeGreaterThanOrEqualTo(4).doesNotContain("end");
    }
  }

  @Test
  void redirectsWithoutEnd_areNotFollowed() throws Exception {
    location = "/v2/again";
    try (RegistryClient client = RegistryClient.toAny(origin(), new Credentials("jo", "s3cret"))) {
      assertThatThrownBy(() -> client.openBlob("team/app", DIGEST)).isInstanceOf(RegistryException.class);
    }
  }

  /** A registry with basic authentication: many begin at once, none may be taken for refused. */
  @Test
  void basicAuthentication_ofManyAtOnce() throws Exception {
    server.removeContext("/v2/");
    server.createContext("/v2/", exchange -> {
      boolean known = "Basic am86czNjcmV0".equals(exchange.getRequestHeaders().getFirst("Authorization"));
      exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"r\"");
      answer(exchange, known ? 200 : 401, known ? "content" : "");
    });
    try (RegistryClient client = RegistryClient.toAny(origin(), new Credentials("jo", "s3cret")); var all = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
      var answers = new java.util.ArrayList<java.util.concurrent.Future<byte[]>>();
      for (int i = 0; i < 20; i++) {
        answers.add(all.submit(() -> client.getSmallBlob("team/app", DIGEST, 100)));
      }
      for (var answer : answers) {
        assertThat(answer.get()).isEqualTo(BLOB);
      }
    }
  }

  /** Tokens are for one repository and what is done there: one client keeps several. */
  @Test
  void tokensOfTwoRepositories_areKeptApart() throws Exception {
    server.removeContext("/v2/");
    server.removeContext("/token");
    server.createContext("/token", exchange -> {
      String scope = exchange.getRequestURI().getQuery().replaceFirst(".*scope=", "");
      seen.add(scope);
      answer(exchange, 200, "{\"token\":\"" + scope.replaceAll("[^a-z]", "-") + "\"}");
    });
    server.createContext("/v2/", exchange -> {
      String repository = exchange.getRequestURI().getPath().replaceFirst("/v2/(.*)/blobs/.*", "$1");
      String scope = "repository:" + repository + ":pull";
      if (("Bearer " + scope.replaceAll("[^a-z]", "-")).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
        answer(exchange, 200, "content");
      } else {
        exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer realm=\"" + origin() + "/token\",scope=\"" + scope + "\"");
        answer(exchange, 401, "");
      }
    });
    try (RegistryClient client = RegistryClient.toAny(origin(), null)) {
      for (String repository : new String[] {"one", "two", "one", "two"}) {
        assertThat(client.getSmallBlob(repository, DIGEST, 100)).isEqualTo(BLOB);
      }
    }
    assertThat(seen).containsExactly("repository:one:pull", "repository:two:pull");
  }

  /** A registry that keeps its blobs elsewhere sends whoever only asks for one there too. */
  @Test
  void questionForABlob_followsToWhereItLies() throws Exception {
    try (RegistryClient client = RegistryClient.toAny(origin(), new Credentials("jo", "s3cret"))) {
      assertThat(client.hasBlob("team/app", DIGEST)).isTrue();
    }
    assertThat(seen).last().isEqualTo("elsewhere null");
  }

  @Test
  void givenToken_isSentAsItIs() throws Exception {
    try (RegistryClient client = RegistryClient.toAny(origin(), Credentials.token("abc")); InputStream blob = client.openBlob("team/app", DIGEST)) {
      assertThat(blob.readAllBytes()).isEqualTo(BLOB);
    }
    assertThat(seen).containsExactly("elsewhere null");
    try (RegistryClient client = RegistryClient.toAny(origin(), Credentials.token("another"))) {
      assertThatThrownBy(() -> client.openBlob("team/app", DIGEST)).isInstanceOfSatisfying(RegistryException.class, e -> assertThat(e.denied()).isTrue());
    }
  }
}
