package dev.ingot.controller.securitygroup.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.controller.testing.Http;
import dev.ingot.controller.testing.RunningController;
import dev.ingot.controller.testing.Tenants;
import org.junit.jupiter.api.Test;

class SecurityGroupsIT {
  private static final RunningController CONTROLLER = RunningController.get();
  private static final Http ADMIN = CONTROLLER.admin();
  private static final Tenants TENANTS = new Tenants(CONTROLLER);
  private static final String RULES = "[{\"protocol\":\"tcp\",\"destination\":\"10.0.11.0/24\",\"ports\":\"80,443\",\"log\":true,\"description\":\"web\"},"
      + "{\"protocol\":\"icmp\",\"destination\":\"10.0.11.0/24\",\"type\":8,\"code\":0}]";

  @Test
  void an_admin_makes_changes_and_deletes_a_group() {
    String name = Tenants.unique("group");
    var made = ADMIN.post("/v3/security_groups", "{\"name\":\"" + name + "\",\"rules\":" + RULES + ",\"globally_enabled\":{\"staging\":true}}");
    assertThat(made.status()).as(made.toString()).isEqualTo(201);
    assertThat(made.json().get("globally_enabled").toString()).isEqualTo("{\"running\":false,\"staging\":true}");
    assertThat(made.json().at("/rules/1").toString()).isEqualTo("{\"protocol\":\"icmp\",\"destination\":\"10.0.11.0/24\",\"type\":8,\"code\":0}");
    String group = "/v3/security_groups/" + made.at("/guid");
    assertThat(ADMIN.get("/v3/security_groups?names=" + name).at("/resources/0/guid")).isEqualTo(made.at("/guid"));
    var changed = ADMIN.patch(group, "{\"globally_enabled\":{\"running\":true},\"rules\":[]}");
    assertThat(changed.json().get("globally_enabled").toString()).isEqualTo("{\"running\":true,\"staging\":true}");
    assertThat(changed.json().get("rules")).isEmpty();
    assertThat(ADMIN.get("/v3/security_groups?globally_enabled_running=true&names=" + name).at("/pagination/total_results")).isEqualTo("1");
    assertThat(ADMIN.get("/v3/security_groups?globally_enabled_running=false&names=" + name).at("/pagination/total_results")).isEqualTo("0");
    var anybody = TENANTS.login(TENANTS.user());
    assertThat(anybody.get(group).status()).isEqualTo(200);
    assertThat(anybody.patch(group, "{\"rules\":[]}").status()).isEqualTo(403);
    assertThat(anybody.delete(group).status()).isEqualTo(403);
    assertThat(anybody.post("/v3/security_groups", "{\"name\":\"mine\"}").status()).isEqualTo(403);
    assertThat(ADMIN.job(ADMIN.delete(group)).at("/state")).isEqualTo("COMPLETE");
    assertThat(ADMIN.get(group).detail()).isEqualTo("Security group not found");
    assertThat(ADMIN.delete(group).status()).isEqualTo(404);
  }

  @Test
  void managers_of_a_space_give_and_take_what_they_see() {
    String org = TENANTS.organization();
    String space = TENANTS.space(org);
    var manager = TENANTS.with("space_manager", org, space);
    var developer = TENANTS.with("space_developer", org, space);
    String guid = group();
    String group = "/v3/security_groups/" + guid;
    String data = "{\"data\":[{\"guid\":\"" + space + "\"}]}";
    assertThat(manager.get(group).status()).isEqualTo(404);
    assertThat(manager.post(group + "/relationships/running_spaces", data).status()).isEqualTo(404);
    assertThat(manager.post(group + "/relationships/staging_spaces", data).status()).isEqualTo(404);
    assertThat(ADMIN.post(group + "/relationships/running_spaces", data).json().get("data").toString()).isEqualTo("[{\"guid\":\"" + space + "\"}]");
    assertThat(manager.get(group).at("/relationships/running_spaces/data/0/guid")).isEqualTo(space);
    assertThat(manager.post(group + "/relationships/staging_spaces", data).status()).isEqualTo(200);
    assertThat(developer.post(group + "/relationships/running_spaces", data).status()).isEqualTo(403);
    assertThat(developer.post(group + "/relationships/staging_spaces", data).status()).isEqualTo(403);
    assertThat(developer.get("/v3/spaces/" + space + "/running_security_groups").body()).contains(guid);
    assertThat(developer.get("/v3/spaces/" + space + "/staging_security_groups").body()).contains(guid);
    assertThat(developer.get("/v3/security_groups?running_space_guids=" + space).at("/resources/0/guid")).isEqualTo(guid);
    assertThat(ADMIN.get("/v3/security_groups?staging_space_guids=" + space).at("/pagination/total_results")).isEqualTo("1");
    var stranger = TENANTS.login(TENANTS.user());
    assertThat(stranger.get("/v3/spaces/" + space + "/running_security_groups").status()).isEqualTo(404);
    assertThat(stranger.get("/v3/spaces/" + space + "/staging_security_groups").status()).isEqualTo(404);
    assertThat(developer.delete(group + "/relationships/running_spaces/" + space).status()).isEqualTo(403);
    assertThat(developer.delete(group + "/relationships/staging_spaces/" + space).status()).isEqualTo(403);
    assertThat(manager.delete(group + "/relationships/staging_spaces/" + space).status()).isEqualTo(204);
    assertThat(manager.delete(group + "/relationships/staging_spaces/" + space).detail())
        .isEqualTo("Unable to unbind security group from space with guid '" + space + "'. Ensure the space is bound to this security group.");
    assertThat(manager.delete(group + "/relationships/running_spaces/" + space).status()).isEqualTo(204);
    assertThat(ADMIN.delete(group + "/relationships/running_spaces/nope").status()).isEqualTo(422);
    assertThat(ADMIN.job(ADMIN.delete("/v3/spaces/" + space)).at("/state")).isEqualTo("COMPLETE");
  }

  @Test
  void bad_groups_are_refused_in_words() {
    String name = Tenants.unique("group");
    ADMIN.post("/v3/security_groups", "{\"name\":\"" + name + "\"}");
    String guid = group();
    assertThat(ADMIN.post("/v3/security_groups", "{\"name\":\"" + name + "\"}").detail()).isEqualTo("Security group with name '" + name + "' already exists.");
    assertThat(ADMIN.post("/v3/security_groups", "{\"rules\":[]}").detail()).isEqualTo("Name can't be blank");
    assertThat(ADMIN.post("/v3/security_groups", "{\"name\":\"x\",\"rules\":{}}").status()).isEqualTo(422);
    assertThat(ADMIN.post("/v3/security_groups", "{\"name\":\"x\",\"rules\":[{\"protocol\":\"tcp\",\"destination\":\"10.0.0.1\",\"ports\":80}]}").status()).isEqualTo(422);
    assertThat(ADMIN.post("/v3/security_groups", "{\"name\":\"x\",\"rules\":[{\"color\":\"red\"}]}").detail()).isEqualTo("Unknown field(s): 'color'");
    assertThat(ADMIN.post("/v3/security_groups", "{\"name\":\"x\",\"rules\":[{\"protocol\":\"all\",\"destination\":\"nowhere\"}]}").detail())
        .isEqualTo("Rules[0]: destination must contain valid CIDR(s), IP address(es), or IP address range(s)");
    assertThat(ADMIN.post("/v3/security_groups", "{\"name\":\"x\",\"globally_enabled\":{\"running\":\"yes\"}}").status()).isEqualTo(422);
    assertThat(ADMIN.post("/v3/security_groups", "{\"name\":\"x\",\"relationships\":{\"running_spaces\":{\"data\":[{\"guid\":\"nope\"}]}}}").detail())
        .isEqualTo("Spaces with guids [nope] do not exist.");
    assertThat(ADMIN.patch("/v3/security_groups/" + guid, "{\"name\":\"\"}").status()).isEqualTo(422);
    assertThat(ADMIN.post("/v3/security_groups/" + guid + "/relationships/running_spaces", "{\"data\":[{\"guid\":\"nope\"}]}").detail())
        .isEqualTo("Spaces with guids [nope] do not exist, or you do not have access to them.");
    assertThat(ADMIN.post("/v3/security_groups/" + guid + "/relationships/staging_spaces", "{}").status()).isEqualTo(422);
    assertThat(ADMIN.get("/v3/security_groups?globally_enabled_running=maybe").status()).isEqualTo(400);
    String space = TENANTS.space(TENANTS.organization());
    assertThat(ADMIN.get("/v3/spaces/" + space + "/running_security_groups?color=red").status()).isEqualTo(400);
    assertThat(ADMIN.get("/v3/spaces/" + space + "/staging_security_groups?color=red").status()).isEqualTo(400);
  }

  private static String group() {
    return ADMIN.post("/v3/security_groups", "{\"name\":\"" + Tenants.unique("group") + "\",\"rules\":" + RULES + "}").at("/guid");
  }
}
