package dev.ingot.controller.log.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.ingot.api.cell.v1.InstanceMetrics;
import dev.ingot.api.cell.v1.LogLine;
import dev.ingot.api.cell.v1.LogStream;
import dev.ingot.controller.log.DiskLogStore;
import dev.ingot.controller.log.MetricHistory;
import dev.ingot.controller.testing.Http;
import dev.ingot.controller.testing.Http.Answer;
import dev.ingot.controller.testing.RunningController;
import dev.ingot.controller.testing.Tenants;
import java.util.Base64;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The log-cache API as the cf CLI and its plugins read it. */
class LogCacheIT {
  private final RunningController controller = RunningController.get();
  private final Tenants tenants = new Tenants(controller);
  private Http developer = controller.anonymous();
  private String app = "";
  private String space = "";

  @BeforeEach
  void app() {
    String org = tenants.organization();
    space = tenants.space(org);
    developer = tenants.with("space_developer", org, space);
    app = developer.post("/v3/apps", "{\"name\":\"logged\",\"relationships\":{\"space\":{\"data\":{\"guid\":\"" + space + "\"}}}}").at("/guid");
    // That the app was made is in its log already, and times only rise.
    controller.bean(DiskLogStore.class).delete(app);
    controller.bean(DiskLogStore.class).append(List.of(line(1_000, "one", LogStream.OUT), line(2_000, "two", LogStream.ERR), line(3_000, "three", LogStream.OUT)));
    controller.bean(MetricHistory.class).report(List.of(InstanceMetrics.newBuilder().setInstanceGuid("i-1").setAppGuid(app).setIndex(0).setProcessGuid(app)
        .setProcessType("web").setCpu(0.5).setCpuEntitlement(1.25).setMemoryBytes(1 << 20).setMemoryLimitBytes(64 << 20).setDiskBytes(2 << 20)
        .setDiskLimitBytes(128 << 20).setLogRateBytes(77).setLogRateLimitBytes(-1).build()));
  }

  private LogLine line(long time, String text, LogStream stream) {
    return LogLine.newBuilder().setAppGuid(app).setSourceType("APP/PROC/WEB").setInstanceId("0").setTimestampNanos(time).setStream(stream)
        .setPayload(ByteString.copyFromUtf8(text)).putTags("instance_guid", "i-1").putTags("process_id", app).putTags("process_type", "web").build();
  }

  private Answer read(String query) {
    return developer.get("/log-cache/api/v1/read/" + app + query);
  }

  private static List<String> texts(Answer answer) {
    return answer.json().at("/envelopes/batch").valueStream().map(e -> new String(Base64.getDecoder().decode(e.at("/log/payload").asString()))).toList();
  }

  private static TreeSet<String> fields(JsonNode object) {
    return new TreeSet<>(object.propertyNames());
  }

  @Test
  void lines_asTheCliReadsThem() {
    Answer answer = read("?envelope_types=LOG&start_time=1000&end_time=3000");
    assertThat(texts(answer)).as(answer.toString()).containsExactly("one", "two");
    JsonNode envelope = answer.json().at("/envelopes/batch/1");
    assertThat(fields(envelope)).containsExactly("deprecated_tags", "instance_id", "log", "source_id", "tags", "timestamp");
    assertThat(envelope.at("/log/type").asString() + envelope.at("/timestamp").asString()).isEqualTo("ERR2000");
    assertThat(fields(envelope.get("tags"))).contains("source_type", "source_id", "instance_id", "process_id", "process_type", "process_instance_id", "app_id",
        "app_name", "space_id", "space_name", "organization_id", "organization_name").doesNotContain("instance_guid");
    assertThat(envelope.at("/tags/app_name").asString()).isEqualTo("logged");
    assertThat(texts(read("?envelope_types=LOG&start_time=-6795364578871345152&limit=1&descending=true"))).singleElement().isNotEqualTo("one");
    assertThat(read("?start_time=-6795364578871345152&limit=1&descending=true").json().at("/envelopes/batch").size()).isEqualTo(1);
    assertThat(read("?envelope_types=COUNTER").body()).isEqualTo("{\"envelopes\":{\"batch\":[]}}");
  }

  @Test
  void whatInstancesUse_asGauges() {
    Answer answer = read("?envelope_types=GAUGE");
    JsonNode container = answer.json().at("/envelopes/batch/0");
    assertThat(fields(container)).as(answer.toString()).containsExactly("deprecated_tags", "gauge", "instance_id", "source_id", "tags", "timestamp");
    assertThat(fields(container.at("/gauge/metrics"))).containsExactly("cpu", "cpu_entitlement", "disk", "disk_quota", "memory", "memory_quota");
    assertThat(container.at("/gauge/metrics/cpu/value").asDouble()).isEqualTo(50);
    assertThat(container.at("/gauge/metrics/cpu_entitlement/unit").asString()).isEqualTo("percentage");
    assertThat(container.at("/gauge/metrics/memory_quota/value").asLong()).isEqualTo(64 << 20);
    assertThat(container.at("/tags/process_instance_id").asString()).isEqualTo("i-1");
    assertThat(answer.json().at("/envelopes/batch/1/gauge/metrics/log_rate/value").asInt()).isEqualTo(77);
    Answer memory = read("?name_filter=%5Emem.*a$");
    assertThat(fields(memory.json().at("/envelopes/batch/0/gauge/metrics"))).as(memory.toString()).containsExactly("memory_quota");
    assertThat(memory.json().at("/envelopes/batch").size()).isEqualTo(1);
    assertThat(read("?name_filter=%28%28").status()).isEqualTo(400);
    assertThat(read("?name_filter=" + "x".repeat(300)).status()).isEqualTo(400);
  }

  @Test
  void metaTellsOnlyOfAppsTheCallerMaySee() {
    Answer meta = developer.get("/log-cache/api/v1/meta");
    assertThat(meta.json().get("meta").propertyNames()).as(meta.toString()).containsExactly(app);
    assertThat(fields(meta.json().at("/meta/" + app))).containsExactly("count", "expired", "newest_timestamp", "oldest_timestamp");
    assertThat(meta.at("/meta/" + app + "/oldest_timestamp")).isEqualTo("1000");
    Http stranger = tenants.login(tenants.user());
    assertThat(stranger.get("/log-cache/api/v1/meta").body()).isEqualTo("{\"meta\":{}}");
    assertThat(stranger.get("/log-cache/api/v1/read/" + app).status()).isEqualTo(404);
    assertThat(controller.admin().get("/log-cache/api/v1/meta").body()).contains(app);
    assertThat(controller.anonymous().get("/log-cache/api/v1/meta").status()).isEqualTo(401);
    assertThat(controller.anonymous().get("/log-cache/api/v1/info").at("/version")).isEqualTo("3.0.0");
  }

  @Test
  void wrongQuestions_areToldApart() {
    assertThat(developer.get("/log-cache/api/v1/read/none").status()).isEqualTo(404);
    for (String query : List.of("?limit=0", "?limit=1001", "?limit=x", "?start_time=now", "?descending=maybe", "?envelope_types=LIES")) {
      assertThat(read(query).status()).as(query).isEqualTo(400);
    }
    Answer promql = developer.get("/log-cache/api/v1/query?query=cpu");
    assertThat(promql.status()).isEqualTo(501);
    assertThat(promql.at("/status")).isEqualTo("error");
  }
}
