package dev.ingot.controller.quota.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.controller.app.http.Pusher;
import dev.ingot.controller.packages.archive.Zips;
import dev.ingot.controller.testing.Http;
import dev.ingot.controller.testing.RunningController;
import dev.ingot.controller.testing.Tenants;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What quotas refuse, and that two requests cannot both take the last place. */
class QuotaEnforcementIT {
  private static final RunningController CONTROLLER = RunningController.get();
  private static final Http ADMIN = CONTROLLER.admin();
  private static final Tenants TENANTS = new Tenants(CONTROLLER);
  private String org = "";
  private String orgName = "";
  private String space = "";
  private String spaceName = "";

  @BeforeEach
  void tenant() {
    org = TENANTS.organization();
    orgName = ADMIN.get("/v3/organizations/" + org).at("/name");
    space = TENANTS.space(org);
    spaceName = ADMIN.get("/v3/spaces/" + space).at("/name");
  }

  @Test
  void scaling_and_starting_stay_within_memory_and_instances() {
    String app = pushed(Tenants.unique("one"));
    scale(app, "{\"memory_in_mb\":100,\"instances\":1}", "");
    orgQuota("{\"apps\":{\"total_memory_in_mb\":300,\"per_process_memory_in_mb\":150,\"total_instances\":4}}");
    scale(app, "{\"instances\":4}", "memory quota_exceeded");
    scale(app, "{\"memory_in_mb\":151}", "memory instance_memory_limit_exceeded");
    scale(app, "{\"memory_in_mb\":10,\"instances\":5}", "app_instance_limit app_instance_limit_exceeded");
    scale(app, "{\"memory_in_mb\":1000,\"instances\":9}", "memory quota_exceeded, memory instance_memory_limit_exceeded, app_instance_limit app_instance_limit_exceeded");
    scale(app, "{\"instances\":3}", "");
    spaceQuota("{\"apps\":{\"total_memory_in_mb\":200,\"per_process_memory_in_mb\":90,\"total_instances\":2}}");
    scale(app, "{\"instances\":4}", "memory space_quota_exceeded, memory quota_exceeded, memory space_instance_memory_limit_exceeded,"
        + " app_instance_limit space_app_instance_limit_exceeded");
    // Over its quota already: less is always possible, and so is a restart.
    scale(app, "{\"instances\":2}", "");
    assertThat(ADMIN.post("/v3/apps/" + app + "/actions/restart", "").status()).isEqualTo(200);
    assertThat(ADMIN.post("/v3/apps/" + app + "/actions/stop", "").status()).isEqualTo(200);
    assertThat(ADMIN.post("/v3/apps/" + app + "/actions/start", "").detail()).isEqualTo("memory space_instance_memory_limit_exceeded");
    scale(app, "{\"memory_in_mb\":9000}", "");
    assertThat(ADMIN.post("/v3/apps/" + app + "/actions/start", "").detail()).startsWith("memory space_quota_exceeded, memory quota_exceeded");
    assertThat(ADMIN.get("/v3/apps/" + app).at("/state")).isEqualTo("STOPPED");
  }

  @Test
  void a_deployment_and_a_manifest_cannot_exceed_a_quota_either() {
    String name = Tenants.unique("two");
    String app = pushed(name);
    scale(app, "{\"memory_in_mb\":64}", "");
    orgQuota("{\"apps\":{\"total_memory_in_mb\":100}}");
    var manifest = ADMIN.job(ADMIN.send("POST", "/v3/spaces/" + space + "/actions/apply_manifest", "application/x-yaml",
        "applications:\n- name: " + name + "\n  instances: 2\n"));
    assertThat(manifest.at("/state")).isEqualTo("FAILED");
    assertThat(manifest.detail()).contains("memory quota_exceeded");
    assertThat(ADMIN.post("/v3/deployments", "{\"relationships\":{\"app\":{\"data\":{\"guid\":\"" + app + "\"}}},\"options\":{\"memory_in_mb\":101}}").detail())
        .isEqualTo("memory quota_exceeded");
    String bits = ADMIN.get("/v3/apps/" + app + "/packages").at("/resources/0/guid");
    assertThat(ADMIN.post("/v3/builds", "{\"package\":{\"guid\":\"" + bits + "\"},\"staging_memory_in_mb\":200}").detail())
        .isEqualTo("organization's memory limit exceeded: staging requires 200M memory");
  }

  @Test
  void instances_of_an_app_that_is_deployed_count_once_and_their_places_are_kept() {
    String app = pushed(Tenants.unique("rolled"));
    scale(app, "{\"memory_in_mb\":64,\"instances\":2}", "");
    String other = pushed(Tenants.unique("beside"));
    scale(other, "{\"memory_in_mb\":10}", "");
    orgQuota("{\"apps\":{\"total_memory_in_mb\":200,\"total_instances\":4}}");
    assertThat(deploy(app, "{\"web_instances\":4}").detail()).isEqualTo("memory quota_exceeded, app_instance_limit app_instance_limit_exceeded");
    String rolling = deploy(app, "{\"web_instances\":2,\"memory_in_mb\":90}").at("/guid");
    assertThat(used()).as("the goal, not what retires").isEqualTo("3 190");
    scale(other, "{\"memory_in_mb\":21}", "memory quota_exceeded");
    scale(other, "{\"memory_in_mb\":20}", "");
    String second = deploy(app, "{}").at("/guid");
    assertThat(second).as("as much again fits, since it takes the first one's place").isNotEmpty().isNotEqualTo(rolling);
    assertThat(used()).isEqualTo("3 200");
    assertThat(ADMIN.post("/v3/deployments/" + second + "/actions/cancel", "").status()).isEqualTo(200);
    assertThat(used()).as("what it goes back to").isEqualTo("3 148");
  }

  private String used() {
    var summary = ADMIN.get("/v3/organizations/" + org + "/usage_summary").json().get("usage_summary");
    return summary.get("started_instances").asInt() + " " + summary.get("memory_in_mb").asInt();
  }

  private static Http.Answer deploy(String app, String options) {
    return ADMIN.post("/v3/deployments", "{\"relationships\":{\"app\":{\"data\":{\"guid\":\"" + app + "\"}}},\"options\":" + options + "}");
  }

  @Test
  void an_unlimited_log_rate_does_not_fit_a_limited_one() {
    String app = pushed(Tenants.unique("three"));
    var quota = ADMIN.post("/v3/organization_quotas", "{\"name\":\"" + Tenants.unique("quota") + "\"}").at("/guid");
    ADMIN.post("/v3/organization_quotas/" + quota + "/relationships/organizations", "{\"data\":[{\"guid\":\"" + org + "\"}]}");
    assertThat(ADMIN.patch("/v3/organization_quotas/" + quota, "{\"apps\":{\"log_rate_limit_in_bytes_per_second\":1000}}").detail()).isEqualTo(
        "Current usage exceeds new quota values. This quota is applied to org '" + orgName + "' which contains apps running with an unlimited log rate limit.");
    scale(app, "{\"log_rate_limit_in_bytes_per_second\":900}", "");
    assertThat(ADMIN.patch("/v3/organization_quotas/" + quota, "{\"apps\":{\"log_rate_limit_in_bytes_per_second\":1000}}").status()).isEqualTo(200);
    scale(app, "{\"log_rate_limit_in_bytes_per_second\":-1}", "log_rate_limit cannot be unlimited in organization '" + orgName + "'.");
    scale(app, "{\"instances\":2}", "log_rate_limit exceeds organization log rate quota");
    spaceQuota("{\"apps\":{\"log_rate_limit_in_bytes_per_second\":100}}");
    scale(app, "{\"log_rate_limit_in_bytes_per_second\":-1}",
        "log_rate_limit cannot be unlimited in space '" + spaceName + "'., log_rate_limit cannot be unlimited in organization '" + orgName + "'.");
    scale(app, "{\"log_rate_limit_in_bytes_per_second\":50}", "");
  }

  @Test
  void private_domains_are_counted() {
    orgQuota("{\"domains\":{\"total_domains\":1}}");
    assertThat(domain().status()).isEqualTo(201);
    assertThat(domain().detail()).isEqualTo("The number of private domains exceeds the quota for organization \"" + orgName + "\"");
  }

  @Test
  void of_many_requests_at_once_only_as_many_pass_as_fit() throws Exception {
    orgQuota("{\"domains\":{\"total_domains\":3}}");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Http.Answer> make = this::domain;
      var answers = threads.invokeAll(Collections.nCopies(12, make)).stream().map(Future::resultNow).toList();
      assertThat(answers.stream().filter(answer -> answer.status() == 201)).hasSize(3);
      assertThat(answers.stream().filter(answer -> answer.status() != 201)).allMatch(answer -> answer.status() == 422);
    }
    assertThat(ADMIN.get("/v3/organizations/" + org + "/usage_summary").json().at("/usage_summary/domains").asInt()).isEqualTo(3);
  }

  @Test
  void usage_summaries_say_what_is_used() {
    String app = pushed(Tenants.unique("four"));
    scale(app, "{\"memory_in_mb\":100,\"instances\":3}", "");
    var ofOrg = ADMIN.get("/v3/organizations/" + org + "/usage_summary");
    assertThat(ofOrg.json().get("usage_summary").toString()).isEqualTo("{\"started_instances\":3,\"memory_in_mb\":300,\"routes\":1,\"service_instances\":0,"
        + "\"reserved_ports\":0,\"domains\":0,\"per_app_tasks\":0,\"service_keys\":0}");
    assertThat(ofOrg.at("/links/organization/href")).endsWith("/v3/organizations/" + org);
    var developer = TENANTS.with("space_developer", org, space);
    assertThat(developer.get("/v3/spaces/" + space + "/usage_summary").json().get("usage_summary")).isEqualTo(ofOrg.json().get("usage_summary"));
    assertThat(developer.get("/v3/info/usage_summary").status()).isEqualTo(403);
    assertThat(ADMIN.get("/v3/info/usage_summary").json().at("/usage_summary/memory_in_mb").asInt()).isGreaterThanOrEqualTo(300);
    var stranger = TENANTS.login(TENANTS.user());
    assertThat(stranger.get("/v3/organizations/" + org + "/usage_summary").status()).isEqualTo(404);
    assertThat(stranger.get("/v3/spaces/" + space + "/usage_summary").detail()).isEqualTo("Space not found");
  }

  private Http.Answer domain() {
    return ADMIN.post("/v3/domains", "{\"name\":\"" + Tenants.unique("d") + ".example.org\",\"relationships\":{\"organization\":{\"data\":{\"guid\":\"" + org + "\"}}}}");
  }

  private String pushed(String name) {
    return new Pusher(CONTROLLER, ADMIN, space).pushed(name, new Zips().file("server.js", "1").bytes());
  }

  private void orgQuota(String limits) {
    var quota = ADMIN.post("/v3/organization_quotas", "{\"name\":\"" + Tenants.unique("quota") + "\"," + limits.substring(1));
    var applied = ADMIN.post("/v3/organization_quotas/" + quota.at("/guid") + "/relationships/organizations", "{\"data\":[{\"guid\":\"" + org + "\"}]}");
    assertThat(applied.status()).as(quota + " " + applied).isEqualTo(200);
  }

  private void spaceQuota(String limits) {
    var quota = ADMIN.post("/v3/space_quotas", "{\"name\":\"" + Tenants.unique("quota") + "\",\"relationships\":{\"organization\":{\"data\":{\"guid\":\"" + org
        + "\"}},\"spaces\":{\"data\":[{\"guid\":\"" + space + "\"}]}}," + limits.substring(1));
    assertThat(quota.status()).as(quota.toString()).isEqualTo(201);
  }

  /** Scales `web`; `problem` is the detail of the 422 expected, empty for success. */
  private static void scale(String app, String body, String problem) {
    var answer = ADMIN.post("/v3/apps/" + app + "/processes/web/actions/scale", body);
    assertThat(List.of(answer.status() < 300 ? "" : answer.detail())).as(body).containsExactly(problem);
  }
}
