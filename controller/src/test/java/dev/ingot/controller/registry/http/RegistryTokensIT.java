package dev.ingot.controller.registry.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.controller.testing.Http;
import dev.ingot.controller.testing.RunningController;
import dev.ingot.controller.testing.Tenants;
import dev.ingot.oci.image.Digest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Who gets which token for the registry, and what it opens. */
class RegistryTokensIT {
  private static final byte[] NOTHING = new byte[0];
  private static final byte[] BLOB = "hello".getBytes(StandardCharsets.UTF_8);
  private static final Digest DIGEST = Digest.sha256(BLOB);
  private static RunningController controller;
  private static Tenants tenants;
  private static String org;
  private static String space;
  private static String repository;
  private static String developer;
  private static String auditor;
  private static String stranger;

  @BeforeAll
  static void start() {
    controller = RunningController.get();
    tenants = new Tenants(controller);
    org = tenants.organization();
    space = tenants.space(org);
    repository = controller.admin().get("/v3/organizations/" + org).at("/name") + "/" + controller.admin().get("/v3/spaces/" + space).at("/name") + "/tool";
    developer = user("space_developer");
    auditor = user("space_auditor");
    stranger = tenants.user();
  }

  @Test
  void first_answer_tells_where_tokens_are_and_what_for() throws Exception {
    HttpResponse<byte[]> ping = of(developer).raw("GET", "/v2/", NOTHING, null);
    String host = controller.url().substring("http://".length());
    assertThat(ping.statusCode()).isEqualTo(401);
    assertThat(header(ping)).isEqualTo("Bearer realm=\"" + controller.url() + "/v2/token\",service=\"" + host + "\"");
    HttpResponse<byte[]> upload = of(developer).raw("POST", "/v2/" + repository + "/blobs/uploads/", NOTHING, null);
    assertThat(header(upload)).endsWith(",scope=\"repository:" + repository + ":pull,push\"");
    assertThat(header(of(developer).raw("DELETE", "/v2/" + repository + "/blobs/" + DIGEST, NOTHING, null))).endsWith(",scope=\"repository:" + repository + ":delete\"");
    assertThat(header(of(developer).raw("GET", "/v2/" + repository + "/tags/list", NOTHING, "Bearer nonsense"))).contains("scope=\"repository:" + repository + ":pull\"");
  }

  @Test
  void realm_is_where_the_client_came_from() throws Exception {
    HttpResponse<byte[]> ping = of(developer).raw("GET", "/v2/", NOTHING, null, "X-Forwarded-Host", "ingot.example.com", "X-Forwarded-Proto", "https");
    assertThat(header(ping)).startsWith("Bearer realm=\"https://ingot.example.com/v2/token\",service=\"ingot.example.com\"");
    assertThat(header(of(developer).raw("GET", "/v2/", NOTHING, null, "X-Forwarded-Host", "a\",b"))).doesNotContain("a\"");
  }

  @Test
  void token_holds_what_was_asked_and_is_allowed() throws Exception {
    assertThat(actions(developer, repository, "pull,push")).isEqualTo("[\"pull\",\"push\"]");
    assertThat(actions(developer, repository, "*")).isEqualTo("[\"delete\",\"pull\",\"push\"]");
    assertThat(actions(developer, repository, "pull")).isEqualTo("[\"pull\"]");
    assertThat(actions(auditor, repository, "pull,push")).isEqualTo("[\"pull\"]");
    assertThat(actions(stranger, repository, "pull,push")).isEqualTo("[]");
    assertThat(actions(stranger, "stacks/debian/run", "pull,push")).isEqualTo("[\"pull\"]");
  }

  @Test
  void docker_style_push_and_pull_by_role() throws Exception {
    String upload = "/v2/" + repository + "/blobs/uploads/?digest=" + DIGEST;
    assertThat(of(developer).send("POST", upload, BLOB).statusCode()).isEqualTo(201);
    assertThat(of(auditor).send("GET", "/v2/" + repository + "/blobs/" + DIGEST, NOTHING).body()).isEqualTo(BLOB);
    assertThat(of(auditor).send("GET", "/v2/spaces/" + space + "/tool/blobs/" + DIGEST, NOTHING).body()).as("the same under its lasting name").isEqualTo(BLOB);
    assertThat(of(auditor).send("POST", upload, BLOB).statusCode()).isEqualTo(403);
    assertThat(of(auditor).send("DELETE", "/v2/" + repository + "/blobs/" + DIGEST, NOTHING).statusCode()).isEqualTo(403);
    assertThat(of(stranger).send("GET", "/v2/" + repository + "/blobs/" + DIGEST, NOTHING).statusCode()).isEqualTo(404);
    assertThat(of(developer).send("POST", "/v2/no-such-org/no-space/x/blobs/uploads/", NOTHING).statusCode()).isEqualTo(404);
    assertThat(of(developer).send("POST", "/v2/elsewhere/x/blobs/uploads/", NOTHING).statusCode()).isEqualTo(404);
  }

  @Test
  void mount_from_another_tenant_is_refused() throws Exception {
    String secret = "/v2/spaces/" + space + "/secret/blobs/";
    assertThat(of(developer).send("POST", secret + "uploads/?digest=" + DIGEST, BLOB).statusCode()).isEqualTo(201);
    String otherOrg = tenants.organization();
    String otherSpace = tenants.space(otherOrg);
    String other = tenants.user();
    tenants.give(controller.admin(), "organization_user", other, "organization", otherOrg);
    tenants.give(controller.admin(), "space_developer", other, "space", otherSpace);
    String mine = "spaces/" + otherSpace + "/copy";
    HttpResponse<byte[]> issued = of(other).token("/v2/token", "x", "repository:" + mine + ":pull,push repository:spaces/" + space + "/secret:pull");
    String token = "Bearer " + new JsonMapper().readTree(issued.body()).path("token").asString();
    for (String from : new String[] {"&from=spaces/" + space + "/secret", "&from=" + repository, ""}) {
      HttpResponse<byte[]> mounted = of(other).raw("POST", "/v2/" + mine + "/blobs/uploads/?mount=" + DIGEST + from, NOTHING, token);
      assertThat(mounted.statusCode()).as(from).isEqualTo(202);
    }
    assertThat(of(other).raw("GET", "/v2/" + mine + "/blobs/" + DIGEST, NOTHING, token).statusCode()).isEqualTo(404);
  }

  @Test
  void token_for_one_repository_does_not_open_another_and_says_what_is_missing() throws Exception {
    String token = "Bearer " + token(developer, repository, "pull");
    HttpResponse<byte[]> push = of(developer).raw("POST", "/v2/" + repository + "/blobs/uploads/", NOTHING, token);
    assertThat(push.statusCode()).isEqualTo(401);
    assertThat(header(push)).endsWith("scope=\"repository:" + repository + ":pull,push\",error=\"insufficient_scope\"");
    assertThat(of(developer).raw("GET", "/v2/" + repository + "-2/tags/list", NOTHING, token).statusCode()).isEqualTo(401);
  }

  @Test
  void token_for_the_registry_is_none_for_the_api() throws Exception {
    String token = token(developer, repository, "pull,push");
    assertThat(controller.anonymous().as("Bearer " + token).get("/v3/apps").status()).isEqualTo(401);
    assertThat(of(developer).raw("GET", "/git/x/y/z.git/info/refs?service=git-upload-pack", NOTHING, "Bearer " + token).statusCode()).isEqualTo(401);
  }

  @Test
  void role_that_was_taken_closes_the_door_at_once() throws Exception {
    String user = user("space_developer");
    String token = "Bearer " + token(user, repository, "pull,push");
    assertThat(of(user).raw("POST", "/v2/" + repository + "/blobs/uploads/", NOTHING, token).statusCode()).isEqualTo(202);
    Http admin = controller.admin();
    String id = admin.get("/v3/users?usernames=" + user).at("/resources/0/guid");
    String role = admin.get("/v3/roles?types=space_developer&user_guids=" + id).at("/resources/0/guid");
    assertThat(admin.job(admin.delete("/v3/roles/" + role)).at("/state")).isEqualTo("COMPLETE");
    assertThat(of(user).raw("POST", "/v2/" + repository + "/blobs/uploads/", NOTHING, token).statusCode()).isEqualTo(404);
  }

  @Test
  void robot_logs_in_with_client_credentials() throws Exception {
    Http admin = controller.admin();
    String robot = Tenants.unique("robot");
    assertThat(admin.post("/uaa/oauth/clients", "{\"client_id\":\"" + robot + "\",\"client_secret\":\"robot-secret\",\"authorized_grant_types\":[\"client_credentials\"],"
        + "\"authorities\":[\"cloud_controller.read\",\"cloud_controller.write\"]}").status()).isEqualTo(201);
    TokenClient client = new TokenClient(controller.url(), robot, "robot-secret");
    assertThat(client.send("GET", "/v2/", NOTHING).statusCode()).isEqualTo(200);
    assertThat(client.send("POST", "/v2/" + repository + "/blobs/uploads/", NOTHING).statusCode()).as("without a role").isEqualTo(404);
    String give = "{\"type\":\"%s\",\"relationships\":{\"user\":{\"data\":{\"guid\":\"" + robot + "\"}},\"%s\":{\"data\":{\"guid\":\"%s\"}}}}";
    assertThat(admin.post("/v3/roles", give.formatted("organization_user", "organization", org)).status()).isEqualTo(201);
    assertThat(admin.post("/v3/roles", give.formatted("space_developer", "space", space)).status()).isEqualTo(201);
    TokenClient again = new TokenClient(controller.url(), robot, "robot-secret");
    assertThat(again.send("POST", "/v2/" + repository + "/blobs/uploads/?digest=" + DIGEST, BLOB).statusCode()).isEqualTo(201);
    assertThat(new TokenClient(controller.url(), robot, "wrong").send("GET", "/v2/", NOTHING).statusCode()).isEqualTo(401);
  }

  @Test
  void wrong_password_gets_no_token_and_odd_requests_an_answer() throws Exception {
    HttpResponse<byte[]> wrong = new TokenClient(controller.url(), developer, "wrong").token("/v2/token", "x", "repository:" + repository + ":pull");
    assertThat(wrong.statusCode()).isEqualTo(401);
    assertThat(header(wrong)).startsWith("Basic ");
    assertThat(of(developer).raw("GET", "/v2/token", NOTHING, null).statusCode()).isEqualTo(401);
    for (String scope : new String[] {"nonsense", "repository:A:pull", "repository:x:pull ".repeat(21), "registry:catalog:*"}) {
      assertThat(of(developer).token("/v2/token", "x", scope).statusCode()).as(scope).isEqualTo(400);
    }
    assertThat(of(developer).raw("POST", "/v2/token", NOTHING, Http.basic(developer, developer)).statusCode()).isEqualTo(405);
  }

  private static String user(String role) {
    String user = tenants.user();
    tenants.give(controller.admin(), "organization_user", user, "organization", org);
    assertThat(tenants.give(controller.admin(), role, user, "space", space).status()).isEqualTo(201);
    return user;
  }

  private static TokenClient of(String user) {
    return new TokenClient(controller.url(), user, user);
  }

  private static String token(String user, String name, String actions) throws Exception {
    HttpResponse<byte[]> answer = of(user).token("/v2/token", "test", "repository:" + name + ":" + actions);
    assertThat(answer.statusCode()).as(new String(answer.body(), StandardCharsets.UTF_8)).isEqualTo(200);
    JsonNode body = new JsonMapper().readTree(answer.body());
    assertThat(body.path("access_token")).isEqualTo(body.path("token"));
    assertThat(body.path("expires_in").asInt()).isEqualTo(900);
    return body.path("token").asString();
  }

  private static String actions(String user, String name, String actions) throws Exception {
    String payload = token(user, name, actions).split("\\.")[1];
    JsonNode access = new JsonMapper().readTree(java.util.Base64.getUrlDecoder().decode(payload)).path("access").path(0);
    assertThat(access.path("name").asString()).isEqualTo(name);
    return access.path("actions").toString();
  }

  private static String header(HttpResponse<byte[]> answer) {
    return answer.headers().firstValue("WWW-Authenticate").orElse("");
  }
}
