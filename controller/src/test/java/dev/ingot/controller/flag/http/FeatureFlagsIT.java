package dev.ingot.controller.flag.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.controller.app.http.Pusher;
import dev.ingot.controller.packages.archive.Zips;
import dev.ingot.controller.testing.Http;
import dev.ingot.controller.testing.RunningController;
import dev.ingot.controller.testing.Tenants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FeatureFlagsIT {
  private static final RunningController CONTROLLER = RunningController.get();
  private static final Http ADMIN = CONTROLLER.admin();
  private static final Tenants TENANTS = new Tenants(CONTROLLER);
  private static final String[] CHANGED = {"user_org_creation=false", "app_scaling=true", "app_bits_upload=true", "env_var_visibility=true",
      "space_developer_env_var_visibility=true", "set_roles_by_username=true", "resource_matching=true", "diego_docker=true"};

  @AfterEach
  void back() {
    for (String flag : CHANGED) {
      String[] parts = flag.split("=");
      ADMIN.patch("/v3/feature_flags/" + parts[0], "{\"enabled\":" + parts[1] + ",\"custom_error_message\":null}");
    }
  }

  @Test
  void flags_are_listed_read_and_changed() {
    var user = TENANTS.login(TENANTS.user());
    var all = user.get("/v3/feature_flags?per_page=100");
    assertThat(all.json().get("resources")).hasSizeGreaterThanOrEqualTo(19);
    assertThat(user.get("/v3/feature_flags?per_page=2&page=2").json().get("resources")).hasSize(2);
    assertThat(user.get("/v3/feature_flags?names=x").status()).isEqualTo(400);
    assertThat(user.get("/v3/feature_flags/route_sharing").json().get("enabled").asBoolean()).isFalse();
    assertThat(user.get("/v3/feature_flags/nope").detail()).isEqualTo("Feature flag not found");
    assertThat(ADMIN.patch("/v3/feature_flags/nope", "{\"enabled\":true}").detail()).isEqualTo("Feature flag not found");
    assertThat(user.patch("/v3/feature_flags/app_scaling", "{\"enabled\":false}").status()).isEqualTo(403);
    assertThat(ADMIN.patch("/v3/feature_flags/app_scaling", "{\"enabled\":\"no\"}").status()).isEqualTo(422);
    assertThat(ADMIN.patch("/v3/feature_flags/app_scaling", "{\"color\":1}").detail()).isEqualTo("Unknown field(s): 'color'");
    assertThat(ADMIN.patch("/v3/feature_flags/app_scaling", "{\"custom_error_message\":\"\"}").status()).isEqualTo(422);
    var off = ADMIN.patch("/v3/feature_flags/app_scaling", "{\"enabled\":false,\"custom_error_message\":\"ask ops\"}");
    assertThat(off.at("/custom_error_message")).as(off.toString()).isEqualTo("ask ops");
    assertThat(off.at("/updated_at")).isNotEmpty();
    assertThat(ADMIN.patch("/v3/feature_flags/app_scaling", "{\"enabled\":true}").at("/custom_error_message")).isEqualTo("ask ops");
    assertThat(ADMIN.patch("/v3/feature_flags/app_scaling", "{\"custom_error_message\":null}").json().get("custom_error_message").isNull()).isTrue();
  }

  @Test
  void what_is_switched_off_is_refused_to_all_but_admins() {
    String org = TENANTS.organization();
    String space = TENANTS.space(org);
    var developer = TENANTS.with("space_developer", org, space);
    String app = new Pusher(CONTROLLER, developer, space).pushed(Tenants.unique("flagged"), new Zips().file("a", "1").bytes());
    off("app_scaling", null);
    String scale = "/v3/apps/" + app + "/processes/web/actions/scale";
    assertThat(developer.post(scale, "{\"instances\":2}").title()).isEqualTo("CF-FeatureDisabled");
    assertThat(developer.post(scale, "{\"instances\":2}").detail()).isEqualTo("Feature Disabled: app_scaling");
    assertThat(ADMIN.post(scale, "{\"instances\":2}").status()).isEqualTo(202);
    off("app_scaling", "call us");
    assertThat(developer.post(scale, "{\"instances\":2}").detail()).isEqualTo("Feature Disabled: call us");
    off("app_bits_upload", null);
    String bits = developer.post("/v3/packages", "{\"type\":\"bits\",\"relationships\":{\"app\":{\"data\":{\"guid\":\"" + app + "\"}}}}").at("/guid");
    assertThat(developer.send("POST", "/v3/packages/" + bits + "/upload", "multipart/form-data; boundary=x", "--x--").detail()).isEqualTo("Feature Disabled: app_bits_upload");
    assertThat(developer.post("/v3/resource_matches", "{\"resources\":[]}").detail()).isEqualTo("Feature Disabled: app_bits_upload");
    off("space_developer_env_var_visibility", null);
    assertThat(developer.get("/v3/apps/" + app + "/env").detail()).isEqualTo("Feature Disabled: space_developer_env_var_visibility");
    assertThat(developer.get("/v3/apps/" + app + "/environment_variables").status()).isEqualTo(403);
    assertThat(ADMIN.get("/v3/apps/" + app + "/env").status()).isEqualTo(200);
    off("env_var_visibility", null);
    assertThat(ADMIN.get("/v3/apps/" + app + "/env").detail()).isEqualTo("Feature Disabled: env_var_visibility");
    off("diego_docker", null);
    assertThat(ADMIN.post("/v3/apps", "{\"name\":\"d\",\"lifecycle\":{\"type\":\"docker\",\"data\":{}},\"relationships\":{\"space\":{\"data\":{\"guid\":\"" + space + "\"}}}}")
        .detail()).isEqualTo("Feature Disabled: diego_docker");
    off("set_roles_by_username", null);
    var manager = TENANTS.login(managerOf(org));
    assertThat(TENANTS.give(manager, "organization_auditor", "admin", "organization", org).detail()).isEqualTo("Feature Disabled: set_roles_by_username");
  }

  @Test
  void who_makes_an_org_manages_it() {
    String name = TENANTS.user();
    var user = TENANTS.login(name);
    String body = "{\"name\":\"" + Tenants.unique("mine") + "\"}";
    assertThat(user.post("/v3/organizations", body).status()).isEqualTo(403);
    ADMIN.patch("/v3/feature_flags/user_org_creation", "{\"enabled\":true}");
    assertThat(user.post("/v3/organizations", body.replace("}", ",\"suspended\":true}")).status()).isEqualTo(403);
    var made = user.post("/v3/organizations", body);
    assertThat(made.status()).as(made.toString()).isEqualTo(201);
    assertThat(user.get("/v3/roles?organization_guids=" + made.at("/guid")).at("/pagination/total_results")).isEqualTo("2");
    assertThat(user.post("/v3/spaces", "{\"name\":\"s\",\"relationships\":{\"organization\":{\"data\":{\"guid\":\"" + made.at("/guid") + "\"}}}}").status()).isEqualTo(201);
  }

  private static String managerOf(String org) {
    String user = TENANTS.user();
    String guid = ADMIN.get("/v3/users?usernames=" + user).at("/resources/0/guid");
    var given = ADMIN.post("/v3/roles", "{\"type\":\"organization_manager\",\"relationships\":{\"user\":{\"data\":{\"guid\":\"" + guid
        + "\"}},\"organization\":{\"data\":{\"guid\":\"" + org + "\"}}}}");
    assertThat(given.status()).as(given.toString()).isEqualTo(201);
    return user;
  }

  private static void off(String flag, @org.jspecify.annotations.Nullable String message) {
    var answer = ADMIN.patch("/v3/feature_flags/" + flag, "{\"enabled\":false,\"custom_error_message\":" + (message == null ? "null" : "\"" + message + "\"") + "}");
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
  }
}
