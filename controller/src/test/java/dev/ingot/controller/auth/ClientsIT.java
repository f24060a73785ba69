package dev.ingot.controller.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.controller.testing.Http;
import dev.ingot.controller.testing.RunningController;
import dev.ingot.controller.testing.Tenants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** OAuth clients: made and changed as UAA has it, logging in as themselves, and with roles. */
class ClientsIT {
  private static final RunningController CONTROLLER = RunningController.get();
  private static final Http ADMIN = CONTROLLER.admin();
  private static final Http NOBODY = CONTROLLER.anonymous();
  private static final Tenants TENANTS = new Tenants(CONTROLLER);

  @Test
  void a_client_with_authority_is_an_admin_by_itself() {
    String id = create("\"authorized_grant_types\":[\"client_credentials\"],\"authorities\":[\"cloud_controller.admin\"],\"access_token_validity\":120");
    var token = NOBODY.as(null).send("POST", "/uaa/oauth/token", "application/x-www-form-urlencoded",
        "grant_type=client_credentials&client_id=" + id + "&client_secret=s3cret");
    assertThat(token.status()).as(token.toString()).isEqualTo(200);
    assertThat(token.json().has("refresh_token")).isFalse();
    assertThat(token.at("/expires_in")).isEqualTo("119");
    var client = NOBODY.as("bearer " + token.at("/access_token"));
    assertThat(client.post("/v3/organizations", "{\"name\":\"" + Tenants.unique("org") + "\"}").status()).isEqualTo(201);
    assertThat(client.get("/uaa/Users").at("/error")).isEqualTo("insufficient_scope");
    assertThat(client.get("/uaa/userinfo").status()).isEqualTo(403);
    assertThat(client.get("/uaa/oauth/clients/" + id).status()).as("itself").isEqualTo(200);

    assertThat(ADMIN.delete("/uaa/oauth/clients/" + id).status()).isEqualTo(200);
    assertThat(client.get("/v3/organizations").title()).isEqualTo("CF-InvalidAuthToken");
  }

  @Test
  void a_token_is_good_as_long_as_it_says_and_no_longer() throws Exception {
    String id = create("\"authorized_grant_types\":[\"client_credentials\"],\"authorities\":[\"cloud_controller.admin\"],\"access_token_validity\":3");
    var client = login(id, "s3cret");
    assertThat(client.get("/v3/organizations").status()).isEqualTo(200);

    Http.Answer last = client.get("/v3/organizations");
    for (long end = System.nanoTime() + 20_000_000_000L; last.status() == 200 && System.nanoTime() < end; last = client.get("/v3/organizations")) {
      Thread.sleep(100);
    }

    assertThat(last.status()).isEqualTo(401);
    assertThat(last.title()).isEqualTo("CF-InvalidAuthToken");
    assertThat(login(id, "s3cret").get("/v3/organizations").status()).as("a new one").isEqualTo(200);
    ADMIN.delete("/uaa/oauth/clients/" + id);
  }

  @Test
  void a_client_has_roles_like_a_user_and_is_shown_without_name_and_origin() {
    String org = TENANTS.organization();
    String space = TENANTS.space(org);
    String id = create("\"authorized_grant_types\":[\"client_credentials\"],\"authorities\":[\"cloud_controller.read\",\"cloud_controller.write\"]");
    var client = login(id, "s3cret");
    assertThat(client.get("/v3/spaces/" + space).status()).isEqualTo(404);
    assertThat(give("organization_user", id, "organization", org).status()).isEqualTo(201);
    assertThat(give("space_developer", id, "space", space).status()).isEqualTo(201);
    assertThat(client.get("/v3/spaces/" + space).status()).isEqualTo(200);
    var user = ADMIN.get("/v3/users/" + id);
    assertThat(user.at("/presentation_name")).isEqualTo(id);
    assertThat(user.json().get("username").isNull() && user.json().get("origin").isNull()).isTrue();
    assertThat(give("organization_user", "no-such-client", "organization", org).status()).isEqualTo(422);
    ADMIN.delete("/uaa/oauth/clients/" + id);
    assertThat(ADMIN.get("/v3/users/" + id).status()).isEqualTo(404);
    assertThat(ADMIN.get("/v3/roles?user_guids=" + id).at("/pagination/total_results")).isEqualTo("0");
  }

  @Test
  void a_client_without_scopes_of_the_api_does_not_get_in() {
    var client = login(create("\"authorized_grant_types\":[\"client_credentials\"],\"authorities\":[\"uaa.resource\"]"), "s3cret");
    assertThat(client.get("/v3/organizations").title()).isEqualTo("CF-InsufficientScope");
    var checked = client.form("/uaa/check_token", "token", ADMIN.authorization().substring(7));
    assertThat(checked.at("/user_name")).isEqualTo("admin");
    assertThat(checked.json().get("exp").isNumber()).isTrue();
    assertThat(client.form("/introspect", "token", ADMIN.authorization().substring(7)).at("/active")).isEqualTo("true");
    assertThat(client.form("/introspect", "token", "garbage").body()).isEqualTo("{\"active\":false}");
    assertThat(client.form("/check_token", "token", "garbage").at("/error")).isEqualTo("invalid_token");
    assertThat(NOBODY.form("/uaa/check_token", "token", "x").at("/error")).isEqualTo("insufficient_scope");
  }

  @Test
  void secrets_are_changed_without_a_gap_and_never_shown() {
    String id = create("\"authorized_grant_types\":[\"client_credentials\"],\"authorities\":[\"clients.secret\"]");
    assertThat(ADMIN.get("/uaa/oauth/clients/" + id).body()).doesNotContain("s3cret", "argon2");
    assertThat(ADMIN.put("/uaa/oauth/clients/" + id + "/secret", "{\"secret\":\"second\",\"changeMode\":\"ADD\"}").status()).isEqualTo(200);
    var old = login(id, "s3cret");
    login(id, "second");
    assertThat(ADMIN.put("/uaa/oauth/clients/" + id + "/secret", "{\"changeMode\":\"DELETE\"}").status()).isEqualTo(200);
    assertThat(token(id, "s3cret").at("/error")).isEqualTo("invalid_client");
    assertThat(old.put("/uaa/oauth/clients/" + id + "/secret", "{\"oldSecret\":\"wrong\",\"secret\":\"third\"}").status()).isEqualTo(400);
    assertThat(old.put("/uaa/oauth/clients/" + id + "/secret", "{\"oldSecret\":\"second\",\"secret\":\"third\"}").status()).isEqualTo(200);
    login(id, "third");
    assertThat(ADMIN.put("/uaa/oauth/clients/cf/secret", "{\"secret\":\"x\"}").status()).isEqualTo(400);
  }

  @Test
  void the_client_of_the_cli_stays() {
    assertThat(ADMIN.delete("/uaa/oauth/clients/cf").status()).isEqualTo(400);
    assertThat(ADMIN.put("/uaa/oauth/clients/cf", "{\"authorized_grant_types\":[\"password\"]}").at("/error")).isEqualTo("invalid_client");
    assertThat(NOBODY.form("/oauth/token", "grant_type", "client_credentials").at("/error")).isEqualTo("unauthorized_client");
  }

  @Test
  void clients_are_listed_changed_and_found() {
    String id = create("\"authorized_grant_types\":[\"password\",\"refresh_token\"],\"scope\":[\"cloud_controller.read\"],\"name\":\"A name\"");
    assertThat(ADMIN.get("/uaa/oauth/clients?filter=" + Http.q("client_id eq \"" + id + "\"")).at("/resources/0/name")).isEqualTo("A name");
    assertThat(ADMIN.get("/oauth/clients?count=1&startIndex=2").json().get("resources")).hasSize(1);
    assertThat(ADMIN.get("/oauth/clients?filter=nonsense").status()).isEqualTo(400);
    var changed = ADMIN.put("/uaa/oauth/clients/" + id, "{\"client_id\":\"" + id + "\",\"authorized_grant_types\":[\"password\"],\"scope\":[\"openid\"],\"autoapprove\":true}");
    assertThat(changed.at("/scope/0")).isEqualTo("openid");
    assertThat(changed.at("/autoapprove")).isEqualTo("true");
    String user = TENANTS.user();
    var token = NOBODY.as(Http.basic(id, "s3cret")).form("/uaa/oauth/token", "grant_type", "password", "username", user, "password", user);
    assertThat(token.at("/scope")).isEqualTo("openid");
    assertThat(token.json().has("refresh_token")).isFalse();
    assertThat(NOBODY.as("bearer " + token.at("/access_token")).get("/v3/organizations").title()).isEqualTo("CF-InsufficientScope");
    assertThat(NOBODY.as("bearer " + token.at("/access_token")).get("/userinfo").at("/user_name")).isEqualTo(user);
    assertThat(NOBODY.as(Http.basic(id, "s3cret")).form("/uaa/oauth/token", "grant_type", "password", "username", user, "password", user, "scope", "cloud_controller.admin")
        .at("/error")).isEqualTo("invalid_scope");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "{}", "{\"client_id\":\"a b\",\"authorized_grant_types\":[\"password\"]}", "{\"client_id\":\"x\"}",
      "{\"client_id\":\"x\",\"authorized_grant_types\":[\"magic\"]}", "{\"client_id\":\"x\",\"authorized_grant_types\":[\"client_credentials\"]}",
      "{\"client_id\":\"x\",\"authorized_grant_types\":[\"authorization_code\"],\"redirect_uri\":[\"javascript:alert(1)\"]}",
      "{\"client_id\":\"x\",\"authorized_grant_types\":[\"authorization_code\"],\"redirect_uri\":[\"/relative\"]}",
      "{\"client_id\":\"x\",\"authorized_grant_types\":[\"authorization_code\"]}", "{\"client_id\":\"x\",\"authorized_grant_types\":[1]}",
      "{\"client_id\":\"x\",\"authorized_grant_types\":[\"password\"],\"access_token_validity\":-1}",
      "{\"client_id\":\"x\",\"authorized_grant_types\":[\"password\"],\"access_token_validity\":\"long\"}"})
  void what_is_no_client_is_refused(String body) {
    var answer = ADMIN.post("/uaa/oauth/clients", body);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.at("/error")).isEqualTo("invalid_client");
  }

  @Test
  void who_may_not_write_clients_does_not() {
    var user = TENANTS.login(TENANTS.user());
    assertThat(user.get("/uaa/oauth/clients").status()).isEqualTo(403);
    assertThat(user.get("/uaa/oauth/clients/cf").at("/error")).isEqualTo("insufficient_scope");
    assertThat(user.post("/uaa/oauth/clients", "{}").status()).isEqualTo(403);
    assertThat(user.delete("/uaa/oauth/clients/cf").status()).isEqualTo(403);
    assertThat(NOBODY.get("/uaa/oauth/clients").at("/error")).isEqualTo("invalid_token");
    assertThat(ADMIN.get("/uaa/oauth/clients/no-such-client").status()).isEqualTo(404);
    var writer = login(create("\"authorized_grant_types\":[\"client_credentials\"],\"authorities\":[\"clients.write\"]"), "s3cret");
    assertThat(writer.post("/uaa/oauth/clients", body(Tenants.unique("c"), "\"authorized_grant_types\":[\"client_credentials\"],\"authorities\":[\"uaa.admin\"]")).status())
        .as("nobody gives more than it has").isEqualTo(403);
    String guid = ADMIN.get("/uaa/Users?filter=" + Http.q("userName eq \"admin\"")).at("/resources/0/id");
    assertThat(ADMIN.post("/uaa/oauth/clients", body(guid, "\"authorized_grant_types\":[\"password\"]")).status()).as("the guid of a user").isEqualTo(409);
  }

  private static String create(String more) {
    String id = Tenants.unique("client");
    var answer = ADMIN.post("/uaa/oauth/clients", body(id, more));
    assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
    return id;
  }

  private static String body(String id, String more) {
    return "{\"client_id\":\"" + id + "\",\"client_secret\":\"s3cret\"," + more + "}";
  }

  private static Http.Answer token(String id, String secret) {
    return NOBODY.as(Http.basic(id, secret)).form("/uaa/oauth/token", "grant_type", "client_credentials");
  }

  private static Http login(String id, String secret) {
    var answer = token(id, secret);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    return NOBODY.as("bearer " + answer.at("/access_token"));
  }

  private static Http.Answer give(String type, String guid, String place, String placeGuid) {
    return ADMIN.post("/v3/roles", "{\"type\":\"" + type + "\",\"relationships\":{\"user\":{\"data\":{\"guid\":\"" + guid + "\"}},\"" + place + "\":{\"data\":{\"guid\":\""
        + placeGuid + "\"}}}}");
  }
}
