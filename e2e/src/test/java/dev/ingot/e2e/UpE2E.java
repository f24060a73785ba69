package dev.ingot.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** From nothing to an app that answers on its printed address. */
@Order(1)
class UpE2E {
  private final TestPlatform platform = TestPlatform.get();

  @Test
  @Order(1)
  void freshHome_reachesReadyAndSaysWhatToDoNext() throws Exception {
    assertThat(platform.firstUp.output()).contains("Ingot is ready.", "ingot push", "cf api http://localhost:" + platform.port);
    assertThat(platform.firstUp.output()).doesNotContain(platform.password);
    assertThat(Files.getPosixFilePermissions(platform.home.resolve("secrets/admin-password"))).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    System.out.println("TIMING first up, stack made on this machine: " + platform.firstUp.took());
  }

  @Test
  @Order(2)
  void onlyTheCellAndItsSupervisorAreRoot() throws Exception {
    for (String process : new String[] {"postgres", "controller", "router"}) {
      assertThat(platform.process(process).info().user()).as(process).contains("ingot");
    }
    assertThat(platform.process("cell-1").info().user()).contains("root");
  }

  @Test
  @Order(3)
  void pushOfASample_answersOnItsPrintedAddress() throws Exception {
    Path sample = platform.sample("nodejs-express");

    Commands.Result push = platform.ingot(sample, Duration.ofMinutes(5), "push").mustSucceed();

    Matcher url = Pattern.compile("Pushed nodejs-express in [0-9.]+ s: (http://\\S+)").matcher(push.output());
    assertThat(url.find()).as(push.output()).isTrue();
    // curl resolves *.localhost by itself, as browsers do
    Commands.Result answer = Commands.run("curl", "-sS", "--fail", url.group(1)).mustSucceed();
    assertThat(answer.output()).contains("Hello from Ingot");
    System.out.println("TIMING first push of nodejs-express: " + push.took());
  }

  @Test
  @Order(4)
  void secondUp_isHarmless() {
    long controller = platform.process("controller").pid();

    platform.ingot("up").mustSucceed();

    assertThat(platform.process("controller").pid()).isEqualTo(controller);
  }

  @Test
  @Order(5)
  void downAndUp_bringsAppsBack() throws Exception {
    platform.ingot("down").mustSucceed();
    assertThat(MachineState.now().beyond(platform.before, platform.home)).as("left by down").isEmpty();

    Commands.Result up = platform.ingot("up").mustSucceed();

    System.out.println("TIMING second up: " + up.took());
    Eventually.within(Duration.ofSeconds(30), "the app answers again", () -> platform.request("nodejs-express", "/").statusCode() == 200);
  }

  @Test
  @Order(6)
  void status_tellsMemoryAndHealth_withinOneGigabyte() {
    JsonNode rows = platform.json("status");

    long total = 0;
    for (JsonNode row : rows) {
      assertThat(row.path("health").asString()).as(row.toString()).isEqualTo("UP");
      total += row.path("rssMb").asLong();
    }
    assertThat(total).isBetween(100L, 1024L);
    System.out.println("MEMORY idle with one app: " + total + " MB in all");
  }

  @Test
  @Order(7)
  void portInUse_isSaidBeforeAnythingIsChanged() throws Exception {
    Path other = platform.home.resolveSibling(platform.home.getFileName() + "-other");
    try (ServerSocket taken = new ServerSocket(0)) {
      String port = String.valueOf(taken.getLocalPort());

      Commands.Result up = Commands.run(TestPlatform.ROOT, Map.of("INGOT_HOME", other.toString(), "INGOT_CONFIG", other + ".json"), Duration.ofMinutes(1),
          List.of(TestPlatform.ROOT.resolve("ingot").toString(), "up", "--http-port", port));

      assertThat(up.status()).isEqualTo(1);
      assertThat(up.output()).contains("port " + port + " is in use", "--http-port");
    }
    assertThat(other.resolve("config")).doesNotExist();
  }
}
