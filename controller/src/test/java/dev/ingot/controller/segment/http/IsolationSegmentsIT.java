package dev.ingot.controller.segment.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.controller.testing.Http;
import dev.ingot.controller.testing.RunningController;
import dev.ingot.controller.testing.Tenants;
import org.junit.jupiter.api.Test;

class IsolationSegmentsIT {
  private static final RunningController CONTROLLER = RunningController.get();
  private static final Http ADMIN = CONTROLLER.admin();
  private static final Tenants TENANTS = new Tenants(CONTROLLER);
  private static final String SHARED = "/v3/isolation_segments/933b4c58-120b-499a-b85d-4b6fc9e2903b";

  @Test
  void an_admin_makes_changes_and_deletes_a_segment() {
    String name = Tenants.unique("segment");
    var made = ADMIN.post("/v3/isolation_segments", "{\"name\":\"" + name + "\",\"metadata\":{\"labels\":{\"a\":\"b\"}}}");
    assertThat(made.status()).as(made.toString()).isEqualTo(201);
    String segment = "/v3/isolation_segments/" + made.at("/guid");
    assertThat(ADMIN.patch(segment, "{\"name\":\"" + name + "-2\"}").at("/name")).isEqualTo(name + "-2");
    assertThat(ADMIN.get("/v3/isolation_segments?names=" + name + "-2").at("/pagination/total_results")).isEqualTo("1");
    assertThat(ADMIN.get("/v3/isolation_segments?names=shared").at("/resources/0/name")).isEqualTo("shared");
    assertThat(ADMIN.post("/v3/isolation_segments", "{\"name\":\"" + name + "-2\"}").status()).isEqualTo(422);
    assertThat(ADMIN.post("/v3/isolation_segments", "{\"name\":\" \"}").detail()).isEqualTo("Name can't be blank");
    assertThat(ADMIN.patch(SHARED, "{\"name\":\"mine\"}").detail()).isEqualTo("Cannot update the shared Isolation Segment");
    assertThat(ADMIN.delete(SHARED).detail()).isEqualTo("Cannot delete the shared Isolation Segment");
    var user = TENANTS.login(TENANTS.user());
    assertThat(user.get(segment).detail()).isEqualTo("Isolation segment not found");
    assertThat(user.get(segment + "/relationships/organizations").status()).isEqualTo(404);
    assertThat(user.get(segment + "/relationships/spaces").status()).isEqualTo(404);
    assertThat(user.get(segment + "/organizations").status()).isEqualTo(404);
    assertThat(user.get("/v3/isolation_segments").at("/pagination/total_results")).isEqualTo("0");
    assertThat(user.post("/v3/isolation_segments", "{\"name\":\"mine\"}").status()).isEqualTo(403);
    assertThat(user.patch(segment, "{\"name\":\"mine\"}").status()).isEqualTo(403);
    assertThat(user.delete(segment).status()).isEqualTo(403);
    assertThat(ADMIN.delete(segment).status()).isEqualTo(204);
    assertThat(ADMIN.get(segment).status()).isEqualTo(404);
    assertThat(ADMIN.get("/v3/isolation_segments?color=red").status()).isEqualTo(400);
    assertThat(ADMIN.get(SHARED + "/organizations?color=red").status()).isEqualTo(400);
  }

  @Test
  void orgs_use_what_they_are_entitled_to() {
    String org = TENANTS.organization();
    String space = TENANTS.space(org);
    String guid = ADMIN.post("/v3/isolation_segments", "{\"name\":\"" + Tenants.unique("segment") + "\"}").at("/guid");
    String segment = "/v3/isolation_segments/" + guid;
    String toOrg = "{\"data\":[{\"guid\":\"" + org + "\"}]}";
    String one = "{\"data\":{\"guid\":\"" + guid + "\"}}";
    String ofOrg = "/v3/organizations/" + org + "/relationships/default_isolation_segment";
    String ofSpace = "/v3/spaces/" + space + "/relationships/isolation_segment";
    var manager = TENANTS.with("organization_manager", org, "");
    var spaceManager = TENANTS.with("space_manager", org, space);
    assertThat(manager.patch(ofOrg, one).detail()).isEqualTo("Unable to assign isolation segment with guid '" + guid + "'. Ensure it has been entitled to the organization.");
    assertThat(manager.patch(ofSpace, one).detail()).isEqualTo("Unable to assign isolation segment with guid '" + guid
        + "'. Ensure it has been entitled to the organization that this space belongs to.");
    assertThat(manager.post(segment + "/relationships/organizations", toOrg).status()).isEqualTo(403);
    assertThat(ADMIN.post(segment + "/relationships/organizations", "{\"data\":[{\"guid\":\"nope\"}]}").detail())
        .isEqualTo("Unable to entitle organizations ['nope'] for the isolation segment. Ensure the organizations exist.");
    assertThat(ADMIN.post(segment + "/relationships/organizations", toOrg).json().get("data").toString()).isEqualTo("[{\"guid\":\"" + org + "\"}]");
    assertThat(manager.get(segment + "/relationships/organizations").at("/data/0/guid")).isEqualTo(org);
    assertThat(manager.get(segment + "/organizations").at("/resources/0/guid")).isEqualTo(org);
    assertThat(manager.get("/v3/isolation_segments?organization_guids=" + org).at("/resources/0/guid")).isEqualTo(guid);
    assertThat(manager.get(ofOrg).json().get("data").isNull()).isTrue();
    assertThat(manager.patch(ofOrg, one).at("/data/guid")).isEqualTo(guid);
    assertThat(spaceManager.get(ofSpace).json().get("data").isNull()).isTrue();
    assertThat(spaceManager.patch(ofSpace, one).status()).isEqualTo(403);
    assertThat(spaceManager.patch(ofOrg, one).status()).isEqualTo(403);
    assertThat(manager.patch(ofSpace, one).at("/data/guid")).isEqualTo(guid);
    assertThat(manager.get(segment + "/relationships/spaces").json().get("data").toString()).isEqualTo("[{\"guid\":\"" + space + "\"}]");
    assertThat(ADMIN.patch(segment, "{\"name\":\"other\"}").status()).isEqualTo(422);
    assertThat(ADMIN.delete(segment).detail()).isEqualTo("Revoke the Organization entitlements for your Isolation Segment.");
    assertThat(manager.delete(segment + "/relationships/organizations/" + org).status()).isEqualTo(403);
    assertThat(ADMIN.delete(segment + "/relationships/organizations/" + org).detail())
        .isEqualTo("Cannot remove the entitlement while this Isolation Segment is assigned as the Default Isolation Segment for the Organization.");
    assertThat(manager.patch(ofOrg, "{\"data\":null}").json().get("data").isNull()).isTrue();
    assertThat(ADMIN.delete(segment + "/relationships/organizations/" + org).detail()).contains("Currently assigned to: '");
    assertThat(manager.patch(ofSpace, "{\"data\":null}").json().get("data").isNull()).isTrue();
    assertThat(ADMIN.delete(segment + "/relationships/organizations/" + org).status()).isEqualTo(204);
    assertThat(ADMIN.delete(segment + "/relationships/organizations/nope").status()).isEqualTo(404);
    var stranger = TENANTS.login(TENANTS.user());
    assertThat(stranger.get(ofOrg).status()).isEqualTo(404);
    assertThat(stranger.get(ofSpace).status()).isEqualTo(404);
    assertThat(ADMIN.patch(ofOrg, "{\"data\":7}").status()).isEqualTo(422);
    assertThat(ADMIN.patch(ofSpace, "{\"data\":7}").status()).isEqualTo(422);
  }
}
