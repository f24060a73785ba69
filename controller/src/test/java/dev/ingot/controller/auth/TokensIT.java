package dev.ingot.controller.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.controller.testing.Http;
import dev.ingot.controller.testing.RunningController;
import dev.ingot.controller.testing.Tenants;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Logging in, refreshing, revoking, and what is no token. */
class TokensIT {
  private static final RunningController CONTROLLER = RunningController.get();
  private static final Http NOBODY = CONTROLLER.anonymous();
  private static final Tenants TENANTS = new Tenants(CONTROLLER);
  private static final JsonMapper JSON = new JsonMapper();

  @Test
  void a_login_gives_what_the_cf_cli_reads() {
    var answer = password("/oauth/token", "admin", RunningController.PASSWORD);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.at("/token_type")).isEqualTo("bearer");
    assertThat(answer.at("/expires_in")).isEqualTo("599");
    var claims = claims(answer.at("/access_token"));
    assertThat(claims.get("user_name").asString()).isEqualTo("admin");
    assertThat(claims.get("origin").asString()).isEqualTo("uaa");
    assertThat(claims.get("user_id").asString()).isNotEmpty();
    assertThat(claims.get("revocable").asBoolean()).isTrue();
    assertThat(claims.get("exp").isNumber()).isTrue();
    assertThat(claims.get("exp").asLong() - claims.get("iat").asLong()).isEqualTo(600);
    assertThat(claims.get("scope").toString()).contains("cloud_controller.admin");
    var prompts = NOBODY.get("/uaa/login").json().get("prompts");
    assertThat(prompts).allSatisfy(prompt -> assertThat(prompt).hasSize(2));
  }

  @Test
  void only_the_client_cf_with_an_empty_secret_gets_tokens() {
    assertThat(NOBODY.as(Http.basic("cf", "secret")).form("/uaa/oauth/token", "grant_type", "password").at("/error")).isEqualTo("invalid_client");
    assertThat(NOBODY.as("Basic %%%").form("/uaa/oauth/token", "grant_type", "password").status()).isEqualTo(401);
    assertThat(NOBODY.form("/uaa/oauth/token", "grant_type", "magic").at("/error")).isEqualTo("unsupported_grant_type");
    assertThat(NOBODY.form("/uaa/oauth/token", "grant_type", "password").at("/error_description")).isEqualTo("Bad credentials");
  }

  @Test
  void a_refresh_token_can_be_used_by_two_clients_and_repeats_itself() {
    String refresh = password("/uaa/oauth/token", "admin", RunningController.PASSWORD).at("/refresh_token");
    for (int i = 0; i < 2; i++) {
      var answer = refresh(refresh);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.at("/refresh_token")).isNotEmpty();
      assertThat(NOBODY.as("bearer " + answer.at("/access_token")).get("/v3/organizations").status()).isEqualTo(200);
    }
  }

  @Test
  void logging_out_ends_both_tokens() {
    String user = TENANTS.user();
    var tokens = password("/uaa/oauth/token", user, user);
    var client = NOBODY.as("bearer " + tokens.at("/access_token"));
    assertThat(client.delete("/uaa/oauth/token/revoke/" + claims(tokens.at("/refresh_token")).get("jti").asString()).status()).isEqualTo(204);
    assertThat(client.delete("/uaa/oauth/token/revoke/" + claims(tokens.at("/access_token")).get("jti").asString()).status()).isEqualTo(204);
    assertThat(refresh(tokens.at("/refresh_token")).at("/error")).isEqualTo("invalid_token");
    assertThat(client.get("/v3/organizations").title()).isEqualTo("CF-InvalidAuthToken");
  }

  @Test
  void nobody_ends_the_session_of_another() {
    String victim = TENANTS.user();
    String refresh = password("/uaa/oauth/token", victim, victim).at("/refresh_token");
    TENANTS.login(TENANTS.user()).delete("/uaa/oauth/token/revoke/" + claims(refresh).get("jti").asString());
    assertThat(refresh(refresh).status()).isEqualTo(200);
  }

  @Test
  void a_refresh_token_is_no_access_token_and_the_other_way_round() {
    var tokens = password("/uaa/oauth/token", "admin", RunningController.PASSWORD);
    assertThat(NOBODY.as("bearer " + tokens.at("/refresh_token")).get("/v3/organizations").status()).isEqualTo(401);
    assertThat(refresh(tokens.at("/access_token")).status()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "HS256", "RS256"})
  void forged_tokens_are_refused(String algorithm) {
    String real = password("/uaa/oauth/token", "admin", RunningController.PASSWORD).at("/access_token");
    String header = encode("{\"alg\":\"" + algorithm + "\"}");
    String payload = encode("{\"sub\":\"" + claims(real).get("sub").asString() + "\",\"jti\":\"x\",\"exp\":" + (Instant.now().getEpochSecond() + 600) + "}");
    for (String signature : new String[] {"", real.substring(real.lastIndexOf('.') + 1)}) {
      assertThat(NOBODY.as("bearer " + header + "." + payload + "." + signature).get("/v3/organizations").title()).isEqualTo("CF-InvalidAuthToken");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bearer", "bearer ", "bearer a.b.c", "bearer ...", "Basic YWRtaW46YWRtaW4=", "nonsense"})
  void what_is_no_token_is_401(String authorization) {
    assertThat(NOBODY.as(authorization).get("/v3/organizations").status()).isEqualTo(401);
  }

  @Test
  void without_a_token_only_the_open_doors_answer() {
    assertThat(NOBODY.get("/v3/organizations").title()).isEqualTo("CF-NotAuthenticated");
    assertThat(NOBODY.get("/v3/info").status()).isEqualTo(200);
    assertThat(NOBODY.get("/v3").status()).isEqualTo(200);
    assertThat(NOBODY.get("/v2/info").json().path("authorization_endpoint").asString()).endsWith("/uaa");
    assertThat(NOBODY.get("/internal/health").at("/status")).isEqualTo("UP");
    assertThat(NOBODY.put("/internal/stacks/s", "{}").status()).isEqualTo(401);
    assertThat(CONTROLLER.admin().put("/internal/stacks/s", "{}").status()).isEqualTo(401);
    assertThat(NOBODY.as(Http.basic("cell", "wrong")).put("/internal/stacks/s", "{}").status()).isEqualTo(401);
    assertThat(CONTROLLER.cell().get("/v3/organizations").status()).isEqualTo(401);
    assertThat(NOBODY.get("/uaa/Users").at("/error")).isEqualTo("invalid_token");
  }

  @Test
  void wrong_passwords_from_one_place_do_not_lock_the_user_out_elsewhere() {
    String user = TENANTS.user();
    for (int i = 0; i < LoginThrottle.LIMIT; i++) {
      assertThat(passwordFrom("203.0.113.7", user, "wrong").at("/error_description")).isEqualTo("Bad credentials");
    }
    var locked = passwordFrom("203.0.113.7", user.toUpperCase(java.util.Locale.ROOT), user);
    assertThat(locked.status()).isEqualTo(401);
    assertThat(locked.at("/error_description")).isEqualTo("Your account has been locked because of too many failed attempts to login.");
    assertThat(passwordFrom("1.2.3.4, 203.0.113.7", user, user).status()).as("only what our own router says counts").isEqualTo(401);
    assertThat(passwordFrom("203.0.113.8", user, user).status()).isEqualTo(200);
    assertThat(password("/uaa/oauth/token", user, user).status()).isEqualTo(200);
  }

  @Test
  void many_right_passwords_at_once_lock_nobody_and_many_wrong_ones_are_no_more_than_few() {
    String user = TENANTS.user();
    assertThat(IntStream.range(0, 12).parallel().mapToObj(n -> passwordFrom("203.0.113.20", user, user).status()).toList()).containsOnly(200);
    var wrong = IntStream.range(0, 12).parallel().mapToObj(n -> passwordFrom("203.0.113.21", user, "wrong").at("/error_description")).toList();
    assertThat(wrong.stream().filter("Bad credentials"::equals)).hasSizeLessThanOrEqualTo(LoginThrottle.LIMIT);
    assertThat(passwordFrom("203.0.113.21", user, user).status()).isEqualTo(401);
  }

  @Test
  void a_name_that_nobody_has_is_answered_like_one_that_somebody_has() {
    String nobody = Tenants.unique("nobody");
    for (int i = 0; i < LoginThrottle.LIMIT; i++) {
      assertThat(passwordFrom("203.0.113.9", nobody, "wrong").at("/error_description")).isEqualTo("Bad credentials");
    }
    assertThat(passwordFrom("203.0.113.9", nobody, "wrong").at("/error_description")).startsWith("Your account has been locked");
  }

  @Test
  void many_names_from_one_place_are_stopped_too() {
    CONTROLLER.bean(org.springframework.jdbc.core.simple.JdbcClient.class)
        .sql("insert into login_failures (username, address, failures, last_at) values ('', '203.0.113.10', ?, now())").param(LoginThrottle.ADDRESS_LIMIT - 1).update();
    assertThat(passwordFrom("203.0.113.10", Tenants.unique("nobody"), "wrong").status()).isEqualTo(401);
    assertThat(passwordFrom("203.0.113.10", Tenants.unique("nobody"), "wrong").status()).isEqualTo(429);
    assertThat(passwordFrom("203.0.113.10", "admin", RunningController.PASSWORD).status()).isEqualTo(429);
  }

  @Test
  void changing_the_password_needs_the_old_one_and_ends_other_sessions() {
    String user = TENANTS.user();
    var tokens = password("/uaa/oauth/token", user, user);
    var client = NOBODY.as("bearer " + tokens.at("/access_token"));
    String path = "/uaa/Users/" + claims(tokens.at("/access_token")).get("user_id").asString() + "/password";
    assertThat(client.put(path, "{\"oldPassword\":\"no\",\"password\":\"new\"}").status()).isEqualTo(401);
    assertThat(client.put(path, "{\"oldPassword\":\"" + user + "\",\"password\":\"\"}").at("/error")).isEqualTo("invalid_password");
    assertThat(client.put(path, "{\"oldPassword\":\"" + user + "\",\"password\":\"new\"}").status()).isEqualTo(200);
    assertThat(password("/uaa/oauth/token", user, user).status()).isEqualTo(401);
    assertThat(password("/uaa/oauth/token", user, "new").status()).isEqualTo(200);
    assertThat(refresh(tokens.at("/refresh_token")).status()).isEqualTo(401);
    assertThat(TENANTS.login(TENANTS.user()).put(path, "{\"password\":\"mine\"}").at("/error")).isEqualTo("insufficient_scope");
  }

  @Test
  void a_deleted_user_is_out_at_once() {
    String user = TENANTS.user();
    var client = TENANTS.login(user);
    String guid = CONTROLLER.admin().get("/uaa/Users?filter=" + Http.q("userName eq \"" + user + "\" and origin eq \"uaa\"")).at("/resources/0/id");
    assertThat(CONTROLLER.admin().job(CONTROLLER.admin().delete("/v3/users/" + guid)).at("/state")).isEqualTo("COMPLETE");
    assertThat(CONTROLLER.admin().delete("/uaa/Users/" + guid).at("/id")).isEqualTo(guid);
    assertThat(client.get("/v3/organizations").status()).isEqualTo(401);
    assertThat(CONTROLLER.admin().get("/v3/users/" + guid).detail()).isEqualTo("User not found");
  }

  private static Http.Answer password(String path, String user, String password) {
    return NOBODY.form(path, "grant_type", "password", "username", user, "password", password);
  }

  private static Http.Answer passwordFrom(String address, String user, String password) {
    return NOBODY.as(Http.basic("cf", "")).send("POST", "/uaa/oauth/token", "application/x-www-form-urlencoded",
        "grant_type=password&username=" + Http.q(user) + "&password=" + Http.q(password), "X-Forwarded-For", address);
  }

  private static Http.Answer refresh(String token) {
    return NOBODY.form("/uaa/oauth/token", "grant_type", "refresh_token", "refresh_token", token);
  }

  private static JsonNode claims(String token) {
    return JSON.readTree(Base64.getUrlDecoder().decode(token.split("\\.")[1]));
  }

  private static String encode(String json) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }
}
