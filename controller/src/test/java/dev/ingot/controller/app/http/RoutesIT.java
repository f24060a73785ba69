package dev.ingot.controller.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.controller.packages.archive.Zips;
import dev.ingot.controller.testing.Http;
import dev.ingot.controller.testing.Http.Answer;
import dev.ingot.controller.testing.RunningController;
import dev.ingot.controller.testing.Tenants;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Routes, destinations, deployments and the small endpoints of apps, as the cf CLI uses them. */
class RoutesIT {
  private final RunningController controller = RunningController.get();
  private Http developer = controller.anonymous();
  private String space = "";
  private String domain = "";
  private Pusher push = new Pusher(controller, controller.anonymous(), "");

  @BeforeEach
  void tenant() {
    Tenants tenants = new Tenants(controller);
    String org = tenants.organization();
    space = tenants.space(org);
    developer = tenants.with("space_developer", org, space);
    push = new Pusher(controller, developer, space);
    domain = developer.get("/v3/domains?names=apps.localhost").at("/resources/0/guid");
  }

  private Answer create(String host, String more) {
    return developer.post("/v3/routes", """
        {"host":"%s"%s,"relationships":{"space":{"data":{"guid":"%s"}},"domain":{"data":{"guid":"%s"}}}}""".formatted(host, more, space, domain));
  }

  @Test
  void map_route_and_unmap_route() {
    String app = push.pushed(Tenants.unique("mapped"), new Zips().file("a", "1").bytes());
    String host = Tenants.unique("extra");
    Answer route = create(host, "");
    assertThat(route.status()).as(route.toString()).isEqualTo(201);
    assertThat(create(host, "").detail()).startsWith("Route already exists");
    String path = "/v3/routes/" + route.at("/guid");
    String body = "{\"destinations\":[{\"app\":{\"guid\":\"" + app + "\"}}]}";
    Answer mapped = developer.post(path + "/destinations", body);
    assertThat(mapped.at("/destinations/0/app/process/type")).as(mapped.toString()).isEqualTo("web");
    assertThat(developer.post(path + "/destinations", body).json().get("destinations").size()).isEqualTo(1);
    String destination = mapped.at("/destinations/0/guid");
    assertThat(developer.patch(path + "/destinations/" + destination, "{\"protocol\":\"http2\"}").at("/protocol")).isEqualTo("http2");
    assertThat(developer.get("/v3/routes?domain_guids=" + domain + "&hosts=" + host + "&paths=&per_page=1&page=1").at("/resources/0/guid"))
        .isEqualTo(route.at("/guid"));
    assertThat(developer.get("/v3/routes?app_guids=" + app).at("/pagination/total_results")).isEqualTo("2");
    assertThat(developer.get("/v3/routes?hosts=&space_guids=" + space).at("/pagination/total_results")).isEqualTo("0");
    assertThat(developer.get("/v3/domains/" + domain + "/route_reservations?host=" + host).at("/matching_route")).isEqualTo("true");
    assertThat(developer.delete(path + "/destinations/" + destination).status()).isEqualTo(204);
    assertThat(developer.delete(path + "/destinations/" + destination).status()).isEqualTo(422);
    assertThat(developer.job(developer.delete("/v3/spaces/" + space + "/routes?unmapped=true")).at("/state")).isEqualTo("COMPLETE");
    assertThat(developer.get(path).status()).isEqualTo(404);
    assertThat(developer.get("/v3/apps/" + app + "/routes").at("/pagination/total_results")).isEqualTo("1");
  }

  @Test
  void addresses_that_cannot_be_are_refused() {
    for (String wrong : List.of("a b", "a.b", "-".repeat(64), "", "ä")) {
      assertThat(create(wrong, "").status()).as(wrong).isEqualTo(422);
    }
    String host = Tenants.unique("paths");
    for (String wrong : List.of("/", "x", "/a?b", "/" + "a".repeat(200), "//")) {
      assertThat(create(host, ",\"path\":\"" + wrong + "\"").status()).as(wrong).isEqualTo(422);
    }
    assertThat(create(host, ",\"port\":1234").status()).isEqualTo(422);
    assertThat(create(host, ",\"options\":{\"loadbalancing\":\"best\"}").status()).isEqualTo(422);
    assertThat(create(host.toUpperCase(java.util.Locale.ROOT), ",\"path\":\"/a\"").at("/url")).isEqualTo(host + ".apps.localhost/a");
    assertThat(create("*", "").status()).isIn(201, 422);
  }

  @Test
  void an_app_of_another_space_is_no_destination() {
    Tenants tenants = new Tenants(controller);
    String org = tenants.organization();
    String otherSpace = tenants.space(org);
    String foreign = new Pusher(controller, tenants.with("space_developer", org, otherSpace), otherSpace)
        .pushed(Tenants.unique("foreign"), new Zips().file("a", "1").bytes());
    String route = create(Tenants.unique("mine"), "").at("/guid");
    assertThat(developer.post("/v3/routes/" + route + "/destinations", "{\"destinations\":[{\"app\":{\"guid\":\"" + foreign + "\"}}]}").status()).isEqualTo(422);
  }

  @Test
  void set_env_features_and_health_checks() {
    String app = push.pushed(Tenants.unique("small"), new Zips().file("a", "1").bytes());
    String env = "/v3/apps/" + app + "/environment_variables";
    assertThat(developer.patch(env, "{\"var\":{\"A\":\"1\",\"B\":\"2\"}}").at("/var/B")).isEqualTo("2");
    assertThat(developer.patch(env, "{\"var\":{\"A\":null}}").json().get("var").has("A")).isFalse();
    assertThat(developer.patch(env, "{\"var\":{\"VCAP_SERVICES\":\"x\"}}").status()).isEqualTo(422);
    assertThat(developer.patch(env, "{\"var\":{\"BIG\":\"" + "x".repeat(131 * 1024) + "\"}}").status()).isEqualTo(422);
    assertThat(developer.get("/v3/apps/" + app + "/env").at("/application_env_json/VCAP_APPLICATION/application_id")).isEqualTo(app);
    assertThat(developer.get("/v3/apps/" + app + "/features/ssh").at("/enabled")).isEqualTo("true");
    assertThat(developer.patch("/v3/apps/" + app + "/features/ssh", "{\"enabled\":false}").at("/enabled")).isEqualTo("false");
    assertThat(developer.get("/v3/apps/" + app + "/features/none").status()).isEqualTo(404);
    String process = developer.get("/v3/apps/" + app + "/processes/web").at("/guid");
    var changed = developer.patch("/v3/processes/" + process,
        "{\"command\":\"mine\",\"health_check\":{\"type\":\"http\",\"data\":{\"endpoint\":\"/x\",\"invocation_timeout\":5}}}");
    assertThat(changed.at("/command")).isEqualTo("mine");
    assertThat(changed.at("/health_check/data/invocation_timeout")).isEqualTo("5");
    assertThat(developer.patch("/v3/processes/" + process, "{\"health_check\":{\"type\":\"process\",\"data\":{}}}").at("/command")).isEqualTo("mine");
    assertThat(developer.patch("/v3/processes/" + process, "{\"command\":null}").at("/command")).isEqualTo("node server.js");
    assertThat(developer.get("/v3/processes?space_guids=" + space + "&embed=process_instances").at("/resources/0/process_instances/0/index")).isEqualTo("0");
    assertThat(developer.get("/v3/processes?space_guids=" + space).at("/resources/0/command")).contains("HIDDEN");
    assertThat(developer.get("/v3/audit_events?target_guids=" + app + "&order_by=-created_at&page=1").body()).contains("audit.app.restart", "audit.app.create", "audit.app.build.staged");
  }

  @Test
  void create_rename_and_a_name_taken() {
    String name = Tenants.unique("made");
    String body = "{\"name\":\"" + name + "\",\"relationships\":{\"space\":{\"data\":{\"guid\":\"" + space + "\"}}}}";
    Answer made = developer.post("/v3/apps", body);
    assertThat(made.status()).as(made.toString()).isEqualTo(201);
    assertThat(developer.post("/v3/apps", body).detail()).isEqualTo("App with the name '" + name + "' already exists.");
    assertThat(developer.patch("/v3/apps/" + made.at("/guid"), "{\"name\":\"" + name + "2\"}").at("/name")).isEqualTo(name + "2");
    assertThat(developer.post("/v3/apps", body.replace(name, "")).detail()).isEqualTo("Name can't be blank");
    assertThat(developer.post("/v3/apps", "{\"name\":\"x\"}").status()).isEqualTo(422);
    assertThat(developer.get("/v3/apps?space_guids=" + space + "&order_by=name&per_page=5000").at("/pagination/total_results")).isEqualTo("1");
    assertThat(developer.get("/v3/apps?organization_guids=none").at("/pagination/total_results")).isEqualTo("0");
  }
}
