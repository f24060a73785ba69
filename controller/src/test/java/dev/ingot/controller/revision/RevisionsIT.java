package dev.ingot.controller.revision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.controller.app.http.Pusher;
import dev.ingot.controller.deployment.Serving;
import dev.ingot.controller.packages.archive.Zips;
import dev.ingot.controller.process.db.SidecarState;
import dev.ingot.controller.sidecar.Sidecars;
import dev.ingot.controller.testing.Http;
import dev.ingot.controller.testing.Http.Answer;
import dev.ingot.controller.testing.RunningController;
import dev.ingot.controller.testing.Tenants;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RevisionsIT {
  private static final RunningController CONTROLLER = RunningController.get();
  private static final Tenants TENANTS = new Tenants(CONTROLLER);
  private static String space = "";
  private static Http developer = CONTROLLER.anonymous();
  private static Http auditor = CONTROLLER.anonymous();
  private static Http stranger = CONTROLLER.anonymous();

  @BeforeAll
  static void tenants() {
    String org = TENANTS.organization();
    space = TENANTS.space(org);
    developer = TENANTS.with("space_developer", org, space);
    auditor = TENANTS.with("space_auditor", org, space);
    stranger = TENANTS.login(TENANTS.user());
  }

  private static List<String> descriptions(String app) {
    return developer.get("/v3/apps/" + app + "/revisions?order_by=-created_at").json().get("resources").valueStream()
        .map(one -> one.get("description").asString()).toList();
  }

  @Test
  void eachStartAsSomethingElse_isARevision_andOneCanBeGoneBackTo() throws Exception {
    String app = new Pusher(CONTROLLER, developer, space).pushed("revised", new Zips().file("a", "1").bytes());
    assertThat(descriptions(app)).containsExactly("Initial revision.");
    developer.post("/v3/apps/" + app + "/actions/restart", "");
    assertThat(descriptions(app)).as("the same app again").hasSize(1);
    developer.patch("/v3/apps/" + app + "/environment_variables", "{\"var\":{\"KEY\":\"two\"}}");
    developer.patch("/v3/processes/" + Serving.webs(developer, app).getFirst(), "{\"command\":\"node two.js\"}");
    developer.post("/v3/apps/" + app + "/actions/restart", "");
    assertThat(descriptions(app)).first().isEqualTo("Custom start command added for 'web' process. New environment variables deployed.");

    Answer all = developer.get("/v3/apps/" + app + "/revisions?order_by=-created_at");
    String second = all.at("/resources/0/guid");
    String first = all.at("/resources/1/guid");
    assertThat(all.at("/resources/0/version")).isEqualTo("2");
    assertThat(all.at("/resources/0/deployable")).isEqualTo("true");
    assertThat(all.at("/resources/0/processes/web/command")).isEqualTo("node two.js");
    assertThat(developer.get("/v3/apps/" + app + "/revisions/deployed").at("/resources/0/guid")).isEqualTo(second);
    assertThat(developer.get(all.at("/resources/0/links/environment_variables/href")).at("/var/KEY")).isEqualTo("two");
    assertThat(developer.get("/v3/apps/" + app + "/revisions?versions=1&per_page=2&page=1").at("/resources/0/guid")).isEqualTo(first);
    assertThat(developer.get("/v3/processes/" + Serving.webs(developer, app).getFirst()).at("/relationships/revision/data/guid")).isEqualTo(second);

    Answer same = rollback(app, second);
    assertThat(same.status()).isEqualTo(422);
    assertThat(same.detail()).startsWith("Unable to rollback. The code and configuration you are rolling back to is the same");
    Answer back = rollback(app, first);
    assertThat(back.status()).as(back.toString()).isEqualTo(201);
    assertThat(back.at("/revision/version")).isEqualTo("3");
    new Serving(CONTROLLER).serve(back.at("/new_processes/0/guid"), 1);
    Serving.until(developer, "/v3/deployments/" + back.at("/guid"), answer -> answer.at("/status/reason").equals("DEPLOYED"));
    assertThat(descriptions(app)).first().isEqualTo("Rolled back to revision 1.");
    assertThat(developer.get("/v3/apps/" + app + "/environment_variables").json().at("/var").has("KEY")).isFalse();
    assertThat(developer.get("/v3/apps/" + app + "/processes/web").at("/command")).isEqualTo("node server.js");
  }

  private static List<String> sidecars(String app) {
    return developer.get("/v3/apps/" + app + "/sidecars").json().get("resources").valueStream()
        .map(one -> one.get("name").asString() + " " + one.get("command").asString() + " " + one.get("memory_in_mb")).toList();
  }

  private static void sidecar(String app, String name, String command) {
    assertThat(developer.post("/v3/apps/" + app + "/sidecars", "{\"name\":\"" + name + "\",\"command\":\"" + command
        + "\",\"process_types\":[\"web\"],\"memory_in_mb\":64}").status()).isEqualTo(201);
  }

  @Test
  void sidecarsAreOfARevision_rollbackRestoresThem_andACancelTheOnesOfBefore() throws Exception {
    String app = new Pusher(CONTROLLER, developer, space).pushed("revised-beside", new Zips().file("a", "1").bytes());
    sidecar(app, "keeps", "./one");
    sidecar(app, "goes", "./two");
    developer.post("/v3/apps/" + app + "/actions/restart", "");
    assertThat(descriptions(app)).first().isEqualTo("Sidecars updated.");
    String second = developer.get("/v3/apps/" + app + "/revisions?order_by=-created_at").at("/resources/0/guid");
    String keeps = developer.get("/v3/apps/" + app + "/sidecars").at("/resources/0/guid");
    assertThat(developer.patch("/v3/sidecars/" + keeps, "{\"command\":\"./changed\"}").status()).isEqualTo(200);
    String goes = developer.get("/v3/apps/" + app + "/sidecars").at("/resources/1/guid");
    assertThat(developer.delete("/v3/sidecars/" + goes).status()).isEqualTo(204);
    sidecar(app, "comes", "./three");
    developer.post("/v3/apps/" + app + "/actions/restart", "");
    assertThat(descriptions(app)).hasSize(3);
    String web = Serving.webs(developer, app).getFirst();
    new Serving(CONTROLLER).serve(web, 1);

    Answer back = rollback(app, second);
    assertThat(back.status()).as(back.toString()).isEqualTo(201);
    assertThat(sidecars(app)).containsExactlyInAnyOrder("keeps ./one 64", "goes ./two 64");
    Sidecars started = CONTROLLER.bean(Sidecars.class);
    assertThat(started.toStart(app, web, "web")).extracting(SidecarState::command).as("what retires").containsExactlyInAnyOrder("./changed", "./three");
    assertThat(started.toStart(app, back.at("/new_processes/0/guid"), "web")).extracting(SidecarState::command).containsExactlyInAnyOrder("./one", "./two");
    assertThat(developer.post("/v3/deployments/" + back.at("/guid") + "/actions/cancel", "").status()).isEqualTo(200);
    Serving.until(developer, "/v3/deployments/" + back.at("/guid"), answer -> answer.at("/status/reason").equals("CANCELED"));
    assertThat(sidecars(app)).containsExactlyInAnyOrder("keeps ./changed 64", "comes ./three 64");

    Answer again = rollback(app, second);
    new Serving(CONTROLLER).serve(again.at("/new_processes/0/guid"), 1);
    Serving.until(developer, "/v3/deployments/" + again.at("/guid"), answer -> answer.at("/status/reason").equals("DEPLOYED"));
    assertThat(sidecars(app)).containsExactlyInAnyOrder("keeps ./one 64", "goes ./two 64");
    assertThat(descriptions(app)).first().isEqualTo("Rolled back to revision 2.");
    assertThat(rollback(app, second).detail()).startsWith("Unable to rollback. The code and configuration you are rolling back to is the same");
  }

  private static Answer rollback(String app, String revision) {
    return developer.post("/v3/deployments", "{\"revision\":{\"guid\":\"" + revision + "\"},\"strategy\":\"rolling\",\"relationships\":{\"app\":{\"data\":{\"guid\":\""
        + app + "\"}}}}");
  }

  @Test
  void revisions_byRole() throws Exception {
    String app = new Pusher(CONTROLLER, developer, space).pushed("revised-roles", new Zips().file("a", "1").bytes());
    String path = "/v3/revisions/" + developer.get("/v3/apps/" + app + "/revisions").at("/resources/0/guid");
    assertThat(developer.get(path).at("/description")).isEqualTo("Initial revision.");
    assertThat(auditor.get(path).status()).isEqualTo(200);
    assertThat(auditor.get(path + "/environment_variables").status()).isEqualTo(403);
    assertThat(stranger.get(path + "/environment_variables").detail()).isEqualTo("Revision not found");
    assertThat(developer.get("/v3/revisions/nope/environment_variables").status()).isEqualTo(404);
    assertThat(stranger.get(path).status()).isEqualTo(404);
    assertThat(developer.get("/v3/revisions/nope").status()).isEqualTo(404);
    assertThat(stranger.get("/v3/apps/" + app + "/revisions").detail()).isEqualTo("App not found");
    assertThat(stranger.get("/v3/apps/" + app + "/revisions/deployed").detail()).isEqualTo("App not found");
    assertThat(developer.get("/v3/apps/" + app + "/revisions?versions=x").status()).isEqualTo(400);
    assertThat(developer.get("/v3/apps/" + app + "/revisions/deployed?nope=x").status()).isEqualTo(400);
    assertThat(auditor.patch(path, "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}").status()).isEqualTo(403);
    assertThat(developer.patch(path, "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}").at("/metadata/labels/a")).isEqualTo("b");
    assertThat(developer.patch(path, "{\"metadata\":{\"labels\":{\"a b\":\"b\"}}}").status()).isEqualTo(422);
  }

  @Test
  void withoutTheFeature_thereAreNone() throws Exception {
    Pusher pusher = new Pusher(CONTROLLER, developer, space);
    pusher.applied("applications:\n- name: revised-plain\n  features:\n    revisions: false\n  default-route: true\n");
    String app = pusher.pushed("revised-plain", new Zips().file("a", "1").bytes());
    assertThat(developer.get("/v3/apps/" + app + "/features/revisions").at("/enabled")).isEqualTo("false");
    assertThat(descriptions(app)).isEmpty();
  }
}
