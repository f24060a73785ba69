package dev.ingot.controller.environment.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.controller.app.http.Pusher;
import dev.ingot.controller.environment.AppEnvironment;
import dev.ingot.controller.packages.archive.Zips;
import dev.ingot.controller.testing.Http;
import dev.ingot.controller.testing.RunningController;
import dev.ingot.controller.testing.Tenants;
import org.junit.jupiter.api.Test;

class VariableGroupsIT {
  private static final RunningController CONTROLLER = RunningController.get();
  private static final Http ADMIN = CONTROLLER.admin();
  private static final Tenants TENANTS = new Tenants(CONTROLLER);
  private static final String RUNNING = "/v3/environment_variable_groups/running";
  private static final String STAGING = "/v3/environment_variable_groups/staging";

  @Test
  void all_apps_get_the_variables_unless_they_say_otherwise() {
    String space = TENANTS.space(TENANTS.organization());
    String app = new Pusher(CONTROLLER, ADMIN, space).pushed(Tenants.unique("grouped"), new Zips().file("a", "1").bytes());
    var set = ADMIN.patch(RUNNING, "{\"var\":{\"PROXY\":\"p:1\",\"OWN\":\"group\",\"GONE\":\"x\"}}");
    assertThat(set.status()).as(set.toString()).isEqualTo(200);
    assertThat(ADMIN.patch(STAGING, "{\"var\":{\"MIRROR\":\"m\"}}").at("/var/MIRROR")).isEqualTo("m");
    assertThat(ADMIN.patch(RUNNING, "{\"var\":{\"GONE\":null}}").json().get("var").toString()).isEqualTo("{\"OWN\":\"group\",\"PROXY\":\"p:1\"}");
    ADMIN.patch("/v3/apps/" + app + "/environment_variables", "{\"var\":{\"OWN\":\"mine\"}}");
    var environment = CONTROLLER.bean(AppEnvironment.class);
    String process = ADMIN.get("/v3/apps/" + app + "/processes/web").at("/guid");
    assertThat(environment.running(app, process)).containsEntry("PROXY", "p:1").containsEntry("OWN", "mine").doesNotContainKeys("GONE", "MIRROR");
    String build = ADMIN.get("/v3/apps/" + app + "/builds").at("/resources/0/guid");
    assertThat(environment.staging(build)).containsEntry("MIRROR", "m").doesNotContainKey("PROXY");
    var shown = ADMIN.get("/v3/apps/" + app + "/env");
    assertThat(shown.at("/running_env_json/PROXY")).isEqualTo("p:1");
    assertThat(shown.at("/staging_env_json/MIRROR")).isEqualTo("m");
    assertThat(ADMIN.patch(RUNNING, "{\"var\":{\"PROXY\":null,\"OWN\":null}}").json().get("var")).isEmpty();
    assertThat(ADMIN.patch(STAGING, "{\"var\":{\"MIRROR\":null}}").json().get("var")).isEmpty();
  }

  @Test
  void only_admins_change_them_and_only_to_texts() {
    var user = TENANTS.login(TENANTS.user());
    assertThat(user.get(RUNNING).at("/name")).isEqualTo("running");
    assertThat(user.get(STAGING).at("/name")).isEqualTo("staging");
    assertThat(user.patch(RUNNING, "{\"var\":{\"A\":\"b\"}}").status()).isEqualTo(403);
    assertThat(ADMIN.get("/v3/environment_variable_groups/other").detail()).isEqualTo("Environment variable group not found");
    assertThat(ADMIN.patch("/v3/environment_variable_groups/other", "{\"var\":{}}").status()).isEqualTo(404);
    assertThat(ADMIN.patch(RUNNING, "{\"var\":{\"A\":1}}").detail()).isEqualTo("Var Non-string value in environment variable for key 'A', value '1'");
    assertThat(ADMIN.patch(RUNNING, "{\"var\":{\"VCAP_X\":\"1\"}}").status()).isEqualTo(422);
    assertThat(ADMIN.patch(RUNNING, "{\"var\":{\"PORT\":\"1\"}}").status()).isEqualTo(422);
    assertThat(ADMIN.patch(RUNNING, "{\"var\":[]}").status()).isEqualTo(422);
    assertThat(ADMIN.patch(RUNNING, "{}").status()).isEqualTo(200);
  }
}
