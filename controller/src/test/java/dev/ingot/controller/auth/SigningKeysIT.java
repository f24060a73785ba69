package dev.ingot.controller.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import dev.ingot.controller.testing.Http;
import dev.ingot.controller.testing.RunningController;
import dev.ingot.controller.testing.Tenants;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Token keys: what others check tokens with, rotation, and that the private halves are not in the database. */
class SigningKeysIT {
  private static final RunningController CONTROLLER = RunningController.get();
  private static final Http ADMIN = CONTROLLER.admin();

  @Test
  void others_can_check_a_token_with_the_published_key() throws Exception {
    var token = SignedJWT.parse(bearer(CONTROLLER.admin()));
    var keys = JWKSet.parse(CONTROLLER.anonymous().get("/token_keys").body());
    var key = keys.getKeyByKeyId(token.getHeader().getKeyID());
    assertThat(token.verify(new RSASSAVerifier(key.toRSAKey()))).isTrue();
    assertThat(key.isPrivate()).isFalse();
    var one = CONTROLLER.anonymous().get("/uaa/token_key");
    assertThat(one.at("/value")).startsWith("-----BEGIN PUBLIC KEY-----\n");
    assertThat(one.at("/alg")).isEqualTo("RS256");
  }

  @Test
  void after_a_rotation_old_tokens_stay_good_until_their_key_is_removed() throws Exception {
    String user = new Tenants(CONTROLLER).user();
    var old = new Tenants(CONTROLLER).login(user);
    String kid = SignedJWT.parse(bearer(old)).getHeader().getKeyID();
    assertThat(old.post("/uaa/token_keys", "").at("/error")).isEqualTo("insufficient_scope");
    var rotated = ADMIN.post("/uaa/token_keys", "");
    assertThat(rotated.status()).isEqualTo(201);
    assertThat(old.get("/v3/organizations").status()).isEqualTo(200);
    var fresh = CONTROLLER.admin();
    assertThat(SignedJWT.parse(bearer(fresh)).getHeader().getKeyID()).isEqualTo(rotated.at("/kid")).isNotEqualTo(kid);
    assertThat(ADMIN.get("/uaa/token_keys").json().get("keys").size()).isGreaterThan(1);

    assertThat(old.delete("/uaa/token_keys/" + kid).status()).isEqualTo(403);
    assertThat(fresh.delete("/uaa/token_keys/no-such-key").status()).isEqualTo(404);
    // Others test in this process with tokens of the key: it is removed after a second rotation, with nothing but ours signed by it.
    String second = rotated.at("/kid");
    fresh.post("/uaa/token_keys", "");
    assertThat(CONTROLLER.admin().delete("/uaa/token_keys/" + second).status()).isEqualTo(204);
    assertThat(fresh.get("/v3/organizations").title()).isEqualTo("CF-InvalidAuthToken");
  }

  @Test
  void private_keys_are_encrypted_in_the_database() {
    ADMIN.get("/v3/organizations");
    List<String> rows = CONTROLLER.bean(JdbcClient.class).sql("select private_key from signing_keys").query(String.class).list();
    assertThat(rows).isNotEmpty().allSatisfy(row -> assertThat(row).startsWith("v1.").doesNotContain("\"d\"", "RSA"));
  }

  @Test
  void a_plain_key_of_before_is_encrypted_when_it_is_read() throws Exception {
    var jdbc = CONTROLLER.bean(JdbcClient.class);
    String kid = Tenants.unique("plain");
    jdbc.sql("insert into signing_keys (kid, private_key, created_at, retired_at) values (?, ?, now() - interval '1 hour', now())")
        .params(kid, new RSAKeyGenerator(2048).keyID(kid).generate().toJSONString()).update();
    CONTROLLER.bean(SigningKeys.class).rotate();
    assertThat(ADMIN.get("/uaa/token_keys").body()).contains(kid);
    assertThat(jdbc.sql("select private_key from signing_keys where kid = ?").param(kid).query(String.class).single()).startsWith("v1.");
    assertThat(CONTROLLER.bean(SigningKeys.class).remove(kid)).isTrue();
  }

  private static String bearer(Http client) {
    return client.authorization().substring("bearer ".length());
  }
}
