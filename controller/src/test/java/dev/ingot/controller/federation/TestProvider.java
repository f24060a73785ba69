package dev.ingot.controller.federation;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** An OpenID Connect provider on the wire, that can lie about one thing at a time. */
final class TestProvider implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  final String issuer;
  private final HttpServer server;
  private final RSAKey key;
  private final RSAKey foreign;
  private final Map<String, Map<String, List<String>>> codes = new ConcurrentHashMap<>();
  volatile User user = new User("s", "n", "e@example.com", "");
  volatile @Nullable Lie lie;

  record User(String subject, String name, String email, String group) {}

  enum Lie { FOREIGN_KEY, OTHER_AUDIENCE, OTHER_ISSUER, OTHER_NONCE, NO_NONCE, TOO_OLD, FROM_THE_FUTURE, NO_SIGNATURE, HMAC_WITH_SECRET, NO_ID_TOKEN, ERROR, NONSENSE }

  TestProvider(int port) throws IOException, JOSEException {
    issuer = "http://localhost:" + port;
    key = new RSAKeyGenerator(2048).keyID("k1").generate();
    foreign = new RSAKeyGenerator(2048).keyID("k1").generate();
    server = HttpServer.create(new InetSocketAddress("localhost", port), 0);
    server.createContext("/.well-known/openid-configuration", exchange -> answer(exchange, 200, JSON.writeValueAsString(Map.of("issuer", issuer,
        "authorization_endpoint", issuer + "/authorize", "token_endpoint", issuer + "/token", "jwks_uri", issuer + "/keys", "userinfo_endpoint", issuer + "/userinfo",
        "response_types_supported", List.of("code"), "subject_types_supported", List.of("public"), "id_token_signing_alg_values_supported", List.of("RS256")))));
    server.createContext("/keys", exchange -> answer(exchange, 200, new JWKSet(key).toString(true)));
    server.createContext("/token", this::token);
    server.createContext("/userinfo", exchange -> answer(exchange, 200, JSON.writeValueAsString(Map.of("sub", user.subject(), "preferred_username", user.name(),
        "groups", List.of(user.group())))));
    server.start();
  }

  /** What a browser that logs in at `location` is sent back to. */
  String visit(String location) {
    var query = URLUtils.parseParameters(URI.create(location).getRawQuery());
    String code = "code-" + codes.size();
    codes.put(code, query);
    return query.get("redirect_uri").getFirst() + "?code=" + code + "&state=" + query.get("state").getFirst();
  }

  private void token(HttpExchange exchange) throws IOException {
    var form = URLUtils.parseParameters(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    var asked = codes.remove(form.get("code").getFirst());
    String client = "Basic " + Base64.getEncoder().encodeToString("ingot:provider-secret".getBytes(StandardCharsets.UTF_8));
    boolean right = asked != null && client.equals(exchange.getRequestHeaders().getFirst("Authorization"))
        && CodeChallenge.compute(CodeChallengeMethod.S256, new CodeVerifier(form.get("code_verifier").getFirst())).getValue().equals(asked.get("code_challenge").getFirst())
        && form.get("redirect_uri").equals(asked.get("redirect_uri"));
    if (!right || lie == Lie.ERROR) {
      answer(exchange, 400, "{\"error\":\"invalid_grant\"}");
    } else if (lie == Lie.NONSENSE) {
      answer(exchange, 200, "<html>");
    } else {
      String id = lie == Lie.NO_ID_TOKEN ? "" : "\"id_token\":\"" + idToken(asked.get("nonce").getFirst()) + "\",";
      answer(exchange, 200, "{" + id + "\"access_token\":\"a\",\"token_type\":\"Bearer\",\"expires_in\":60}");
    }
  }

  private String idToken(String nonce) {
    var now = Instant.now();
    var claims = new JWTClaimsSet.Builder().subject(user.subject()).issuer(lie == Lie.OTHER_ISSUER ? "http://localhost:1" : issuer)
        .audience(lie == Lie.OTHER_AUDIENCE ? "somebody" : "ingot").issueTime(Date.from(lie == Lie.FROM_THE_FUTURE ? now.plusSeconds(600) : now))
        .expirationTime(Date.from(lie == Lie.TOO_OLD ? now.minusSeconds(120) : now.plusSeconds(lie == Lie.FROM_THE_FUTURE ? 1200 : 300)))
        .claim("email", user.email()).claim("nonce", lie == Lie.NO_NONCE ? null : lie == Lie.OTHER_NONCE ? "other" : nonce).build();
    try {
      if (lie == Lie.NO_SIGNATURE) {
        return new com.nimbusds.jwt.PlainJWT(claims).serialize();
      }
      boolean mac = lie == Lie.HMAC_WITH_SECRET;
      var jwt = new SignedJWT(new JWSHeader.Builder(mac ? JWSAlgorithm.HS256 : JWSAlgorithm.RS256).keyID("k1").build(), claims);
      jwt.sign(mac ? new MACSigner("provider-secret-provider-secret-provider-secret") : new RSASSASigner(lie == Lie.FOREIGN_KEY ? foreign : key));
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
