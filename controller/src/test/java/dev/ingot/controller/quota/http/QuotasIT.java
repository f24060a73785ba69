package dev.ingot.controller.quota.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.controller.testing.Http;
import dev.ingot.controller.testing.RunningController;
import dev.ingot.controller.testing.Tenants;
import org.junit.jupiter.api.Test;

/** Org and space quotas as data: who makes, changes, applies and deletes them. */
class QuotasIT {
  private static final RunningController CONTROLLER = RunningController.get();
  private static final Http ADMIN = CONTROLLER.admin();
  private static final Tenants TENANTS = new Tenants(CONTROLLER);

  @Test
  void an_org_quota_is_what_the_request_says_and_unlimited_elsewhere() {
    String name = Tenants.unique("quota");
    var made = ADMIN.post("/v3/organization_quotas", """
        {"name":"%s","apps":{"total_memory_in_mb":5120,"per_process_memory_in_mb":null},"services":{"paid_services_allowed":false,"total_service_instances":0},
         "routes":{"total_routes":8,"total_reserved_ports":4},"domains":{"total_domains":7}}""".formatted(name));
    assertThat(made.status()).as(made.toString()).isEqualTo(201);
    assertThat(made.json().get("apps").toString()).isEqualTo(
        "{\"total_memory_in_mb\":5120,\"per_process_memory_in_mb\":null,\"total_instances\":null,\"per_app_tasks\":null,\"log_rate_limit_in_bytes_per_second\":null}");
    assertThat(made.json().get("services").toString()).isEqualTo("{\"paid_services_allowed\":false,\"total_service_instances\":0,\"total_service_keys\":null}");
    String quota = "/v3/organization_quotas/" + made.at("/guid");
    assertThat(ADMIN.get(quota).body()).isEqualTo(made.body());
    var half = ADMIN.post("/v3/organization_quotas", """
        {"name":"%s-half","services":{"total_service_instances":0,"paid_services_allowed":false},"routes":{"total_routes":null,"total_reserved_ports":0}}""".formatted(name));
    assertThat(ADMIN.get("/v3/organization_quotas/" + half.at("/guid")).json().get("services")).isEqualTo(half.json().get("services"));
    assertThat(half.json().get("routes").toString()).isEqualTo("{\"total_routes\":null,\"total_reserved_ports\":0}");
    assertThat(ADMIN.get("/v3/organization_quotas/" + half.at("/guid")).json().get("routes")).isEqualTo(half.json().get("routes"));
    var changed = ADMIN.patch(quota, "{\"name\":\"" + name + "-2\",\"apps\":{\"total_memory_in_mb\":null,\"total_instances\":3},\"services\":{},\"routes\":{}}");
    assertThat(changed.status()).as(changed.toString()).isEqualTo(200);
    assertThat(changed.at("/name")).isEqualTo(name + "-2");
    assertThat(changed.json().at("/apps/total_memory_in_mb").isNull()).isTrue();
    assertThat(changed.json().at("/apps/total_instances").asInt()).isEqualTo(3);
    assertThat(changed.json().at("/routes/total_routes").asInt()).isEqualTo(8);
    assertThat(ADMIN.get("/v3/organization_quotas?names=" + name + "-2").at("/resources/0/guid")).isEqualTo(made.at("/guid"));
    assertThat(ADMIN.job(ADMIN.delete(quota)).at("/state")).isEqualTo("COMPLETE");
    assertThat(ADMIN.get(quota).detail()).isEqualTo("Organization quota not found");
    assertThat(ADMIN.get("/v3/audit_events?types=audit.organization_quota.create,audit.organization_quota.update,audit.organization_quota.delete&target_guids="
        + made.at("/guid")).at("/pagination/total_results")).isEqualTo("3");
  }

  @Test
  void bad_org_quotas_are_refused_in_words() {
    String name = Tenants.unique("quota");
    String guid = orgQuota(name, "{}");
    assertThat(ADMIN.post("/v3/organization_quotas", "{\"name\":\"" + name + "\"}").detail()).isEqualTo("Organization Quota '" + name + "' already exists.");
    assertThat(ADMIN.post("/v3/organization_quotas", "{}").detail()).isEqualTo("Name can't be blank");
    assertThat(ADMIN.post("/v3/organization_quotas", "{\"name\":\"x\",\"apps\":{\"total_memory_in_mb\":-1}}").detail())
        .isEqualTo("Apps total memory in mb must be greater than or equal to 0");
    assertThat(ADMIN.post("/v3/organization_quotas", "{\"name\":\"x\",\"apps\":{\"total_memory_in_mb\":99999999999999999999}}").status()).isEqualTo(422);
    assertThat(ADMIN.post("/v3/organization_quotas", "{\"name\":\"x\",\"apps\":{\"total_memory_in_mb\":\"1\"}}").status()).isEqualTo(422);
    assertThat(ADMIN.post("/v3/organization_quotas", "{\"name\":\"x\",\"apps\":{\"color\":1}}").detail()).isEqualTo("Unknown field(s): 'color'");
    assertThat(ADMIN.post("/v3/organization_quotas", "{\"name\":\"x\",\"relationships\":{\"organizations\":{\"data\":[{\"guid\":\"nope\"}]}}}").detail())
        .isEqualTo("Organizations with guids [nope] do not exist, or you do not have access to them.");
    assertThat(ADMIN.patch("/v3/organization_quotas/" + guid, "{\"routes\":{\"total_routes\":-5}}").status()).isEqualTo(422);
    assertThat(ADMIN.patch("/v3/organization_quotas/nope", "{}").status()).isEqualTo(404);
    assertThat(ADMIN.post("/v3/organization_quotas/" + guid + "/relationships/organizations", "{}").status()).isEqualTo(422);
    assertThat(ADMIN.post("/v3/organization_quotas/" + guid + "/relationships/organizations", "{\"data\":[{\"guid\":\"nope\"}]}").detail())
        .isEqualTo("Organizations with guids [nope] do not exist");
    assertThat(ADMIN.post("/v3/organization_quotas/" + guid + "/relationships/organizations", "{\"data\":[{\"guid\":null}]}").status()).isEqualTo(422);
    assertThat(ADMIN.get("/v3/organization_quotas?color=red").status()).isEqualTo(400);
  }

  @Test
  void an_org_quota_in_use_stays_and_is_seen_by_the_org_only() {
    String org = TENANTS.organization();
    String guid = orgQuota(Tenants.unique("quota"), "{}");
    var applied = ADMIN.post("/v3/organization_quotas/" + guid + "/relationships/organizations", "{\"data\":[{\"guid\":\"" + org + "\"}]}");
    assertThat(applied.status()).as(applied.toString()).isEqualTo(200);
    assertThat(applied.json().get("data").toString()).isEqualTo("[{\"guid\":\"" + org + "\"}]");
    assertThat(ADMIN.get("/v3/organizations/" + org).at("/relationships/quota/data/guid")).isEqualTo(guid);
    assertThat(ADMIN.get("/v3/organization_quotas?organization_guids=" + org).at("/resources/0/guid")).isEqualTo(guid);
    assertThat(ADMIN.delete("/v3/organization_quotas/" + guid).detail())
        .isEqualTo("This quota is applied to one or more organizations. Apply different quotas to those organizations before deleting.");
    var member = TENANTS.with("organization_user", org, "");
    assertThat(member.get("/v3/organization_quotas/" + guid).at("/relationships/organizations/data/0/guid")).isEqualTo(org);
    assertThat(member.get("/v3/organization_quotas").at("/pagination/total_results")).isEqualTo("1");
    assertThat(TENANTS.login(TENANTS.user()).get("/v3/organization_quotas/" + guid).status()).isEqualTo(404);
    var manager = TENANTS.with("organization_manager", org, "");
    assertThat(manager.post("/v3/organization_quotas", "{\"name\":\"mine\"}").status()).isEqualTo(403);
    assertThat(manager.patch("/v3/organization_quotas/" + guid, "{\"name\":\"mine\"}").status()).isEqualTo(403);
    assertThat(manager.delete("/v3/organization_quotas/" + guid).status()).isEqualTo(403);
    assertThat(manager.post("/v3/organization_quotas/" + guid + "/relationships/organizations", "{\"data\":[{\"guid\":\"" + org + "\"}]}").status()).isEqualTo(403);
  }

  @Test
  void org_managers_make_apply_and_delete_space_quotas() {
    String org = TENANTS.organization();
    String space = TENANTS.space(org);
    var manager = TENANTS.with("organization_manager", org, "");
    String name = Tenants.unique("quota");
    var made = manager.post("/v3/space_quotas", "{\"name\":\"" + name + "\",\"apps\":{\"total_memory_in_mb\":100},\"relationships\":" + inOrg(org) + "}");
    assertThat(made.status()).as(made.toString()).isEqualTo(201);
    String quota = "/v3/space_quotas/" + made.at("/guid");
    assertThat(made.at("/relationships/organization/data/guid")).isEqualTo(org);
    assertThat(manager.patch(quota, "{\"apps\":{\"total_instances\":5}}").json().at("/apps/total_memory_in_mb").asInt()).isEqualTo(100);
    var developer = TENANTS.with("space_developer", org, space);
    assertThat(developer.get(quota).status()).isEqualTo(404);
    var applied = manager.post(quota + "/relationships/spaces", "{\"data\":[{\"guid\":\"" + space + "\"}]}");
    assertThat(applied.json().get("data").toString()).as(applied.toString()).isEqualTo("[{\"guid\":\"" + space + "\"}]");
    assertThat(ADMIN.get("/v3/spaces/" + space).at("/relationships/quota/data/guid")).isEqualTo(made.at("/guid"));
    assertThat(ADMIN.get("/v3/spaces/" + space).at("/links/quota/href")).endsWith(quota);
    assertThat(developer.get(quota).at("/relationships/spaces/data/0/guid")).isEqualTo(space);
    assertThat(developer.get("/v3/space_quotas?organization_guids=" + org + "&names=" + name).at("/pagination/total_results")).isEqualTo("1");
    assertThat(developer.get("/v3/space_quotas?space_guids=" + space).at("/pagination/total_results")).isEqualTo("1");
    assertThat(TENANTS.with("organization_user", org, "").get(quota).status()).isEqualTo(404);
    assertThat(developer.patch(quota, "{}").status()).isEqualTo(403);
    assertThat(developer.delete(quota).status()).isEqualTo(403);
    assertThat(developer.post(quota + "/relationships/spaces", "{\"data\":[]}").status()).isEqualTo(403);
    assertThat(developer.delete(quota + "/relationships/spaces/" + space).status()).isEqualTo(403);
    assertThat(developer.post("/v3/space_quotas", "{\"name\":\"mine\",\"relationships\":" + inOrg(org) + "}").status()).isEqualTo(403);
    assertThat(manager.delete(quota).detail()).isEqualTo("This quota is applied to one or more spaces. Remove this quota from all spaces before deleting.");
    assertThat(manager.delete(quota + "/relationships/spaces/" + space).status()).isEqualTo(204);
    assertThat(manager.delete(quota + "/relationships/spaces/" + space).detail())
        .isEqualTo("Unable to remove quota from space with guid '" + space + "'. Ensure the space quota is applied to this space.");
    assertThat(manager.job(manager.delete(quota)).at("/state")).isEqualTo("COMPLETE");
    assertThat(manager.get(quota).detail()).isEqualTo("Space quota not found");
  }

  @Test
  void bad_space_quotas_are_refused_in_words() {
    String org = TENANTS.organization();
    String space = TENANTS.space(org);
    String elsewhere = TENANTS.space(TENANTS.organization());
    String name = Tenants.unique("quota");
    var made = ADMIN.post("/v3/space_quotas", "{\"name\":\"" + name + "\",\"relationships\":{\"organization\":{\"data\":{\"guid\":\"" + org
        + "\"}},\"spaces\":{\"data\":[{\"guid\":\"" + space + "\"}]}}}");
    String quota = "/v3/space_quotas/" + made.at("/guid");
    assertThat(ADMIN.get(quota).at("/relationships/spaces/data/0/guid")).isEqualTo(space);
    assertThat(ADMIN.post("/v3/space_quotas", "{\"name\":\"" + name + "\",\"relationships\":" + inOrg(org) + "}").detail())
        .isEqualTo("Space Quota '" + name + "' already exists.");
    assertThat(ADMIN.post("/v3/space_quotas", "{\"name\":\"x\"}").status()).isEqualTo(422);
    assertThat(ADMIN.post("/v3/space_quotas", "{\"name\":\"x\",\"relationships\":" + inOrg("nope") + "}").detail())
        .isEqualTo("Organization with guid 'nope' does not exist, or you do not have access to it.");
    assertThat(ADMIN.post("/v3/space_quotas", "{\"name\":\"x\",\"domains\":{},\"relationships\":" + inOrg(org) + "}").detail()).isEqualTo("Unknown field(s): 'domains'");
    assertThat(ADMIN.patch(quota, "{\"services\":{\"total_service_keys\":-2}}").status()).isEqualTo(422);
    assertThat(ADMIN.post(quota + "/relationships/spaces", "{\"data\":[{\"guid\":\"" + elsewhere + "\"}]}").detail())
        .isEqualTo("Space quotas cannot be applied outside of their owning organization.");
    assertThat(ADMIN.post(quota + "/relationships/spaces", "{\"data\":[{\"guid\":\"nope\"}]}").detail())
        .isEqualTo("Spaces with guids [nope] do not exist, or you do not have access to them.");
    assertThat(ADMIN.post(quota + "/relationships/spaces", "{\"data\":\"x\"}").status()).isEqualTo(422);
    assertThat(ADMIN.delete("/v3/space_quotas/nope").status()).isEqualTo(404);
    assertThat(ADMIN.job(ADMIN.delete("/v3/organizations/" + org)).at("/state")).isEqualTo("COMPLETE");
    assertThat(ADMIN.get(quota).status()).isEqualTo(404);
  }

  @Test
  void a_suspended_org_keeps_its_space_quotas_from_its_managers() {
    String org = TENANTS.organization();
    var manager = TENANTS.with("organization_manager", org, "");
    ADMIN.patch("/v3/organizations/" + org, "{\"suspended\":true}");
    assertThat(manager.post("/v3/space_quotas", "{\"name\":\"x\",\"relationships\":" + inOrg(org) + "}").title()).isEqualTo("CF-OrgSuspended");
    assertThat(ADMIN.post("/v3/space_quotas", "{\"name\":\"x\",\"relationships\":" + inOrg(org) + "}").status()).isEqualTo(201);
  }

  private static String orgQuota(String name, String apps) {
    return ADMIN.post("/v3/organization_quotas", "{\"name\":\"" + name + "\",\"apps\":" + apps + "}").at("/guid");
  }

  private static String inOrg(String org) {
    return "{\"organization\":{\"data\":{\"guid\":\"" + org + "\"}}}";
  }
}
