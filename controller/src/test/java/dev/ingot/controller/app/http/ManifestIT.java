package dev.ingot.controller.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.controller.testing.Http;
import dev.ingot.controller.testing.Http.Answer;
import dev.ingot.controller.testing.RunningController;
import dev.ingot.controller.testing.Tenants;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Manifests over HTTP: applied, compared, written. */
class ManifestIT {
  private final RunningController controller = RunningController.get();
  private Http developer = controller.anonymous();
  private String organization = "";
  private String space = "";
  private Pusher push = new Pusher(controller, controller.anonymous(), "");

  @BeforeEach
  void tenant() {
    Tenants tenants = new Tenants(controller);
    organization = tenants.organization();
    space = tenants.space(organization);
    developer = tenants.with("space_developer", organization, space);
    push = new Pusher(controller, developer, space);
  }

  @Test
  void two_apps_with_everything_become_what_the_manifest_says_and_then_differ_in_nothing() {
    String one = Tenants.unique("one");
    String two = Tenants.unique("two");
    String yaml = """
        version: 1
        applications:
        - name: %1$s
          memory: 64M
          disk_quota: 100M
          instances: 2
          buildpacks: [nodejs]
          stack: trixie
          env: {GREETING: hello, COUNT: 3}
          health-check-type: http
          health-check-http-endpoint: /up
          metadata: {labels: {team: blue}}
          routes:
          - route: %1$s.apps.localhost/deep
            options: {loadbalancing: least-connection}
          processes:
          - type: worker
            command: ./work
            instances: 1
        - name: %2$s
          random-route: true
        """.formatted(one, two);
    Answer job = push.applied(yaml);
    assertThat(job.at("/state")).as(job.toString()).isEqualTo("COMPLETE");

    String app = push.appGuid(one);
    var web = developer.get("/v3/apps/" + app + "/processes/web");
    assertThat(web.at("/memory_in_mb")).isEqualTo("64");
    assertThat(web.at("/instances")).isEqualTo("2");
    assertThat(web.at("/health_check/data/endpoint")).isEqualTo("/up");
    assertThat(developer.get("/v3/apps/" + app + "/processes/worker").at("/command")).isEqualTo("./work");
    assertThat(developer.get("/v3/apps/" + app + "/env").at("/environment_variables/COUNT")).isEqualTo("3");
    assertThat(developer.get("/v3/apps/" + app).at("/metadata/labels/team")).isEqualTo("blue");
    var route = developer.get("/v3/apps/" + app + "/routes");
    assertThat(route.at("/resources/0/url")).isEqualTo(one + ".apps.localhost/deep");
    assertThat(route.at("/resources/0/options/loadbalancing")).isEqualTo("least-connection");
    assertThat(developer.get("/v3/apps/" + push.appGuid(two) + "/routes").at("/resources/0/url"))
        .matches(two + "-[a-z]+-[a-z]+-[a-z]{2}\\.apps\\.localhost");

    Answer diff = diff(yaml.replace("- name: " + two + "\n  random-route: true\n", "- name: " + two + "\n"));
    assertThat(diff.status()).isEqualTo(201);
    assertThat(diff.json().get("diff").size()).as(diff.toString()).isZero();
    assertThat(diff(yaml.replace("memory: 64M", "memory: 65M")).json().get("diff").valueStream()
        .map(change -> change.get("path").asString()).collect(Collectors.toList())).contains("/applications/0/memory");

    Answer written = developer.get("/v3/apps/" + app + "/manifest");
    assertThat(written.header("Content-Type")).contains("yaml");
    assertThat(diff(written.body()).json().get("diff").size()).as(written.body()).isZero();
    assertThat(push.applied(written.body()).at("/state")).isEqualTo("COMPLETE");
  }

  @Test
  void no_route_takes_routes_away_and_an_app_with_a_route_gets_no_other() {
    String name = Tenants.unique("routed");
    push.applied("applications:\n- name: %s\n  default-route: true\n".formatted(name));
    push.applied("applications:\n- name: %s\n  random-route: true\n".formatted(name));
    String app = push.appGuid(name);
    assertThat(developer.get("/v3/apps/" + app + "/routes").at("/pagination/total_results")).isEqualTo("1");
    push.applied("applications:\n- name: %s\n  no-route: true\n".formatted(name));
    assertThat(developer.get("/v3/apps/" + app + "/routes").at("/pagination/total_results")).isEqualTo("0");
  }

  @Test
  void a_manifest_that_fails_half_way_leaves_the_app_as_it_was() {
    String name = Tenants.unique("half");
    push.applied("applications:\n- name: %s\n  memory: 64M\n".formatted(name));
    Answer failed = push.applied("applications:\n- name: %s\n  memory: 128M\n  routes: [{route: x.nobodys-domain.example}]\n".formatted(name));
    assertThat(failed.at("/state")).isEqualTo("FAILED");
    assertThat(failed.detail()).startsWith("For application '" + name + "': The route 'x.nobodys-domain.example' could not be mapped");
    assertThat(developer.get("/v3/apps/" + push.appGuid(name) + "/processes/web").at("/memory_in_mb")).isEqualTo("64");
  }

  @Test
  void what_cannot_be_applied_is_an_error_and_makes_no_app() {
    String name = Tenants.unique("none");
    Answer several = push.applyManifest("applications:\n- name: %s\n  memory: x\n  instances: y\n".formatted(name));
    assertThat(several.status()).isEqualTo(422);
    assertThat(several.json().get("errors").size()).isEqualTo(2);
    assertThat(push.applyManifest("applications:\n- name: %s\n  docker: {image: nginx}\n  buildpacks: [x]\n".formatted(name)).status()).isEqualTo(422);
    String image = Tenants.unique("image");
    assertThat(push.applied("applications:\n- name: %s\n  docker: {image: nginx}\n".formatted(image)).at("/state")).isEqualTo("COMPLETE");
    assertThat(developer.get("/v3/apps/" + push.appGuid(image)).at("/lifecycle/type")).isEqualTo("docker");
    assertThat(push.applied("applications:\n- name: %s\n  lifecycle: buildpack\n".formatted(image)).detail()).contains("Lifecycle type cannot be changed");
    assertThat(push.applyManifest("{").status()).isEqualTo(422);
    assertThat(developer.post("/v3/spaces/" + space + "/actions/apply_manifest", "{}").status()).isEqualTo(400);
    assertThat(push.applied("applications:\n- name: %s\n  services: [db]\n".formatted(name)).detail()).contains("Service instance 'db' not found");
    Tenants tenants = new Tenants(controller);
    Http auditor = tenants.with("space_auditor", organization, space);
    assertThat(auditor.send("POST", "/v3/spaces/" + space + "/actions/apply_manifest", "application/x-yaml", "applications: [{name: z}]").status()).isEqualTo(403);
    assertThat(auditor.get("/v3/apps/" + push.appGuid(name) + "/env").status()).isEqualTo(403);
  }

  private Answer diff(String yaml) {
    return developer.send("POST", "/v3/spaces/" + space + "/manifest_diff", "application/x-yaml", yaml);
  }
}
