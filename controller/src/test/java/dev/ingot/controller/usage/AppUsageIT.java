package dev.ingot.controller.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.controller.app.http.Pusher;
import dev.ingot.controller.packages.archive.Zips;
import dev.ingot.controller.testing.Http;
import dev.ingot.controller.testing.Http.Answer;
import dev.ingot.controller.testing.RunningController;
import dev.ingot.controller.testing.Tenants;
import java.util.List;
import org.junit.jupiter.api.Test;

class AppUsageIT {
  private static final RunningController CONTROLLER = RunningController.get();
  private static final Tenants TENANTS = new Tenants(CONTROLLER);

  @Test
  void whatAnAppUses_isWrittenDown_inOrder() throws Exception {
    String org = TENANTS.organization();
    String space = TENANTS.space(org);
    Http developer = TENANTS.with("space_developer", org, space);
    Http admin = CONTROLLER.admin();
    Answer before = admin.get("/v3/app_usage_events?order_by=-created_at&per_page=1");
    String app = new Pusher(CONTROLLER, developer, space).pushed("used", new Zips().file("a", "b").bytes());
    developer.post("/v3/apps/" + app + "/processes/web/actions/scale", "{\"instances\":3}");
    developer.post("/v3/apps/" + app + "/actions/restart", "");
    developer.post("/v3/apps/" + app + "/actions/stop", "");
    developer.post("/v3/apps/" + app + "/processes/web/actions/scale", "{\"instances\":1}");
    List<String> states = admin.get("/v3/app_usage_events?per_page=5000").json().get("resources").valueStream()
        .filter(event -> event.at("/app/guid").asString().equals(app))
        .map(event -> event.at("/state/current").asString() + " " + event.at("/instance_count/current").asString("")).toList();
    assertThat(states).containsExactly("STAGING_STARTED 1", "STAGING_STOPPED 1", "BUILDPACK_SET ", "STARTED 1", "STARTED 3", "STOPPED 3");
    Answer last = admin.get("/v3/app_usage_events?order_by=-created_at&per_page=1");
    String path = "/v3/app_usage_events/" + last.at("/resources/0/guid");
    Answer stop = admin.get(path);
    assertThat(stop.at("/state/previous")).isEqualTo("STARTED");
    assertThat(stop.at("/process/type")).isEqualTo("web");
    assertThat(stop.at("/organization/guid")).isEqualTo(org);
    assertThat(admin.get("/v3/app_usage_events?after_guid=" + stop.at("/guid")).json().get("resources").size()).isZero();
    assertThat(admin.get("/v3/app_usage_events?after_guid=nope").status()).isEqualTo(422);
    assertThat(admin.get("/v3/app_usage_events?nope=1").status()).isEqualTo(400);
    assertThat(admin.get("/v3/app_usage_events/nope").detail()).isEqualTo("App usage event not found");
    assertThat(developer.get("/v3/app_usage_events").json().get("resources").size()).as(before.toString()).isZero();
    assertThat(developer.get(path).status()).isEqualTo(404);

    String purge = "/v3/app_usage_events/actions/destructively_purge_all_and_reseed";
    assertThat(developer.post(purge, "").status()).isEqualTo(403);
    assertThat(CONTROLLER.anonymous().post(purge, "").status()).isEqualTo(401);
    developer.post("/v3/apps/" + app + "/actions/start", "");
    assertThat(admin.post(purge, "").status()).isEqualTo(200);
    assertThat(admin.get("/v3/app_usage_events?per_page=5000").json().get("resources").valueStream()
        .filter(event -> event.at("/app/guid").asString().equals(app)).map(event -> event.at("/state/current").asString()).toList()).containsExactly("STARTED");
  }
}
