package dev.ingot.controller.route.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.controller.app.http.Pusher;
import dev.ingot.controller.testing.Http;
import dev.ingot.controller.testing.Http.Answer;
import dev.ingot.controller.testing.RunningController;
import dev.ingot.controller.testing.Tenants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every operation of routes: as a developer, as somebody who may not, and with input that makes no sense. */
class RouteOperationsIT {
  private static final String NOWHERE = "/v3/routes/none";
  private final RunningController controller = RunningController.get();
  private final Tenants tenants = new Tenants(controller);
  private final Http admin = controller.admin();
  private String org = "";
  private String space = "";
  private String other = "";
  private String domain = "";
  private Http developer = controller.anonymous();
  private Http auditor = controller.anonymous();
  private Http stranger = controller.anonymous();

  @BeforeEach
  void tenant() {
    org = tenants.organization();
    space = tenants.space(org);
    other = tenants.space(org);
    String user = tenants.user();
    tenants.give(admin, "organization_user", user, "organization", org);
    tenants.give(admin, "space_developer", user, "space", space);
    tenants.give(admin, "space_developer", user, "space", other);
    developer = tenants.login(user);
    auditor = tenants.with("space_auditor", org, space);
    stranger = tenants.login(tenants.user());
    domain = developer.get("/v3/domains?names=apps.localhost").at("/resources/0/guid");
    assertThat(admin.patch("/v3/feature_flags/route_sharing", "{\"enabled\":true}").status()).isEqualTo(200);
  }

  @AfterEach
  void sharingOff() {
    admin.patch("/v3/feature_flags/route_sharing", "{\"enabled\":false}");
  }

  private static String body(String host, String more, String space, String domain) {
    return "{\"host\":\"" + host + "\"" + more + ",\"relationships\":{\"space\":{\"data\":{\"guid\":\"" + space + "\"}},\"domain\":{\"data\":{\"guid\":\"" + domain + "\"}}}}";
  }

  private Answer make(String host, String more) {
    return developer.post("/v3/routes", body(host, more, space, domain));
  }

  private String route(String more) {
    Answer made = make(Tenants.unique("r"), more);
    assertThat(made.status()).as(made.toString()).isEqualTo(201);
    return "/v3/routes/" + made.at("/guid");
  }

  private String app(String inSpace) {
    // Made here so that the app has processes without a push.
    new Pusher(controller, developer, inSpace);
    Answer app = developer.post("/v3/apps", "{\"name\":\"" + Tenants.unique("a") + "\",\"relationships\":{\"space\":{\"data\":{\"guid\":\"" + inSpace + "\"}}}}");
    assertThat(app.status()).as(app.toString()).isEqualTo(201);
    return app.at("/guid");
  }

  private static void refused(Answer answer, int status, String detail) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    assertThat(answer.detail()).isEqualTo(detail);
  }

  @Test
  void create_saysWhatIsWrong_inCfsWords() {
    String host = Tenants.unique("x");
    assertThat(make(host, "").status()).isEqualTo(201);
    refused(make(host, ""), 422, "Route already exists with host '" + host + "' for domain 'apps.localhost'.");
    assertThat(make(host, ",\"path\":\"/p\"").at("/url")).isEqualTo(host + ".apps.localhost/p");
    refused(make(host, ",\"path\":\"/p\""), 422, "Route already exists with host '" + host + "' and path '/p' for domain 'apps.localhost'.");
    refused(make("", ""), 422, "Missing host. Routes in shared domains must have a host defined.");
    refused(make("*", ""), 422, "You do not have sufficient permissions to create a route with a wildcard host on a domain not scoped to an organization.");
    refused(make(host, ",\"path\":\"/\""), 422, "Path cannot be exactly /");
    refused(make(host, ",\"path\":\"x\""), 422, "Path must begin with /");
    refused(make(host, ",\"path\":\"/a?b\""), 422, "Path cannot contain ?");
    refused(make(host, ",\"port\":4000"), 422, "Routes with protocol 'http' do not support ports.");
    refused(developer.post("/v3/routes", body(host, "", space, "none")), 422, "Invalid domain. Ensure that the domain exists and you have access to it.");
    refused(developer.post("/v3/routes", body(host, "", "none", domain)), 422, "Invalid space. Ensure that the space exists and you have access to it.");
    assertThat(auditor.post("/v3/routes", body(host, "", space, domain)).status()).isEqualTo(403);
    assertThat(make(host, ",\"cost\":1").status()).isEqualTo(422);
    assertThat(controller.anonymous().post("/v3/routes", "{}").status()).isEqualTo(401);
  }

  @Test
  void options_balanceByHash_andNothingElseIsTaken() {
    String route = route(",\"options\":{\"loadbalancing\":\"hash\",\"hash_header\":\"X-User\",\"hash_balance\":1.25}");
    assertThat(developer.get(route).at("/options/hash_balance")).isEqualTo("1.3");
    assertThat(developer.patch(route, "{\"options\":{\"hash_balance\":null}}").json().get("options").has("hash_balance")).isFalse();
    refused(developer.patch(route, "{\"options\":{\"hash_header\":null}}"), 422, "Hash header must be present when loadbalancing is set to hash.");
    Answer least = developer.patch(route, "{\"options\":{\"loadbalancing\":\"least-connection\"}}");
    assertThat(least.json().get("options").toString()).isEqualTo("{\"loadbalancing\":\"least-connection\"}");
    refused(developer.patch(route, "{\"options\":{\"hash_balance\":\"2\"}}"), 422, "Options Hash balance can only be set when loadbalancing is hash");
    refused(developer.patch(route, "{\"options\":{\"loadbalancing\":\"best\"}}"), 422,
        "Options Loadbalancing must be one of 'round-robin, least-connection, hash' if present");
    refused(developer.patch(route, "{\"options\":{\"speed\":\"9\"}}"), 422, "Options Unknown field(s): 'speed'");
    for (String wrong : new String[] {"1.05", "11", "\"x\"", "-1", "\"1e99999999\"", "true", "[]"}) {
      assertThat(developer.patch(route, "{\"options\":{\"loadbalancing\":\"hash\",\"hash_header\":\"X\",\"hash_balance\":" + wrong + "}}").status()).as(wrong).isEqualTo(422);
    }
    assertThat(developer.patch(route, "{\"options\":{\"loadbalancing\":null}}").json().get("options").size()).isZero();
    assertThat(developer.patch(route, "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}").at("/metadata/labels/a")).isEqualTo("b");
    assertThat(developer.get("/v3/routes?label_selector=a%3Db&space_guids=" + space).at("/pagination/total_results")).isEqualTo("1");
    assertThat(developer.patch(route, "{\"host\":\"new\"}").status()).isEqualTo(422);
    assertThat(auditor.patch(route, "{}").status()).isEqualTo(403);
    assertThat(stranger.patch(route, "{}").status()).isEqualTo(404);
  }

  @Test
  void destinations_haveWeightsTogether_orNotAtAll() {
    String route = route("");
    String one = app(space);
    String path = route + "/destinations";
    refused(developer.post(path, "{\"destinations\":[]}"), 422, "Destinations must be an array containing between 1 and 100 destination objects.");
    refused(developer.post(path, "{\"destinations\":[{\"app\":{\"guid\":\"" + one + "\"},\"weight\":5}]}"), 422,
        "Destinations[0]: weighted destinations can only be used when replacing all destinations.");
    refused(developer.post(path, "{\"destinations\":[{\"app\":{\"guid\":\"none\"}}]}"), 422, "App(s) with guid(s) \"none\" do not exist.");
    refused(developer.post(path, "{\"destinations\":[{\"port\":8080}]}"), 422, "Destinations[0]: must have an \"app\".");
    refused(developer.post(path, "{\"destinations\":[{\"app\":{\"guid\":\"" + one + "\"},\"protocol\":\"tcp\"}]}"), 422,
        "Cannot use 'tcp' protocol for http routes; valid options are: [http1, http2].");
    Answer mapped = developer.post(path, "{\"destinations\":[{\"app\":{\"guid\":\"" + one + "\",\"process\":{\"type\":\"api\"}},\"port\":9000,\"protocol\":\"http2\"},{\"app\":{\"guid\":\"" + one + "\"}}]}");
    assertThat(mapped.json().get("destinations").size()).as(mapped.toString()).isEqualTo(2);
    refused(developer.post(path, "{\"destinations\":[{\"app\":{\"guid\":\"" + one + "\"},\"port\":8080,\"protocol\":\"http2\"}]}").status() == 422
        ? developer.post(path, "{\"destinations\":[{\"app\":{\"guid\":\"" + one + "\"},\"port\":80}]}") : mapped, 422,
        "Destinations[0]: port must be a positive integer between 1024 and 65535 inclusive.");
    String weighted = "{\"destinations\":[{\"app\":{\"guid\":\"" + one + "\"},\"weight\":30},{\"app\":{\"guid\":\"" + one + "\",\"process\":{\"type\":\"api\"}},\"weight\":%d}]}";
    refused(developer.patch(path, weighted.formatted(60)), 422, "Destinations must have weights that sum to 100.");
    Answer replaced = developer.patch(path, weighted.formatted(70));
    assertThat(replaced.body()).as(replaced.toString()).contains("\"weight\":30", "\"weight\":70");
    refused(developer.patch(path, "{\"destinations\":[{\"app\":{\"guid\":\"" + one + "\"},\"weight\":100},{\"app\":{\"guid\":\"" + one + "\"},\"port\":9999}]}"), 422,
        "Destinations cannot contain both weighted and unweighted destinations.");
    refused(developer.post(path, "{\"destinations\":[{\"app\":{\"guid\":\"" + one + "\"},\"port\":9001}]}"), 422,
        "Destinations cannot be inserted when there are weighted destinations already configured.");
    String guid = replaced.at("/destinations/0/guid");
    refused(developer.delete(path + "/" + guid), 422, "Weighted destinations cannot be deleted individually.");
    assertThat(auditor.get(path).status()).isEqualTo(200);
    assertThat(stranger.get(path).status()).isEqualTo(404);
    assertThat(auditor.post(path, weighted).status()).isIn(400, 403);
    assertThat(auditor.post(path, "{\"destinations\":[]}").status()).isEqualTo(403);
    assertThat(auditor.patch(path, "{\"destinations\":[]}").status()).isEqualTo(403);
    assertThat(auditor.patch(path + "/" + guid, "{\"protocol\":\"http2\"}").status()).isEqualTo(403);
    refused(developer.patch(path + "/" + guid, "{\"protocol\":\"spdy\"}"), 422, "Destination protocol must be 'http1', 'http2' or 'tcp'.");
    assertThat(developer.patch(path + "/" + guid, "{\"protocol\":\"http2\"}").at("/protocol")).isEqualTo("http2");
    assertThat(developer.patch(path + "/none", "{\"protocol\":\"http2\"}").status()).isEqualTo(422);
    assertThat(developer.patch(path, "{\"destinations\":[]}").json().get("destinations").size()).isZero();
    Answer plain = developer.post(path, "{\"destinations\":[{\"app\":{\"guid\":\"" + one + "\"}}]}");
    assertThat(auditor.delete(path + "/" + plain.at("/destinations/0/guid")).status()).isEqualTo(403);
    assertThat(developer.delete(path + "/" + plain.at("/destinations/0/guid")).status()).isEqualTo(204);
    assertThat(developer.get(NOWHERE + "/destinations").status()).isEqualTo(404);
  }

  @Test
  void shared_usedThere_andGivenBack() {
    String route = route("");
    String shares = route + "/relationships/shared_spaces";
    sharingOff();
    refused(developer.get(shares), 403, "Feature Disabled: route_sharing");
    admin.patch("/v3/feature_flags/route_sharing", "{\"enabled\":true}");
    refused(admin.get("/v3/routes/none/relationships/shared_spaces"), 404, "Route not found");
    String elsewhere = tenants.space(tenants.organization());
    String url = developer.get(route).at("/url");
    refused(developer.post(shares, "{\"data\":[{\"guid\":\"" + elsewhere + "\"}]}"), 422, "Unable to share route " + url + " with spaces ['" + elsewhere
        + "']. Ensure the spaces exist and that you have access to them.");
    refused(developer.post(shares, "{\"data\":[{\"guid\":\"" + space + "\"}]}"), 422, "Unable to share route '" + url + "' with space '" + space
        + "'. Routes cannot be shared into the space where they were created.");
    assertThat(auditor.post(shares, "{\"data\":[{\"guid\":\"" + other + "\"}]}").status()).isEqualTo(403);
    assertThat(stranger.get(shares).status()).isEqualTo(404);
    String app = app(other);
    String destination = "{\"destinations\":[{\"app\":{\"guid\":\"" + app + "\"}}]}";
    refused(developer.post(route + "/destinations", destination), 422, "Routes destinations must be in either the route's space or the route's shared spaces");
    Answer shared = developer.post(shares, "{\"data\":[{\"guid\":\"" + other + "\"}]}");
    assertThat(shared.at("/data/0/guid")).as(shared.toString()).isEqualTo(other);
    assertThat(auditor.get(shares).at("/data/0/guid")).isEqualTo(other);
    assertThat(developer.post(route + "/destinations", destination).status()).isEqualTo(200);
    assertThat(developer.get("/v3/routes?space_guids=" + other + "&include=domain,space.organization").at("/resources/0/url")).isEqualTo(url);
    assertThat(developer.get("/v3/routes?space_guids=" + other + "&include=domain,space.organization").at("/included/organizations/0/guid")).isEqualTo(org);
    assertThat(auditor.delete(shares + "/" + other).status()).isEqualTo(403);
    refused(developer.delete(shares + "/" + space), 422, "Unable to unshare route '" + url + "' from space '" + space + "'. Routes cannot be removed from the space that owns them.");
    assertThat(developer.delete(shares + "/" + elsewhere).status()).isEqualTo(422);
    assertThat(developer.delete(shares + "/" + other).status()).isEqualTo(204);
    assertThat(developer.get(route).json().get("destinations").size()).isZero();
    assertThat(developer.get("/v3/audit_events?target_guids=" + route.substring(route.lastIndexOf('/') + 1)).body())
        .contains("audit.route.create", "audit.route.share", "audit.route.unshare");
  }

  @Test
  void transferred_itsFormerSpaceGoesOnUsingIt() {
    String route = route("");
    String path = route + "/relationships/space";
    refused(developer.patch(path, "{\"data\":{\"guid\":\"none\"}}"), 422, "Unable to transfer owner of route '" + developer.get(route).at("/url")
        + "' to space 'none'. Ensure the space exists and that you have access to it.");
    assertThat(auditor.patch(path, "{\"data\":{\"guid\":\"" + other + "\"}}").status()).isEqualTo(403);
    assertThat(stranger.patch(path, "{\"data\":{\"guid\":\"" + other + "\"}}").status()).isEqualTo(404);
    assertThat(developer.patch(path, "{\"data\":{\"guid\":\"" + other + "\"}}").at("/status")).isEqualTo("ok");
    assertThat(developer.get(route).at("/relationships/space/data/guid")).isEqualTo(other);
    assertThat(developer.get(route + "/relationships/shared_spaces").at("/data/0/guid")).isEqualTo(space);
    assertThat(auditor.get("/v3/routes?space_guids=" + space).at("/resources/0/relationships/space/data/guid")).isEqualTo(other);
  }

  @Test
  void lists_reservations_includes_andDeletion() {
    String route = route("");
    String host = developer.get(route).at("/host");
    assertThat(developer.get(route + "?include=domain,space").at("/included/domains/0/guid")).isEqualTo(domain);
    assertThat(developer.get(route + "?include=moon").status()).isEqualTo(400);
    assertThat(stranger.get(route).status()).isEqualTo(404);
    assertThat(developer.get("/v3/routes?include=moon").status()).isEqualTo(400);
    assertThat(stranger.get("/v3/routes?hosts=" + host).at("/pagination/total_results")).isEqualTo("0");
    assertThat(controller.anonymous().get("/v3/routes").status()).isEqualTo(401);
    assertThat(developer.get("/v3/routes?organization_guids=" + org + "&hosts=" + host).at("/resources/0/host")).isEqualTo(host);
    assertThat(developer.get("/v3/routes?ports=80,x").status()).isEqualTo(400);
    assertThat(developer.get("/v3/routes?service_instance_guids=x").at("/pagination/total_results")).isEqualTo("0");
    String reservations = "/v3/domains/" + domain + "/route_reservations";
    assertThat(stranger.get(reservations + "?host=" + host).at("/matching_route")).isEqualTo("true");
    assertThat(developer.get(reservations + "?host=" + host + "&path=%2Fx").at("/matching_route")).isEqualTo("false");
    assertThat(developer.get(reservations + "?host=" + host + "&port=1024").at("/matching_route")).isEqualTo("false");
    assertThat(developer.get("/v3/domains/none/route_reservations").status()).isEqualTo(404);
    String app = app(space);
    assertThat(auditor.get("/v3/apps/" + app + "/routes").status()).isEqualTo(200);
    assertThat(stranger.get("/v3/apps/" + app + "/routes").status()).isEqualTo(404);
    assertThat(developer.get("/v3/apps/" + app + "/routes?color=red").status()).isEqualTo(400);
    refused(developer.delete("/v3/spaces/" + space + "/routes"), 422,
        "Mass delete not supported for mapped routes. Use 'unmapped=true' parameter to delete all unmapped routes.");
    assertThat(auditor.delete("/v3/spaces/" + space + "/routes?unmapped=true").status()).isEqualTo(403);
    assertThat(auditor.delete(route).status()).isEqualTo(403);
    assertThat(stranger.delete(route).status()).isEqualTo(404);
    assertThat(developer.job(developer.delete(route)).at("/state")).isEqualTo("COMPLETE");
    assertThat(developer.get(route).status()).isEqualTo(404);
    String orphan = route("");
    String mapped = route("");
    developer.post(mapped + "/destinations", "{\"destinations\":[{\"app\":{\"guid\":\"" + app + "\"}}]}");
    assertThat(developer.job(developer.delete("/v3/spaces/" + space + "/routes?unmapped=true")).at("/state")).isEqualTo("COMPLETE");
    assertThat(developer.get(orphan).status()).isEqualTo(404);
    assertThat(developer.get(mapped).status()).isEqualTo(200);
  }
}
