package dev.ingot.controller.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.controller.app.http.TestWorld;
import dev.ingot.controller.testing.Contract;
import dev.ingot.controller.testing.Http;
import dev.ingot.controller.testing.RunningController;
import dev.ingot.controller.testing.Tenants;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * Sends what no client should to every operation of the OpenAPI document, in an order made from a seed that is printed: no 5xx (501 says that
 * something is not built), and every error is a v3 error. `-Dfuzz.seconds=600 -Dfuzz.seed=1` for more, or for the same again.
 */
@Order(Integer.MAX_VALUE - 1)
class FuzzIT {
  private static final RunningController CONTROLLER = RunningController.get();
  private static final Http ADMIN = CONTROLLER.admin();
  private static final TestWorld WORLD = new TestWorld(CONTROLLER);

  @Test
  void nothing_a_client_sends_is_a_server_error() {
    long seed = Long.getLong("fuzz.seed", System.nanoTime());
    long end = System.nanoTime() + Duration.ofSeconds(Integer.getInteger("fuzz.seconds", 60)).toNanos();
    System.out.println("FuzzIT: -Dfuzz.seed=" + seed);
    var random = new Random(seed);
    var contract = Contract.of(CONTROLLER.url());
    var garbage = new Garbage(random, contract.document(), WORLD);
    var operations = new ArrayList<>(contract.operations().stream().filter(operation -> !operation.path().endsWith("/stream")).toList());
    var wrong = new TreeMap<String, String>();
    int sent = 0;
    while (System.nanoTime() < end) {
      Collections.shuffle(operations, random);
      for (var operation : operations) {
        var request = garbage.request(operation);
        String problem = problem(request);
        if (problem != null) {
          wrong.putIfAbsent(operation.method() + " " + operation.path(), request + "\n    " + problem);
        }
        sent++;
        if (System.nanoTime() > end) {
          break;
        }
      }
    }
    System.out.println("FuzzIT: " + sent + " requests to " + operations.size() + " operations");
    assertThat(wrong.values()).as("seed " + seed).isEmpty();
    assertThat(CONTROLLER.anonymous().get("/internal/health").status()).isEqualTo(200);
  }

  private static String problem(Garbage.Request request) {
    try {
      var answer = ADMIN.sendBytes(request.method(), request.target(), request.type(), request.body(), request.headers());
      return answer.status() >= 500 && answer.status() != 501 ? brief(answer.toString()) : null;
    } catch (AssertionError | RuntimeException e) {
      return brief(e.toString());
    }
  }

  private static String brief(String text) {
    return text.length() > 500 ? text.substring(0, 500) + "…" : text;
  }

  @Test
  void a_manifest_that_is_a_bomb_is_refused() {
    String space = WORLD.shared("space");
    var layers = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
    for (int i = 1; i < 12; i++) {
      layers.append("a%d: &a%d [%s]\n".formatted(i, i, String.join(",", Collections.nCopies(9, "*a" + (i - 1)))));
    }
    for (String yaml : List.of(layers + "applications: [{name: x, env: {A: *a11}}]", "applications: &a [*a]", "&a [*a, *a]: x", "applications: [{name: x, <<: &b {<<: *b}}]",
        "applications:\n" + "- ".repeat(5000) + "x", "applications: " + "[".repeat(100_000), "applications: !!java.net.URL [http://localhost]", "applications: [{name: \"\\0\"}]",
        "applications: [{name: " + "x".repeat(1 << 20) + "}]", "%YAML 9.9\n---\napplications: []", "---\n---\n---", "\uFEFFapplications: [{name: ok bom}]",
        "applications: [{name: x, instances: 99999999999999999999}]", "applications: [{name: x, memory: -1G, disk_quota: 1e400M}]", "\t", "applications: [null, 1, a, {}]")) {
      for (String path : new String[] {"/actions/apply_manifest", "/manifest_diff"}) {
        var answer = ADMIN.send("POST", "/v3/spaces/" + space + path, "application/x-yaml", yaml);
        assertThat(answer.status()).as(brief(yaml) + " " + answer).isBetween(200, 499);
      }
    }
    assertThat(ADMIN.sendBytes("POST", "/v3/spaces/" + space + "/manifest_diff", "application/x-yaml", new byte[] {(byte) 0xff, (byte) 0xfe, 0}).status()).isEqualTo(400);
  }

  @Test
  void requests_that_get_in_each_others_way_are_told_so() throws Exception {
    String space = WORLD.shared("space");
    String to = "{\"data\":{\"guid\":\"" + space + "\"}}";
    String shared = WORLD.shared("shared");
    try (var threads = Executors.newFixedThreadPool(8)) {
      for (int round = 0; round < 5; round++) {
        String name = Tenants.unique("race");
        String app = WORLD.fresh("bare");
        String route = WORLD.fresh("route");
        var work = new ArrayList<Callable<Http.Answer>>();
        for (int i = 0; i < 4; i++) {
          String label = "l" + i;
          work.add(() -> ADMIN.post("/v3/apps", "{\"name\":\"" + name + "\",\"relationships\":{\"space\":" + to + "}}"));
          work.add(() -> ADMIN.post("/v3/organizations", "{\"name\":\"" + name + "\"}"));
          work.add(() -> ADMIN.post("/v3/routes", "{\"host\":\"" + name + "\",\"relationships\":{\"space\":" + to + ",\"domain\":{\"data\":{\"guid\":\"" + shared + "\"}}}}"));
          work.add(() -> ADMIN.patch("/v3/apps/" + app, "{\"name\":\"" + name + "-2\",\"metadata\":{\"labels\":{\"a\":\"" + label + "\"}}}"));
          work.add(() -> ADMIN.patch("/v3/apps/" + app + "/environment_variables", "{\"var\":{\"A\":\"" + label + "\"}}"));
          work.add(() -> ADMIN.post("/v3/routes/" + route + "/destinations", "{\"destinations\":[{\"app\":{\"guid\":\"" + app + "\"}}]}"));
          work.add(() -> ADMIN.patch("/v3/routes/" + route, "{\"metadata\":{\"labels\":{\"a\":\"" + label + "\"}}}"));
          work.add(() -> ADMIN.post("/v3/apps/" + app + "/processes/web/actions/scale", "{\"instances\":2}"));
        }
        work.add(() -> ADMIN.delete("/v3/apps/" + app));
        work.add(() -> ADMIN.delete("/v3/routes/" + route));
        work.add(() -> ADMIN.delete("/v3/apps/" + app));
        Collections.shuffle(work, new Random(round));
        var answers = threads.invokeAll(work);
        int made = 0;
        for (var answer : answers) {
          assertThat(answer.get().status()).as(answer.get().toString()).isIn(200, 201, 202, 400, 404, 409, 422);
          made += answer.get().at("/name").equals(name) && answer.get().status() == 201 ? 1 : 0;
        }
        assertThat(made).as("one app and one org of this name").isEqualTo(2);
      }
    }
  }

  @Test
  void repeating_a_request_is_harmless() {
    String app = WORLD.fresh("bare");
    String change = "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}";
    assertThat(ADMIN.patch("/v3/apps/" + app, change).status()).isEqualTo(ADMIN.patch("/v3/apps/" + app, change).status()).isEqualTo(200);
    String flag = "{\"enabled\":false}";
    assertThat(ADMIN.patch("/v3/apps/" + app + "/features/ssh", flag).status()).isEqualTo(ADMIN.patch("/v3/apps/" + app + "/features/ssh", flag).status());
    assertThat(ADMIN.job(ADMIN.delete("/v3/apps/" + app)).at("/state")).isEqualTo("COMPLETE");
    assertThat(ADMIN.delete("/v3/apps/" + app).status()).isEqualTo(404);
  }

  @Test
  void a_request_is_named_in_its_answer() {
    assertThat(ADMIN.get("/v3/info").header("X-Vcap-Request-Id")).hasSize(36);
    assertThat(ADMIN.send("GET", "/v3/info", null, null, "X-Vcap-Request-Id", "from-the-cli").header("X-Vcap-Request-Id")).startsWith("from-the-cli::");
    assertThat(ADMIN.send("GET", "/v3/info", null, null, "X-Vcap-Request-Id", "<script>").header("X-Vcap-Request-Id")).doesNotContain("<");
    String tag = ADMIN.get("/v3/openapi.json").header("ETag");
    assertThat(ADMIN.send("GET", "/v3/openapi.json", null, null, "If-None-Match", tag).status()).isEqualTo(304);
  }
}
