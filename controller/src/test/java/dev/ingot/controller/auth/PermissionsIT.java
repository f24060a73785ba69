package dev.ingot.controller.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.controller.testing.Http;
import dev.ingot.controller.testing.RunningController;
import dev.ingot.controller.testing.Tenants;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Role × operation: who sees a thing, who may change it; unseen is 404, seen but not allowed 403. */
class PermissionsIT {
  private static final RunningController CONTROLLER = RunningController.get();
  private static final Http ADMIN = CONTROLLER.admin();
  private static final Tenants TENANTS = new Tenants(CONTROLLER);
  private static final String ORG = TENANTS.organization();
  private static final String SPACE = TENANTS.space(ORG);
  private static final String OTHER_ORG = TENANTS.organization();
  private static final String OTHER_SPACE = TENANTS.space(OTHER_ORG);

  @ParameterizedTest
  @CsvSource({
      // role, GET org, PATCH org, GET space, PATCH space, POST space, DELETE org
      "organization_user,200,403,404,404,403,403", "organization_auditor,200,403,404,404,403,403", "organization_billing_manager,200,403,404,404,403,403",
      "organization_manager,200,200,200,200,201,403", "space_developer,200,403,200,403,403,403", "space_auditor,200,403,200,403,403,403",
      "space_supporter,200,403,200,403,403,403", "space_manager,200,403,200,200,403,403"})
  void each_role_may_what_the_table_says(String role, int getOrg, int patchOrg, int getSpace, int patchSpace, int postSpace, int deleteOrg) {
    var user = TENANTS.with(role, ORG, SPACE);
    String change = "{\"metadata\":{\"labels\":{\"by\":\"x\"}}}";
    assertThat(user.get("/v3/organizations/" + ORG).status()).isEqualTo(getOrg);
    assertThat(user.patch("/v3/organizations/" + ORG, change).status()).isEqualTo(patchOrg);
    assertThat(user.get("/v3/spaces/" + SPACE).status()).isEqualTo(getSpace);
    assertThat(user.patch("/v3/spaces/" + SPACE, change).status()).isEqualTo(patchSpace);
    assertThat(user.post("/v3/spaces", space(Tenants.unique("s"), ORG)).status()).isEqualTo(postSpace);
    assertThat(user.delete("/v3/organizations/" + ORG).status()).isEqualTo(deleteOrg);
    assertThat(user.get("/v3/organizations/" + OTHER_ORG).detail()).isEqualTo("Organization not found");
    assertThat(user.patch("/v3/spaces/" + OTHER_SPACE, change).detail()).isEqualTo("Space not found");
    assertThat(user.get("/v3/organizations").at("/pagination/total_results")).isEqualTo("1");
    assertThat(user.get("/v3/spaces?guids=" + SPACE).json().get("resources")).hasSize(getSpace == 200 ? 1 : 0);
    assertThat(user.post("/v3/organizations", "{\"name\":\"mine\"}").status()).isEqualTo(403);
  }

  @Test
  void nobody_sees_anything_without_a_role() {
    var user = TENANTS.login(TENANTS.user());
    assertThat(Stream.of("organizations", "spaces", "roles", "audit_events", "organization_quotas").map(list -> user.get("/v3/" + list).at("/pagination/total_results")))
        .containsOnly("0");
    assertThat(user.get("/v3/domains").at("/resources/0/name")).isEqualTo("apps.localhost");
    assertThat(user.get("/v3/users").at("/pagination/total_results")).isEqualTo("1");
    assertThat(user.get("/uaa/Users").at("/error")).isEqualTo("insufficient_scope");
  }

  @Test
  void roles_are_given_as_the_cf_cli_gives_them() {
    String user = TENANTS.user();
    assertThat(TENANTS.give(ADMIN, "space_developer", user, "space", SPACE).detail())
        .isEqualTo("Users cannot be assigned roles in a space if they do not have a role in that space's organization.");
    assertThat(TENANTS.give(ADMIN, "organization_user", user, "organization", ORG).status()).isEqualTo(201);
    assertThat(TENANTS.give(ADMIN, "organization_user", user, "organization", ORG).detail())
        .matches("User '" + user + "' already has 'organization_user' role in organization '.*'\\.");
    var role = TENANTS.give(ADMIN, "space_developer", user, "space", SPACE);
    assertThat(role.status()).isEqualTo(201);
    assertThat(TENANTS.give(ADMIN, "space_developer", user, "space", SPACE).status()).isEqualTo(422);
    assertThat(TENANTS.give(ADMIN, "organization_user", "no-such-user", "organization", ORG).detail()).isEqualTo("No user exists with the username 'no-such-user'.");
    assertThat(TENANTS.give(ADMIN, "emperor", user, "organization", ORG).detail()).startsWith("Type must be one of organization_user");
    assertThat(TENANTS.give(ADMIN, "space_developer", user, "organization", ORG).status()).isEqualTo(422);
    assertThat(ADMIN.job(ADMIN.delete("/v3/roles/" + role.at("/guid"))).at("/state")).isEqualTo("COMPLETE");
    assertThat(TENANTS.login(user).get("/v3/spaces/" + SPACE).status()).isEqualTo(404);
  }

  @Test
  void only_managers_give_roles() {
    String user = TENANTS.user();
    assertThat(TENANTS.give(TENANTS.with("organization_user", ORG, SPACE), "organization_user", user, "organization", ORG).status()).isEqualTo(403);
    assertThat(TENANTS.give(TENANTS.with("space_developer", ORG, SPACE), "space_auditor", user, "space", SPACE).status()).isEqualTo(403);
    assertThat(TENANTS.give(TENANTS.with("organization_manager", ORG, SPACE), "organization_manager", user, "organization", OTHER_ORG).status()).isEqualTo(422);
    assertThat(TENANTS.give(TENANTS.with("organization_manager", ORG, SPACE), "organization_user", user, "organization", ORG).status()).isEqualTo(201);
    assertThat(TENANTS.give(TENANTS.with("space_manager", ORG, SPACE), "space_auditor", user, "space", SPACE).status()).isEqualTo(201);
  }

  @Test
  void a_suspended_org_can_be_read_but_not_changed() {
    String org = TENANTS.organization();
    var manager = TENANTS.with("organization_manager", org, "");
    assertThat(manager.patch("/v3/organizations/" + org, "{\"suspended\":true}").status()).isEqualTo(403);
    assertThat(ADMIN.patch("/v3/organizations/" + org, "{\"suspended\":true}").status()).isEqualTo(200);
    assertThat(manager.get("/v3/organizations/" + org).at("/suspended")).isEqualTo("true");
    assertThat(manager.post("/v3/spaces", space("s", org)).title()).isEqualTo("CF-OrgSuspended");
  }

  @Test
  void deleting_an_org_takes_spaces_roles_and_domains_with_it() {
    String org = TENANTS.organization();
    String space = TENANTS.space(org);
    TENANTS.with("space_developer", org, space);
    String domain = Tenants.unique("d") + ".example.com";
    assertThat(ADMIN.post("/v3/domains", "{\"name\":\"" + domain + "\",\"relationships\":{\"organization\":{\"data\":{\"guid\":\"" + org + "\"}}}}").status())
        .isEqualTo(201);
    var job = ADMIN.job(ADMIN.delete("/v3/organizations/" + org));
    assertThat(job.at("/state")).as(job.toString()).isEqualTo("COMPLETE");
    assertThat(ADMIN.get("/v3/organizations/" + org).status()).isEqualTo(404);
    assertThat(ADMIN.get("/v3/spaces/" + space).status()).isEqualTo(404);
    assertThat(ADMIN.get("/v3/domains?names=" + domain).at("/pagination/total_results")).isEqualTo("0");
  }

  @Test
  void names_that_are_taken_are_told_in_the_words_the_cf_cli_knows() {
    assertThat(ADMIN.post("/v3/organizations", "{\"name\":\"ingot\"}").detail()).isEqualTo("Organization 'ingot' already exists.");
    String name = ADMIN.get("/v3/spaces/" + SPACE).at("/name");
    assertThat(ADMIN.post("/v3/spaces", space(name, ORG)).detail()).isEqualTo("Name must be unique per organization");
    assertThat(ADMIN.post("/v3/domains", "{\"name\":\"APPS.localhost\"}").detail()).isEqualTo("The domain name \"apps.localhost\" is already in use");
    assertThat(ADMIN.post("/v3/domains", "{\"name\":\"-bad-.x\"}").status()).isEqualTo(422);
  }

  @Test
  void what_happened_is_in_the_audit_events_of_those_who_may_see_them() {
    String org = TENANTS.organization();
    String space = TENANTS.space(org);
    String query = "/v3/audit_events?order_by=-created_at&target_guids=" + space;
    assertThat(ADMIN.get(query).at("/resources/0/type")).isEqualTo("audit.space.create");
    assertThat(ADMIN.get(query).at("/resources/0/actor/name")).isEqualTo("admin");
    assertThat(TENANTS.with("space_auditor", org, space).get(query).json().get("resources")).hasSize(1);
    assertThat(TENANTS.with("organization_user", org, space).get(query).json().get("resources")).isEmpty();
    assertThat(TENANTS.with("space_auditor", ORG, SPACE).get(query).json().get("resources")).isEmpty();
  }

  @Test
  void the_org_and_space_commands_of_the_cf_cli_find_all_they_ask_for() {
    assertThat(ADMIN.get("/v3/organizations/" + ORG + "/relationships/default_isolation_segment").body()).startsWith("{\"data\":null");
    assertThat(ADMIN.get("/v3/spaces/" + SPACE + "/relationships/isolation_segment").body()).startsWith("{\"data\":null");
    for (String path : new String[] {"/v3/isolation_segments?organization_guids=" + ORG, "/v3/spaces/" + SPACE + "/running_security_groups",
        "/v3/spaces/" + SPACE + "/staging_security_groups", "/v3/space_quotas?organization_guids=" + ORG}) {
      assertThat(ADMIN.get(path).json().get("resources")).as(path).isEmpty();
    }
    assertThat(ADMIN.get("/v3/buildpacks").status()).isEqualTo(200);
    assertThat(ADMIN.get("/").at("/links/cloud_controller_v3/href")).endsWith("/v3");
    assertThat(ADMIN.get("/v3/isolation_segments/933b4c58-120b-499a-b85d-4b6fc9e2903b").at("/name")).isEqualTo("shared");
    String event = ADMIN.get("/v3/audit_events?per_page=1").at("/resources/0/guid");
    assertThat(ADMIN.get("/v3/audit_events/" + event).at("/guid")).isEqualTo(event);
    String features = "/v3/spaces/" + SPACE + "/features";
    assertThat(ADMIN.get(features).at("/resources/0/name")).isEqualTo("ssh");
    assertThat(ADMIN.patch(features + "/ssh", "{\"enabled\":false}").at("/enabled")).isEqualTo("false");
    assertThat(ADMIN.get(features + "/ssh").at("/enabled")).isEqualTo("false");
    String quota = ADMIN.get("/v3/organizations/" + ORG).at("/relationships/quota/data/guid");
    assertThat(ADMIN.get("/v3/organization_quotas/" + quota).at("/services/paid_services_allowed")).isEqualTo("true");
    assertThat(ADMIN.get("/v3/organizations/" + ORG + "/domains").at("/resources/0/name")).isEqualTo("apps.localhost");
    assertThat(ADMIN.get("/v3/organizations/" + ORG + "/domains/default").at("/name")).isEqualTo("apps.localhost");
  }

  private static String space(String name, String org) {
    return "{\"name\":\"" + name + "\",\"relationships\":{\"organization\":{\"data\":{\"guid\":\"" + org + "\"}}}}";
  }
}
