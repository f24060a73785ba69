package dev.ingot.controller.listing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.controller.testing.Http;
import dev.ingot.controller.testing.RunningController;
import dev.ingot.controller.testing.Tenants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** `include`: on lists and on single resources, through one resource to the next, each once. */
class IncludesIT {
  private static final RunningController CONTROLLER = RunningController.get();
  private static final Tenants TENANTS = new Tenants(CONTROLLER);
  private static final Http ADMIN = CONTROLLER.admin();
  private static final String ORG = TENANTS.organization();
  private static final String SPACE = TENANTS.space(ORG);
  private static final String APP = app();

  @ParameterizedTest
  @ValueSource(strings = {"/v3/apps?guids=%s&include=space,space.organization", "/v3/apps?guids=%s&include=space.organization", "/v3/apps/%s?include=space.organization"})
  void an_app_comes_with_its_space_and_the_org_of_that(String path) {
    app();
    var answer = ADMIN.get(path.formatted(APP));
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    assertThat(answer.json().at("/included/spaces")).hasSize(1);
    assertThat(answer.at("/included/spaces/0/guid")).isEqualTo(SPACE);
    assertThat(answer.at("/included/organizations/0/guid")).isEqualTo(ORG);
  }

  @Test
  void what_many_refer_to_is_there_once() {
    app();
    app();
    assertThat(ADMIN.get("/v3/apps?include=space&space_guids=" + SPACE).json().at("/included/spaces")).hasSize(1);
    assertThat(ADMIN.get("/v3/spaces?include=organization&organization_guids=" + ORG).json().at("/included/organizations")).hasSize(1);
    assertThat(ADMIN.get("/v3/spaces/" + SPACE + "?include=organization").at("/included/organizations/0/guid")).isEqualTo(ORG);
    assertThat(ADMIN.get("/v3/spaces/" + SPACE + "?include=organization").at("/guid")).isEqualTo(SPACE);
    assertThat(ADMIN.get("/v3/spaces/" + SPACE).json().has("included")).isFalse();
  }

  @Test
  void routes_come_with_domain_space_and_org() {
    String domain = ADMIN.get("/v3/domains?names=apps.localhost").at("/resources/0/guid");
    var route = ADMIN.post("/v3/routes", "{\"host\":\"" + Tenants.unique("h") + "\",\"relationships\":{\"space\":{\"data\":{\"guid\":\"" + SPACE
        + "\"}},\"domain\":{\"data\":{\"guid\":\"" + domain + "\"}}}}");
    for (String path : new String[] {"/v3/routes/" + route.at("/guid") + "?", "/v3/routes?guids=" + route.at("/guid") + "&"}) {
      var answer = ADMIN.get(path + "include=domain,space.organization");
      assertThat(answer.at("/included/domains/0/name")).as(answer.toString()).isEqualTo("apps.localhost");
      assertThat(answer.at("/included/organizations/0/guid")).isEqualTo(ORG);
    }
  }

  @Test
  void roles_come_with_user_and_place() {
    var user = TENANTS.with("space_developer", ORG, SPACE);
    var answer = user.get("/v3/roles?include=user,space,organization&space_guids=" + SPACE);
    assertThat(answer.json().at("/included/users").size()).as(answer.toString()).isPositive();
    assertThat(answer.at("/included/spaces/0/guid")).isEqualTo(SPACE);
    assertThat(answer.json().at("/included/organizations")).isEmpty();
    assertThat(user.get("/v3/roles/" + answer.at("/resources/0/guid") + "?include=user").json().at("/included/users")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v3/apps?include=planet", "/v3/apps/%s?include=planet", "/v3/apps/%s?page=1", "/v3/apps/%s?include=space&x=1", "/v3/apps?include=space.", "/v3/apps/%s?include="})
  void what_cannot_be_included_is_a_bad_parameter(String path) {
    var answer = ADMIN.get(path.formatted(APP));
    assertThat(answer.title()).as(answer.toString()).isEqualTo("CF-BadQueryParameter");
    assertThat(answer.status()).isEqualTo(400);
  }

  private static String app() {
    return ADMIN.post("/v3/apps", "{\"name\":\"" + Tenants.unique("app") + "\",\"relationships\":{\"space\":{\"data\":{\"guid\":\"" + SPACE + "\"}}}}").at("/guid");
  }
}
