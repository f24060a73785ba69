package dev.ingot.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** kill -9 of each of our processes, one at a time, under load: everything comes back by itself, nothing is lost. */
@Order(8)
class KillE2E {
  private final TestPlatform platform = TestPlatform.get();

  @ParameterizedTest
  @Order(1)
  @ValueSource(strings = {"controller", "cell-1", "postgres"})
  void killed_noRequestFails_andItComesBack(String process) throws Exception {
    JsonNode before = platform.json("app", "binary-go");
    platform.ingot("set-env", "binary-go", "SEEN_BEFORE", process).mustSucceed();
    Load load = new Load(() -> platform.request("binary-go", "/"));
    try (load) {
      Thread.sleep(Duration.ofMillis(500));
      kill(process);
      Duration back = awaitHealth(process);
      System.out.println("TIMING " + process + " killed -9, healthy again: " + back);
      // long enough for a lease to end (15 s) and a wrong decision to show
      Thread.sleep(Duration.ofSeconds(18));
    }
    assertThat(load.requests()).isGreaterThan(300);
    assertThat(load.failures()).isEmpty();
    assertThat(platform.ingot("env", "binary-go").output()).contains("SEEN_BEFORE=" + process);
    JsonNode after = platform.json("app", "binary-go");
    assertThat(instances(after)).as("the same instances go on").isEqualTo(instances(before));
  }

  @Test
  @Order(2)
  void routerKilled_onlyRequestsInBetweenFail() throws Exception {
    kill("router");
    Duration back = Eventually.within(Duration.ofSeconds(15), "the router serves again", () -> platform.request("binary-go", "/").statusCode() == 200);
    System.out.println("TIMING router killed -9, first answer: " + back);
    awaitHealth("router");

    Load load = new Load(() -> platform.request("binary-go", "/"));
    try (load) {
      Thread.sleep(Duration.ofSeconds(2));
    }
    assertThat(load.failures()).isEmpty();
  }

  @Test
  @Order(3)
  void controllerDown_appsServeAndAFreshRouterKnowsItsRoutes() throws Exception {
    ProcessHandle controller = platform.process("controller");
    Commands.run("kill", "-STOP", String.valueOf(controller.pid())).mustSucceed();
    try {
      kill("router");
      Eventually.within(Duration.ofSeconds(15), "served from the table on disk", () -> platform.request("binary-go", "/").statusCode() == 200);
    } finally {
      Commands.run("kill", "-CONT", String.valueOf(controller.pid())).mustSucceed();
    }
    awaitHealth("router");
  }

  private void kill(String process) {
    Commands.run("kill", "-9", String.valueOf(platform.process(process).pid())).mustSucceed();
  }

  private Duration awaitHealth(String process) throws Exception {
    return Eventually.within(Duration.ofSeconds(40), process + " is healthy again", () -> {
      for (JsonNode row : TestPlatform.JSON.readTree(platform.ingot("status", "--json").output())) {
        if (row.path("process").asString().equals(process)) {
          return row.path("health").asString().equals("UP");
        }
      }
      return false;
    });
  }

  private static java.util.List<String> instances(JsonNode app) {
    java.util.List<String> guids = new java.util.ArrayList<>();
    app.path("processes").path(0).path("instances").forEach(instance -> guids.add(instance.path("instance_guid").asString()));
    return guids;
  }
}
