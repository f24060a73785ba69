package dev.ingot.stager.pipeline;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.ingot.oci.image.OciJson;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import tools.jackson.databind.node.ObjectNode;

/** The token service of a registry, by https: gives tokens that a real registry verifies (source: distribution-spec, token authentication; JWT). */
final class TokenService implements AutoCloseable {
  private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();
  private final TestCertificates certificates;
  private final HttpsServer server;
  /** Scopes as they were asked for. */
  final ConcurrentLinkedQueue<List<String>> asked = new ConcurrentLinkedQueue<>();
  /** What everybody may do. */
  volatile Set<String> allowed = Set.of("pull", "push", "delete");
  volatile int seconds = 300;
  /** How long ago the tokens were good for the last time; those of a service whose clock is wrong. */
  volatile int late;

  TokenService(TestCertificates certificates) throws Exception {
    this.certificates = certificates;
    KeyStore only = KeyStore.getInstance("PKCS12");
    only.load(null, null);
    only.setKeyEntry("good", certificates.key("good"), certificates.password(), certificates.keys().getCertificateChain("good"));
    var manager = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    manager.init(only, certificates.password());
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(manager.getKeyManagers(), null, null);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/token", this::answer);
    server.start();
  }

  /** How a `docker-registry` is told of it. */
  String auth(java.nio.file.Path bundle) {
    return "token: {realm: 'https://127.0.0.1:%d/token', service: test, issuer: us, rootcertbundle: %s}".formatted(server.getAddress().getPort(), bundle);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String basic = "Basic " + Base64.getEncoder().encodeToString((DockerRegistry.USER + ":" + DockerRegistry.PASSWORD).getBytes(StandardCharsets.UTF_8));
      if (!basic.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
        exchange.sendResponseHeaders(401, -1);
        return;
      }
      List<String> scopes = List.of(exchange.getRequestURI().getRawQuery().split("&")).stream().filter(one -> one.startsWith("scope="))
          .map(one -> URLDecoder.decode(one.substring(6), StandardCharsets.UTF_8)).toList();
      asked.add(scopes);
      byte[] body = OciJson.bytes(OciJson.object().put("token", token(scopes)).put("expires_in", seconds));
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  /** For these scopes, as far as they are allowed. */
  String token(List<String> scopes) throws GeneralSecurityException {
    ObjectNode header = OciJson.object().put("typ", "JWT").put("alg", "RS256");
    header.putArray("x5c").add(Base64.getEncoder().encodeToString(certificates.authorityBytes()));
    long now = Instant.now().getEpochSecond() - late;
    ObjectNode claims = OciJson.object().put("iss", "us").put("sub", DockerRegistry.USER).put("aud", "test").put("iat", now).put("nbf", now - 5).put("exp", now + seconds)
        .put("jti", "j" + System.nanoTime());
    var access = claims.putArray("access");
    for (String scope : scopes) {
      String[] parts = scope.split(":");
      var granted = new TreeSet<>(List.of(parts[2].split(",")));
      granted.retainAll(allowed);
      var actions = access.addObject().put("type", parts[0]).put("name", parts[1]).putArray("actions");
      granted.forEach(actions::add);
    }
    String signed = URL.encodeToString(OciJson.bytes(header)) + "." + URL.encodeToString(OciJson.bytes(claims));
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(certificates.key("ca"));
    signature.update(signed.getBytes(StandardCharsets.US_ASCII));
    return signed + "." + URL.encodeToString(signature.sign());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
