package dev.ingot.controller.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.controller.testing.Http;
import dev.ingot.controller.testing.RunningController;
import dev.ingot.controller.testing.Tenants;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Users and groups in SCIM's shape: what `cf create-user`, `uaac` and others do. */
class ScimIT {
  private static final RunningController CONTROLLER = RunningController.get();
  private static final Http ADMIN = CONTROLLER.admin();
  private static final Tenants TENANTS = new Tenants(CONTROLLER);

  @Test
  void a_user_is_made_found_changed_and_deleted() {
    String name = Tenants.unique("Mary");
    var made = ADMIN.post("/uaa/Users", "{\"userName\":\"" + name + "\",\"password\":\"pw\",\"origin\":\"\",\"name\":{\"familyName\":\"Doe\",\"givenName\":\"Mary\"},"
        + "\"emails\":[{\"value\":\"mary@example.com\",\"primary\":true}],\"unknown\":1}");
    assertThat(made.status()).isEqualTo(201);
    String id = made.at("/id");
    assertThat(made.at("/origin")).isEqualTo("uaa");
    assertThat(ADMIN.post("/Users", "{\"userName\":\"" + name.toLowerCase(Locale.ROOT) + "\",\"password\":\"pw\"}").status()).as("names have no case").isEqualTo(409);
    assertThat(ADMIN.get("/Users?filter=" + Http.q("userName eq \"" + name.toUpperCase(Locale.ROOT) + "\" and origin eq \"uaa\"")).at("/resources/0/id")).isEqualTo(id);
    assertThat(CONTROLLER.login(name.toUpperCase(Locale.ROOT), "pw").get("/uaa/Users/" + id).at("/name/givenName")).as("itself").isEqualTo("Mary");

    var changed = ADMIN.put("/uaa/Users/" + id, "{\"userName\":\"" + name + "\",\"emails\":[{\"value\":\"doe@example.com\"}]}");
    assertThat(changed.at("/emails/0/value")).isEqualTo("doe@example.com");
    assertThat(ADMIN.send("PUT", "/uaa/Users/" + id, "application/json", "{\"userName\":\"" + name + "\"}", "If-Match", "0").status()).isEqualTo(409);
    var session = CONTROLLER.login(name, "pw");
    assertThat(ADMIN.patch("/uaa/Users/" + id, "{\"active\":false}").at("/active")).isEqualTo("false");
    assertThat(session.get("/v3/organizations").status()).isEqualTo(401);
    assertThat(CONTROLLER.anonymous().form("/uaa/oauth/token", "grant_type", "password", "username", name, "password", "pw").at("/error")).isEqualTo("unauthorized");
    assertThat(ADMIN.delete("/uaa/Users/" + id).at("/id")).isEqualTo(id);
    assertThat(ADMIN.get("/uaa/Users/" + id).at("/error")).isEqualTo("scim_resource_not_found");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"userName sw \"%s\"|3", "userName co \"%s\" and not (userName ew \"-b\")|2", "userName eq \"%s-a\" or userName eq \"%s-b\"|2",
      "userName sw \"%s\" and active eq false|0", "userName sw \"%s\" and meta.created gt \"2020-01-01T00:00:00Z\"|3", "userName sw \"%s\" and externalId pr|0",
      "userName sw \"%s_\"|0", "userName sw \"%s\" and verified eq true|3", "id eq \"no\"|0"})
  void users_are_filtered(String filter, int expected) {
    String prefix = Tenants.unique("f");
    for (String end : new String[] {"-a", "-b", "-c"}) {
      ADMIN.post("/uaa/Users", "{\"userName\":\"" + prefix + end + "\",\"password\":\"pw\"}");
    }
    var found = ADMIN.get("/uaa/Users?sortBy=userName&sortOrder=descending&filter=" + Http.q(filter.replace("%s", prefix)));
    assertThat(found.at("/totalResults")).as(found.toString()).isEqualTo(String.valueOf(expected));
    if (expected > 1) {
      assertThat(ADMIN.get("/uaa/Users?count=1&startIndex=2&sortBy=userName&filter=" + Http.q(filter.replace("%s", prefix))).json().get("resources")).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"userName", "userName eq", "userName like \"x\"", "(userName eq \"x\"", "password eq \"x\"", "active co \"t\"", "meta.created gt \"yesterday\"",
      "userName eq \"x\" or", "userName eq \"x\") or (\"", "' or 1=1 --"})
  void what_is_no_filter_is_refused(String filter) {
    assertThat(ADMIN.get("/uaa/Users?filter=" + Http.q(filter)).at("/error")).isEqualTo("scim");
  }

  @Test
  void deep_filters_are_refused() {
    assertThat(ADMIN.get("/uaa/Users?filter=" + Http.q("(".repeat(100) + "id pr" + ")".repeat(100))).status()).isEqualTo(400);
    assertThat(ADMIN.get("/uaa/Users?filter=" + Http.q("not ".repeat(500) + "id pr")).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "{}", "{\"userName\":1,\"password\":\"p\"}", "{\"userName\":\"\",\"password\":\"p\"}", "{\"userName\":\"x\",\"password\":\"p\",\"origin\":\"nowhere\"}",
      "{\"userName\":\"x\",\"password\":\"p\",\"active\":\"yes\"}", "{\"userName\":\"x\\u0000\",\"password\":\"p\"}"})
  void what_is_no_user_is_refused(String body) {
    assertThat(ADMIN.post("/uaa/Users", body).at("/error")).isEqualTo("invalid_scim_resource");
  }

  @Test
  void only_who_may_writes_users_and_groups() {
    assertThat(ADMIN.post("/uaa/Users", "{\"userName\":\"x\"}").at("/error")).isEqualTo("invalid_password");
    var user = TENANTS.login(TENANTS.user());
    assertThat(user.post("/uaa/Users", "{}").at("/error")).isEqualTo("insufficient_scope");
    assertThat(user.get("/uaa/Groups").at("/error")).isEqualTo("insufficient_scope");
    assertThat(user.post("/uaa/Groups", "{}").status()).isEqualTo(403);
    assertThat(user.delete("/uaa/Users/x").status()).isEqualTo(403);
    assertThat(CONTROLLER.anonymous().get("/Groups").at("/error")).isEqualTo("invalid_token");
    String admin = ADMIN.get("/uaa/Users?filter=" + Http.q("userName eq \"admin\"")).at("/resources/0/id");
    assertThat(ADMIN.delete("/uaa/Users/" + admin).at("/error")).isEqualTo("scim_resource_not_deletable");
  }

  @Test
  void who_is_in_a_group_has_its_scope_until_it_leaves() {
    String user = TENANTS.user();
    String id = id(user);
    var session = TENANTS.login(user);
    String admins = ADMIN.get("/uaa/Groups?filter=" + Http.q("displayName eq \"cloud_controller.admin\"")).at("/resources/0/id");
    String org = "{\"name\":\"" + Tenants.unique("org") + "\"}";
    assertThat(ADMIN.post("/uaa/Groups/" + admins + "/members", "{\"origin\":\"uaa\",\"type\":\"USER\",\"value\":\"" + id + "\"}").status()).isEqualTo(201);
    assertThat(ADMIN.post("/uaa/Groups/" + admins + "/members", "{\"value\":\"" + id + "\"}").at("/error")).isEqualTo("member_already_exists");
    assertThat(session.post("/v3/organizations", org).status()).as("a token of before has not got it").isEqualTo(403);
    var boss = TENANTS.login(user);
    assertThat(boss.post("/v3/organizations", org).status()).isEqualTo(201);
    assertThat(ADMIN.get("/uaa/Users/" + id).body()).contains("cloud_controller.admin");
    assertThat(ADMIN.delete("/uaa/Groups/" + admins + "/members/" + id).status()).isEqualTo(200);
    assertThat(boss.delete("/v3/organizations/x").status()).as("taken at once").isNotEqualTo(202);
    assertThat(boss.post("/v3/organizations", "{\"name\":\"" + Tenants.unique("org") + "\"}").status()).isEqualTo(403);
    assertThat(ADMIN.delete("/uaa/Groups/" + admins + "/members/" + id).at("/error")).isEqualTo("member_not_found");
    assertThat(ADMIN.get("/uaa/Groups/" + admins + "/members").body()).contains("\"display\":\"admin\"").doesNotContain(id);
  }

  @Test
  void admin_read_only_and_global_auditor_see_all_and_change_nothing() {
    for (String scope : new String[] {"cloud_controller.admin_read_only", "cloud_controller.global_auditor"}) {
      String user = TENANTS.user();
      String group = ADMIN.get("/uaa/Groups?filter=" + Http.q("displayName eq \"" + scope + "\"")).at("/resources/0/id");
      ADMIN.post("/uaa/Groups/" + group + "/members", "{\"value\":\"" + id(user) + "\"}");
      var reader = TENANTS.login(user);
      String org = TENANTS.organization();
      assertThat(reader.get("/v3/organizations/" + org).status()).isEqualTo(200);
      assertThat(reader.patch("/v3/organizations/" + org, "{\"name\":\"x\"}").status()).isEqualTo(403);
    }
  }

  @Test
  void groups_are_made_renamed_and_deleted() {
    String name = Tenants.unique("team");
    String user = id(TENANTS.user());
    var group = ADMIN.post("/uaa/Groups", "{\"displayName\":\"" + name + "\",\"members\":[{\"value\":\"" + user + "\",\"type\":\"USER\"}]}");
    assertThat(group.status()).isEqualTo(201);
    assertThat(ADMIN.post("/uaa/Groups", "{\"displayName\":\"" + name.toUpperCase(Locale.ROOT) + "\"}").status()).isEqualTo(409);
    assertThat(ADMIN.post("/uaa/Groups", "{\"displayName\":\"a b\"}").at("/error")).isEqualTo("invalid_scim_resource");
    assertThat(ADMIN.post("/uaa/Groups", "{\"displayName\":\"" + name + "2\",\"members\":[{\"value\":\"nobody\"}]}").status()).isEqualTo(404);
    String path = "/uaa/Groups/" + group.at("/id");
    assertThat(ADMIN.get(path + "/members/" + user).at("/value")).isEqualTo(user);
    var changed = ADMIN.put(path, "{\"displayName\":\"" + name + "x\",\"members\":[]}");
    assertThat(changed.at("/displayName")).isEqualTo(name + "x");
    assertThat(changed.json().get("members")).isEmpty();
    assertThat(ADMIN.delete(path).status()).isEqualTo(200);
    assertThat(ADMIN.get(path).at("/error")).isEqualTo("scim_resource_not_found");
    assertThat(ADMIN.get("/uaa/Groups?count=2&startIndex=2").json().get("resources")).hasSize(2);
  }

  private static String id(String user) {
    return ADMIN.get("/uaa/Users?filter=" + Http.q("userName eq \"" + user + "\"")).at("/resources/0/id");
  }
}
