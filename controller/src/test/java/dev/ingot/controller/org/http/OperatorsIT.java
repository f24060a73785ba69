package dev.ingot.controller.org.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.controller.app.http.Pusher;
import dev.ingot.controller.packages.archive.Zips;
import dev.ingot.controller.staging.db.CacheVersions;
import dev.ingot.controller.testing.Http;
import dev.ingot.controller.testing.RunningController;
import dev.ingot.controller.testing.Tenants;
import org.junit.jupiter.api.Test;

/** What operators do with orgs and the platform. */
class OperatorsIT {
  private static final RunningController CONTROLLER = RunningController.get();
  private static final Http ADMIN = CONTROLLER.admin();
  private static final Tenants TENANTS = new Tenants(CONTROLLER);

  @Test
  void an_org_goes_with_everything_in_it_and_two_at_once_do_no_harm() {
    String org = TENANTS.organization();
    String space = TENANTS.space(org);
    TENANTS.space(org);
    TENANTS.with("space_developer", org, space);
    String app = new Pusher(CONTROLLER, ADMIN, space).pushed(Tenants.unique("doomed"), new Zips().file("a", "1").bytes());
    ADMIN.post("/v3/space_quotas", "{\"name\":\"q\",\"relationships\":{\"organization\":{\"data\":{\"guid\":\"" + org + "\"}},\"spaces\":{\"data\":[{\"guid\":\"" + space + "\"}]}}}");
    String domain = ADMIN.post("/v3/domains", "{\"name\":\"" + Tenants.unique("d") + ".example.org\",\"relationships\":{\"organization\":{\"data\":{\"guid\":\"" + org + "\"}}}}").at("/guid");
    var first = ADMIN.delete("/v3/organizations/" + org);
    var second = ADMIN.delete("/v3/organizations/" + org);
    assertThat(ADMIN.job(first).at("/state")).isEqualTo("COMPLETE");
    assertThat(second.status()).isIn(202, 404);
    if (second.status() == 202) {
      assertThat(ADMIN.job(second).at("/state")).isEqualTo("COMPLETE");
    }
    for (String gone : new String[] {"organizations/" + org, "spaces/" + space, "apps/" + app, "domains/" + domain}) {
      assertThat(ADMIN.get("/v3/" + gone).status()).as(gone).isEqualTo(404);
    }
    assertThat(ADMIN.get("/v3/roles?organization_guids=" + org).at("/pagination/total_results")).isEqualTo("0");
  }

  @Test
  void build_caches_are_cleared_for_an_app_and_for_all() {
    String org = TENANTS.organization();
    String space = TENANTS.space(org);
    var developer = TENANTS.with("space_developer", org, space);
    String app = developer.post("/v3/apps", "{\"name\":\"cached\",\"relationships\":{\"space\":{\"data\":{\"guid\":\"" + space + "\"}}}}").at("/guid");
    var versions = CONTROLLER.bean(CacheVersions.class);
    String before = versions.of(app);
    assertThat(developer.job(developer.post("/v3/apps/" + app + "/actions/clear_buildpack_cache", "")).at("/operation")).isEqualTo("app.clear_buildpack_cache");
    String cleared = versions.of(app);
    assertThat(cleared).isNotEqualTo(before);
    assertThat(ADMIN.job(ADMIN.post("/v3/admin/actions/clear_buildpack_cache", "")).at("/state")).isEqualTo("COMPLETE");
    assertThat(versions.of(app)).isNotEqualTo(cleared);
    assertThat(developer.post("/v3/admin/actions/clear_buildpack_cache", "").status()).isEqualTo(403);
    assertThat(TENANTS.with("space_auditor", org, space).post("/v3/apps/" + app + "/actions/clear_buildpack_cache", "").status()).isEqualTo(403);
    assertThat(developer.post("/v3/apps/nope/actions/clear_buildpack_cache", "").detail()).isEqualTo("App not found");
    assertThat(CONTROLLER.anonymous().post("/v3/admin/actions/clear_buildpack_cache", "").status()).isEqualTo(401);
  }

  @Test
  void audit_events_can_leave_targets_out() {
    String org = TENANTS.organization();
    String space = TENANTS.space(org);
    String other = TENANTS.space(org);
    assertThat(ADMIN.get("/v3/audit_events?types=audit.space.create&organization_guids=" + org).at("/pagination/total_results")).isEqualTo("2");
    assertThat(ADMIN.get("/v3/audit_events?types=audit.space.create&organization_guids=" + org + "&target_guids%5Bnot%5D=" + other).at("/resources/0/target/guid"))
        .isEqualTo(space);
    assertThat(ADMIN.get("/v3/audit_events?organization_guids=" + org + "&created_ats%5Bgt%5D=2999-01-01T00:00:00Z").at("/pagination/total_results")).isEqualTo("0");
  }

  @Test
  void clients_of_old_find_their_way() {
    var info = CONTROLLER.anonymous().get("/v2/info");
    assertThat(info.status()).isEqualTo(200);
    assertThat(info.at("/authorization_endpoint")).endsWith("/uaa");
    assertThat(CONTROLLER.anonymous().get("/v2/").status()).isEqualTo(401);
  }
}
