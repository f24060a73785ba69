package dev.ingot.controller.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.controller.environment.AppEnvironment;
import dev.ingot.controller.packages.archive.Zips;
import dev.ingot.controller.process.DesiredProcess;
import dev.ingot.controller.process.DesiredProcesses;
import dev.ingot.controller.route.RouteTable;
import dev.ingot.controller.testing.Http;
import dev.ingot.controller.testing.RunningController;
import dev.ingot.controller.testing.Tenants;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The requests of `cf push` in their order (cf-cli-contract.md §2.1), as a space developer, and what the runtime then reads. */
class PushSequenceIT {
  private final RunningController controller = RunningController.get();
  private Http developer = controller.anonymous();
  private String space = "";
  private Pusher push = new Pusher(controller, controller.anonymous(), "");

  @BeforeEach
  void tenant() {
    Tenants tenants = new Tenants(controller);
    String org = tenants.organization();
    space = tenants.space(org);
    developer = tenants.with("space_developer", org, space);
    push = new Pusher(controller, developer, space);
  }

  @Test
  void a_first_push_runs_every_step_and_ends_with_something_to_run() {
    String name = Tenants.unique("first");
    String app = push.pushed(name, new Zips().file("server.js", "console.log(1)").file("package.json", "{}").bytes());

    var processes = developer.get("/v3/apps/" + app + "/processes");
    assertThat(processes.at("/resources/0/type")).isEqualTo("web");
    String process = processes.at("/resources/0/guid");
    assertThat(developer.get("/v3/processes/" + process).at("/command")).isEqualTo("node server.js");
    assertThat(developer.get("/v3/processes/" + process + "/sidecars").json().get("resources").size()).isZero();
    var stats = developer.get("/v3/processes/" + process + "/stats");
    assertThat(stats.json().get("resources").size()).as(stats.toString()).isEqualTo(1);
    assertThat(stats.at("/resources/0/state")).isNotEqualTo("RUNNING");
    assertThat(developer.get("/v3/apps/" + app + "/routes").at("/resources/0/url")).isEqualTo(name + ".apps.localhost");
    assertThat(developer.get("/v3/apps/" + app + "/droplets/current").at("/buildpacks/0/name")).isEqualTo("ingot/nodejs");
    assertThat(developer.get("/v3/deployments?app_guids=" + app + "&status_values=ACTIVE&order_by=-created_at&per_page=1&page=1").json()
        .get("resources").size()).isZero();

    DesiredProcess desired = controller.bean(DesiredProcesses.class).of(app).getFirst();
    assertThat(desired.appName()).isEqualTo(name);
    assertThat(desired.instances()).isEqualTo(1);
    assertThat(desired.memoryMb()).isEqualTo(512);
    assertThat(desired.imageRepository()).isEqualTo("apps/" + app);
    assertThat(desired.dropletCommand()).isEqualTo("node server.js");
    assertThat(desired.uris()).containsExactly(name + ".apps.localhost");
    assertThat(desired.ports()).containsExactly(8080);
    assertThat(controller.bean(RouteTable.class).all()).anySatisfy(route -> {
      assertThat(route.host()).isEqualTo(name + ".apps.localhost");
      assertThat(route.destinations().getFirst().appGuid()).isEqualTo(app);
    });
    Map<String, String> environment = controller.bean(AppEnvironment.class).running(app, desired.processGuid());
    assertThat(environment).containsEntry("MEMORY_LIMIT", "512m").containsEntry("VCAP_SERVICES", "{}");
    assertThat(environment.get("VCAP_APPLICATION")).contains("\"application_name\":\"" + name + "\"", "\"process_type\":\"web\"");
  }

  @Test
  void a_second_push_of_the_same_files_sends_nothing_and_stores_the_same_bits() {
    String name = Tenants.unique("again");
    String app = push.pushed(name, new Zips().file("server.js", "console.log('again')").file("lib/a.js", "exports.a = 1").bytes());
    String first = developer.get("/v3/packages?app_guids=" + app).at("/resources/0/data/checksum/value");

    String resources = "[" + resource("server.js", "console.log('again')") + "," + resource("lib/a.js", "exports.a = 1") + ","
        + resource("new.js", "never seen " + name) + "]";
    var matches = developer.post("/v3/resource_matches", "{\"resources\":" + resources + "}");
    assertThat(matches.status()).isEqualTo(201);
    assertThat(matches.json().get("resources").valueStream().map(one -> one.get("path").asString() + " " + one.get("mode").asString()).toList())
        .containsExactly("server.js 644", "lib/a.js 644");

    String bits = push.newPackage(app);
    var uploaded = push.upload(bits, matches.json().get("resources").toString(), null);
    assertThat(uploaded.at("/state")).as(uploaded.toString()).isEqualTo("READY");
    assertThat(uploaded.at("/data/checksum/value")).isEqualTo(first);
    assertThat(push.upload(bits, "[]", new Zips().file("a", "b").bytes()).json().at("/errors/0/code").asInt()).isEqualTo(150004);
    assertThat(controller.cell().get("/internal/packages/" + bits + "/bits").status()).isEqualTo(200);
    assertThat(controller.anonymous().get("/internal/packages/" + bits + "/bits").status()).isEqualTo(401);
  }

  @Test
  void an_app_of_many_known_files_is_uploaded_without_sending_one() {
    String name = Tenants.unique("many");
    String app = push.pushed(name, new Zips().file("seed", "seed of many").bytes());
    String resources = java.util.stream.IntStream.range(0, 20_000).mapToObj(i -> resource("node_modules/some-longer-name/lib/" + i + ".js", "seed of many"))
        .collect(java.util.stream.Collectors.joining(",", "[", "]"));
    assertThat(resources.length()).isGreaterThan(2 << 20);
    var uploaded = push.upload(push.newPackage(app), resources, null);
    assertThat(uploaded.at("/state")).as(uploaded.toString()).isEqualTo("READY");
  }

  @Test
  void a_restart_replaces_instances_and_scaling_their_number_does_not() {
    String app = push.pushed(Tenants.unique("versions"), new Zips().file("a", "1").bytes());
    String first = version(app);
    assertThat(developer.post("/v3/apps/" + app + "/processes/web/actions/scale", "{\"instances\":3}").status()).isEqualTo(202);
    assertThat(version(app)).isEqualTo(first);
    assertThat(developer.post("/v3/apps/" + app + "/actions/start", "").status()).isEqualTo(200);
    assertThat(version(app)).isEqualTo(first);
    assertThat(developer.post("/v3/apps/" + app + "/processes/web/actions/scale", "{\"memory_in_mb\":300}").at("/memory_in_mb")).isEqualTo("300");
    String scaled = version(app);
    assertThat(scaled).isNotEqualTo(first);
    assertThat(developer.post("/v3/apps/" + app + "/actions/restart", "").status()).isEqualTo(200);
    assertThat(version(app)).isNotEqualTo(scaled);
    assertThat(developer.post("/v3/apps/" + app + "/actions/stop", "").at("/state")).isEqualTo("STOPPED");
    assertThat(controller.bean(DesiredProcesses.class).of(app)).isEmpty();
  }

  @Test
  void numbers_out_of_range_are_told_in_cf_words() {
    String app = push.pushed(Tenants.unique("ranges"), new Zips().file("a", "2").bytes());
    for (var wrong : List.of("{\"instances\":-1}", "{\"instances\":99999999}", "{\"memory_in_mb\":0}", "{\"disk_in_mb\":-5}",
        "{\"log_rate_limit_in_bytes_per_second\":-2}", "{\"instances\":\"three\"}")) {
      assertThat(developer.post("/v3/apps/" + app + "/processes/web/actions/scale", wrong).status()).as(wrong).isEqualTo(422);
    }
    assertThat(developer.post("/v3/apps/" + app + "/processes/web/actions/scale", "{\"memory_in_mb\":0}").detail())
        .startsWith("Memory in mb must be greater than 0");
    assertThat(developer.post("/v3/apps/" + app + "/processes/none/actions/scale", "{}").detail()).isEqualTo("Process not found");
  }

  @Test
  void a_failed_build_tells_code_and_reason_and_a_late_result_changes_nothing() {
    String name = Tenants.unique("failing");
    push.applied("applications:\n- name: " + name + "\n");
    String app = push.appGuid(name);
    assertThat(developer.get("/v3/apps/" + app + "/droplets/current").detail()).isEqualTo("Droplet not found");
    assertThat(developer.post("/v3/apps/" + app + "/actions/start", "").detail()).isEqualTo("Assign a droplet before starting this app.");
    String bits = push.newPackage(app);
    assertThat(developer.post("/v3/builds", "{\"package\":{\"guid\":\"" + bits + "\"}}").detail())
        .isEqualTo("Bad request: Cannot stage package whose state is not ready.");
    push.upload(bits, "[]", new Zips().file("a", "3").bytes());
    String build = push.build(bits);
    assertThat(developer.post("/v3/builds", "{\"package\":{\"guid\":\"" + bits + "\"}}").json().at("/errors/0/code").asInt()).isEqualTo(170017);
    var completion = controller.bean(dev.ingot.controller.build.BuildCompletion.class);
    var failure = dev.ingot.api.cell.v1.StagingFailure.newBuilder().setCode("NoAppDetectedError").setReason("nothing fits");
    completion.finished(dev.ingot.api.cell.v1.StagingResult.newBuilder().setBuildGuid(build).setFailed(failure).build());
    completion.finished(dev.ingot.api.cell.v1.StagingResult.newBuilder().setBuildGuid(build)
        .setFailed(failure.setCode("StagingError")).build());
    var failed = developer.get("/v3/builds/" + build);
    assertThat(failed.at("/state")).isEqualTo("FAILED");
    assertThat(failed.at("/error")).isEqualTo("NoAppDetectedError - An app was not successfully detected by any available buildpack: nothing fits");
  }

  @Test
  void an_archive_that_leaves_its_root_is_refused_and_the_package_failed() {
    String name = Tenants.unique("hostile");
    push.applied("applications:\n- name: " + name + "\n");
    String bits = push.newPackage(push.appGuid(name));
    var refused = push.upload(bits, "[]", new Zips().file("../../evil", "x").bytes());
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.detail()).contains("'../../evil'", "leaves the app's root");
    var found = developer.get("/v3/packages/" + bits);
    assertThat(found.at("/state")).isEqualTo("FAILED");
    assertThat(found.at("/data/error")).contains("leaves the app's root");
    assertThat(push.upload(push.newPackage(push.appGuid(name)), "not json", null).status()).isEqualTo(422);
    assertThat(push.upload(push.newPackage(push.appGuid(name)), "[]", "no zip at all".getBytes()).detail()).contains("not a zip archive");
  }

  @Test
  void a_deleted_app_leaves_no_rows_no_bits_and_no_route_to_it() {
    String name = Tenants.unique("gone");
    String app = push.pushed(name, new Zips().file("a", name).bytes());
    String route = developer.get("/v3/apps/" + app + "/routes").at("/resources/0/guid");
    assertThat(developer.job(developer.delete("/v3/apps/" + app)).at("/state")).isEqualTo("COMPLETE");
    assertThat(developer.get("/v3/apps/" + app).detail()).isEqualTo("App not found");
    assertThat(developer.get("/v3/packages?app_guids=" + app).json().at("/pagination/total_results").asInt()).isZero();
    assertThat(developer.get("/v3/routes/" + route).json().get("destinations").size()).isZero();
    assertThat(developer.job(developer.delete("/v3/routes/" + route)).at("/state")).isEqualTo("COMPLETE");
  }

  @Test
  void others_see_nothing_and_auditors_change_nothing() {
    String app = push.pushed(Tenants.unique("mine"), new Zips().file("a", "5").bytes());
    Tenants tenants = new Tenants(controller);
    String org = tenants.organization();
    Http stranger = tenants.with("space_developer", org, tenants.space(org));
    for (String path : List.of("/v3/apps/" + app, "/v3/apps/" + app + "/env", "/v3/apps/" + app + "/processes", "/v3/apps/" + app + "/packages")) {
      assertThat(stranger.get(path).status()).as(path).isEqualTo(404);
    }
    assertThat(stranger.get("/v3/apps?guids=" + app).json().get("resources").size()).isZero();
    assertThat(stranger.get("/v3/processes?app_guids=" + app).json().get("resources").size()).isZero();
    assertThat(stranger.post("/v3/apps/" + app + "/actions/stop", "").status()).isEqualTo(404);
    assertThat(stranger.delete("/v3/apps/" + app).status()).isEqualTo(404);
  }

  private String version(String app) {
    return controller.bean(DesiredProcesses.class).of(app).getFirst().version();
  }

  static String resource(String path, String content) {
    try {
      byte[] sha1 = java.security.MessageDigest.getInstance("SHA-1").digest(content.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      return "{\"path\":\"%s\",\"mode\":\"644\",\"checksum\":{\"value\":\"%s\"},\"size_in_bytes\":%d}"
          .formatted(path, java.util.HexFormat.of().formatHex(sha1), content.length());
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
