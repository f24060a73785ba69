package dev.ingot.controller.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.controller.packages.archive.Zips;
import dev.ingot.controller.testing.Http;
import dev.ingot.controller.testing.Http.Answer;
import dev.ingot.controller.testing.RunningController;
import dev.ingot.controller.testing.Tenants;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every operation of apps, packages, builds and processes: as a developer, as somebody who may not, and with input that is wrong. */
class AppOperationsIT {
  private static final RunningController CONTROLLER = RunningController.get();
  private static final Tenants TENANTS = new Tenants(CONTROLLER);
  private static String space = "";
  private static String app = "";
  private static Http developer = CONTROLLER.anonymous();
  private static Http auditor = CONTROLLER.anonymous();
  private static Http stranger = CONTROLLER.anonymous();

  @BeforeAll
  static void pushed() throws Exception {
    String org = TENANTS.organization();
    space = TENANTS.space(org);
    developer = TENANTS.with("space_developer", org, space);
    auditor = TENANTS.with("space_auditor", org, space);
    stranger = TENANTS.login(TENANTS.user());
    app = pusher().pushed(Tenants.unique("operated"), new Zips().file("a", "b").bytes());
  }

  private static Pusher pusher() {
    return new Pusher(CONTROLLER, developer, space);
  }

  private static Answer call(Http http, String method, String path, @Nullable String body) {
    return http.send(method, path, body == null ? null : "application/json", body);
  }

  /** The developer may, the auditor sees it but may not, and a stranger sees nothing. @param wrong a path or body that is refused */
  private static Answer write(String method, String path, @Nullable String body, String wrongPath, @Nullable String wrongBody, int refused) {
    assertThat(call(auditor, method, path, body).status()).as(method + " " + path + " of an auditor").isEqualTo(403);
    assertThat(call(stranger, method, path, body).status()).as(method + " " + path + " of a stranger").isIn(404, 422);
    assertThat(call(developer, method, wrongPath, wrongBody).status()).as(method + " " + wrongPath + " with " + wrongBody).isEqualTo(refused);
    Answer answer = call(developer, method, path, body);
    assertThat(answer.status()).as(answer.toString()).isBetween(200, 299);
    return answer;
  }

  private static Answer read(String path, String wrongPath) {
    Answer answer = developer.get(path);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    assertThat(stranger.get(path).status()).as(path + " of a stranger").isEqualTo(404);
    assertThat(developer.get(wrongPath).status()).as(wrongPath).isIn(400, 404);
    return answer;
  }

  private static void list(String path) {
    assertThat(developer.get(path).status()).isEqualTo(200);
    assertThat(stranger.get(path).json().get("resources").size()).as(path + " of a stranger").isZero();
    assertThat(CONTROLLER.anonymous().get(path).status()).isEqualTo(401);
    assertThat(developer.get(path + "?nonsense=1").status()).isEqualTo(400);
  }

  @Test
  void lists_showOnlyWhatTheCallerMaySee() {
    for (String path : List.of("/v3/apps", "/v3/packages", "/v3/builds", "/v3/droplets", "/v3/processes", "/v3/deployments", "/v3/app_usage_events")) {
      list(path);
    }
  }

  @Test
  void apps() {
    String path = "/v3/apps/" + app;
    String name = Tenants.unique("made");
    String body = "{\"name\":\"" + name + "\",\"environment_variables\":{\"A\":\"b\"},\"lifecycle\":{\"type\":\"cnb\",\"data\":{\"buildpacks\":[],\"stack\":null}},"
        + "\"relationships\":{\"space\":{\"data\":{\"guid\":\"" + space + "\"}}},\"metadata\":{\"labels\":{\"x\":\"y\"}}}";
    assertThat(auditor.post("/v3/apps", body).status()).isEqualTo(403);
    assertThat(stranger.post("/v3/apps", body).status()).isEqualTo(422);
    assertThat(developer.post("/v3/apps", body.replace(name, "")).status()).isEqualTo(422);
    Answer made = developer.post("/v3/apps", body);
    assertThat(made.at("/lifecycle/type")).as(made.toString()).isEqualTo("cnb");
    Answer again = developer.post("/v3/apps", body);
    assertThat(again.detail()).isEqualTo("App with the name '" + name + "' already exists.");
    assertThat(again.status()).isEqualTo(422);
    assertThat(write("PATCH", "/v3/apps/" + made.at("/guid"), "{\"name\":\"" + name + "2\"}", path, "{\"name\":\"\"}", 422).status()).isEqualTo(200);
    Answer gone = write("DELETE", "/v3/apps/" + made.at("/guid"), null, "/v3/apps/nope", null, 404);
    assertThat(developer.job(gone).at("/state")).isEqualTo("COMPLETE");

    Answer shown = read(path, "/v3/apps/nope");
    assertThat(shown.at("/links/revisions/href")).endsWith("/revisions");
    read(path + "/env", "/v3/apps/nope/env");
    read(path + "/environment_variables", "/v3/apps/nope/environment_variables");
    assertThat(auditor.get(path + "/environment_variables").status()).isEqualTo(403);
    read(path + "/droplets/current", "/v3/apps/nope/droplets/current");
    read(path + "/relationships/current_droplet", "/v3/apps/nope/relationships/current_droplet");
    assertThat(read(path + "/permissions", "/v3/apps/nope/permissions").at("/read_sensitive_data")).isEqualTo("true");
    read(path + "/ssh_enabled", "/v3/apps/nope/ssh_enabled");
    assertThat(read(path + "/features", "/v3/apps/nope/features").json().get("resources").size()).isEqualTo(4);
    assertThat(read(path + "/features/revisions", path + "/features/nope").at("/enabled")).isEqualTo("true");
    write("PATCH", path + "/features/ssh", "{\"enabled\":false}", path + "/features/ssh", "{\"enabled\":\"maybe\"}", 422);
    write("PATCH", path + "/environment_variables", "{\"var\":{\"K\":\"v\",\"N\":null}}", path + "/environment_variables", "{\"var\":{\"PORT\":\"1\"}}", 422);
    write("POST", path + "/actions/stop", null, "/v3/apps/nope/actions/stop", null, 404);
    write("POST", path + "/actions/start", null, "/v3/apps/nope/actions/start", null, 404);
    write("POST", path + "/actions/restart", null, "/v3/apps/nope/actions/restart", null, 404);
    String droplet = developer.get(path + "/droplets/current").at("/guid");
    write("PATCH", path + "/relationships/current_droplet", "{\"data\":{\"guid\":\"" + droplet + "\"}}", path + "/relationships/current_droplet",
        "{\"data\":{\"guid\":\"nope\"}}", 422);
    read(path + "/droplets", path + "/droplets?nonsense=1");
  }

  @Test
  void packagesAndBuilds() {
    String body = "{\"type\":\"bits\",\"relationships\":{\"app\":{\"data\":{\"guid\":\"" + app + "\"}}}}";
    String bits = write("POST", "/v3/packages", body, "/v3/packages", "{\"type\":\"bits\"}", 422).at("/guid");
    String path = "/v3/packages/" + bits;
    assertThat(auditor.post(path + "/upload", "{}").status()).isEqualTo(403);
    assertThat(stranger.post(path + "/upload", "{}").status()).isEqualTo(404);
    assertThat(developer.post(path + "/upload", "{}").status()).isEqualTo(422);
    assertThat(pusher().upload(bits, "[]", new Zips().file("x", "y").bytes()).at("/state")).isEqualTo("READY");
    read(path, "/v3/packages/nope");
    read("/v3/apps/" + app + "/packages", "/v3/apps/" + app + "/packages?nonsense=1");
    read(path + "/download", "/v3/packages/nope/download");
    assertThat(auditor.get(path + "/download").status()).isEqualTo(403);
    write("PATCH", path, "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}", path, "{\"metadata\":{\"labels\":{\"a b\":\"b\"}}}", 422);

    Answer copied = developer.post("/v3/packages?source_guid=" + bits, body);
    assertThat(copied.at("/state")).as(copied.toString()).isEqualTo("READY");
    assertThat(copied.at("/data/checksum/value")).isEqualTo(developer.get(path).at("/data/checksum/value"));

    String request = "{\"package\":{\"guid\":\"" + bits + "\"}}";
    assertThat(auditor.post("/v3/builds", request).status()).isEqualTo(403);
    assertThat(stranger.post("/v3/builds", request).status()).isEqualTo(422);
    assertThat(developer.post("/v3/builds", "{}").status()).isEqualTo(422);
    String build = pusher().build(bits);
    read("/v3/builds/" + build, "/v3/builds/nope");
    read("/v3/apps/" + app + "/builds", "/v3/apps/" + app + "/builds?nonsense=1");
    write("PATCH", "/v3/builds/" + build, "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}", "/v3/builds/" + build, "{\"metadata\":{\"labels\":{\"a b\":\"b\"}}}", 422);
    pusher().staged(build, app, Map.of("web", "node server.js"));
    Answer deleted = write("DELETE", "/v3/packages/" + copied.at("/guid"), null, "/v3/packages/nope", null, 404);
    assertThat(developer.job(deleted).at("/state")).isEqualTo("COMPLETE");
  }

  @Test
  void processes() {
    String ofApp = "/v3/apps/" + app + "/processes";
    String guid = developer.get(ofApp + "/web").at("/guid");
    String path = "/v3/processes/" + guid;
    assertThat(read(path, "/v3/processes/nope").at("/version")).isNotEmpty();
    read(ofApp + "/web", ofApp + "/nope");
    read(ofApp, ofApp + "?nonsense=1");
    read(path + "/stats", "/v3/processes/nope/stats");
    read(ofApp + "/web/stats", ofApp + "/nope/stats");
    read(path + "/process_instances", "/v3/processes/nope/process_instances");
    assertThat(developer.get("/v3/processes?app_guids=" + app + "&embed=process_instances").json().at("/resources/0/process_instances").isArray()).isTrue();
    assertThat(developer.get("/v3/processes?embed=nonsense").status()).isEqualTo(400);
    write("POST", path + "/actions/scale", "{\"instances\":2}", path + "/actions/scale", "{\"instances\":-1}", 422);
    write("POST", ofApp + "/web/actions/scale", "{\"log_rate_limit_in_bytes_per_second\":1024}", ofApp + "/web/actions/scale", "{\"memory_in_mb\":0}", 422);
    Answer changed = write("PATCH", path, "{\"health_check\":{\"type\":\"http\",\"data\":{\"endpoint\":\"/up\",\"invocation_timeout\":5,\"interval\":3}},"
        + "\"readiness_health_check\":{\"type\":\"http\",\"data\":{\"endpoint\":\"/ready\"}}}", path, "{\"health_check\":{\"type\":\"magic\"}}", 422);
    assertThat(changed.at("/readiness_health_check/data/endpoint")).isEqualTo("/ready");
    new dev.ingot.controller.deployment.Serving(CONTROLLER).serve(guid, 1);
    write("DELETE", path + "/instances/0", null, path + "/instances/99", null, 404);
    new dev.ingot.controller.deployment.Serving(CONTROLLER).serve(guid, 1);
    write("DELETE", ofApp + "/web/instances/0", null, ofApp + "/web/instances/99", null, 404);
  }

  @Test
  void manifestsAndMatches() {
    String diff = "/v3/spaces/" + space + "/manifest_diff";
    String yaml = "applications: [{name: differs}]";
    assertThat(auditor.send("POST", diff, "application/x-yaml", yaml).status()).isEqualTo(403);
    assertThat(stranger.send("POST", diff, "application/x-yaml", yaml).status()).isEqualTo(404);
    assertThat(developer.send("POST", diff, "application/x-yaml", "applications: 1").status()).isEqualTo(422);
    assertThat(developer.send("POST", diff, "application/x-yaml", yaml).status()).isEqualTo(201);
    read("/v3/apps/" + app + "/manifest", "/v3/apps/nope/manifest");
    assertThat(auditor.get("/v3/apps/" + app + "/manifest").status()).isEqualTo(403);
    assertThat(CONTROLLER.anonymous().post("/v3/resource_matches", "{\"resources\":[]}").status()).isEqualTo(401);
    assertThat(developer.post("/v3/resource_matches", "{\"resources\":7}").status()).isEqualTo(422);
    assertThat(developer.post("/v3/resource_matches", "{\"resources\":[{\"path\":\"a\",\"mode\":\"644\",\"size_in_bytes\":36,\"checksum\":{\"value\":\"002d760bea1be268e27077412e11a320d0f164d3\"}}]}").status())
        .isEqualTo(201);
    Answer unknown = developer.send("POST", "/v3/spaces/" + space + "/actions/apply_manifest", "application/x-yaml",
        "applications: [{name: x, features: {nonsense: true}}]");
    assertThat(unknown.detail()).isEqualTo("For application 'x': Unknown feature(s): 'nonsense'");
  }
}
