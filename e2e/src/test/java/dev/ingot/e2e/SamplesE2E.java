package dev.ingot.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Every sample: pushed, scaled to 3, each instance answers, a killed one comes back without harm to the others. */
@Order(2)
class SamplesE2E {
  private final TestPlatform platform = TestPlatform.get();

  @ParameterizedTest
  @Order(1)
  @ValueSource(strings = {"java-spring-boot", "static-site", "binary-go"})
  void push_answers(String name) throws Exception {
    Path sample = platform.sample(name);
    if (name.equals("binary-go")) {
      Commands.run(sample, Map.of("CGO_ENABLED", "0"), Duration.ofMinutes(3), List.of("go", "build", "-o", "server", ".")).mustSucceed();
    }

    Commands.Result push = platform.ingot(sample, Duration.ofMinutes(10), "push").mustSucceed();

    assertThat(platform.request(name, "/").statusCode()).isEqualTo(200);
    System.out.println("TIMING first push of " + name + ": " + push.took());
  }

  @Test
  @Order(2)
  void jarOfTheSameApp_isPushedAsItIs() throws Exception {
    Path sample = platform.sample("java-spring-boot");
    Commands.run(sample, Map.of("JAVA_HOME", System.getProperty("java.home")), Duration.ofMinutes(5), List.of("mvn", "-q", "-B", "-DskipTests", "package")).mustSucceed();
    Path jar;
    try (Stream<Path> files = Files.list(sample.resolve("target"))) {
      jar = files.filter(file -> file.toString().endsWith(".jar")).findFirst().orElseThrow();
    }

    platform.ingot(sample, Duration.ofMinutes(5), "push", "java-jar", "--no-manifest", "-p", jar.toString(), "-m", "512M").mustSucceed();

    assertThat(platform.request("java-jar", "/").statusCode()).isEqualTo(200);
    platform.ingot("delete", "java-jar", "-f", "-r").mustSucceed();
  }

  @ParameterizedTest
  @Order(3)
  @ValueSource(strings = {"nodejs-express", "java-spring-boot", "static-site", "binary-go"})
  void scaledToThree_eachInstanceAnswers(String name) throws Exception {
    platform.ingot("scale", name, "-i", "3").mustSucceed();

    String guid = platform.json("app", name).path("app").path("guid").asString();
    for (int index = 0; index < 3; index++) {
      int wanted = index;
      Eventually.within(Duration.ofSeconds(10), name + " " + index + " is routed", () ->
          platform.request(name, "/", "X-Cf-App-Instance", guid + ":" + wanted).headers().firstValue("X-App-Instance").orElse("").equals(String.valueOf(wanted)));
    }
  }

  @Test
  @Order(4)
  void logsCarryInstanceIndexAndAccessLog() throws Exception {
    platform.request("binary-go", "/?seen=in-the-log");

    Eventually.within(Duration.ofSeconds(10), "access log", () -> platform.ingot("logs", "binary-go", "--recent").output().contains("seen=in-the-log"));
    assertThat(platform.ingot("logs", "binary-go", "--recent").output()).contains("[APP/PROC/WEB/2]", "[RTR/", "listens on");
  }

  @ParameterizedTest
  @Order(5)
  @ValueSource(strings = {"nodejs-express", "static-site", "binary-go"})
  void killedInstance_comesBackAndTheOthersLoseNothing(String name) throws Exception {
    JsonNode app = platform.json("app", name);
    String victim = app.path("processes").path(0).path("instances").path(1).path("instance_guid").asString();
    int pid = Containers.pid(platform, victim);
    try (Load first = new Load(() -> platform.request(name, "/", "X-Cf-App-Instance", app.path("app").path("guid").asString() + ":0"));
        Load third = new Load(() -> platform.request(name, "/", "X-Cf-App-Instance", app.path("app").path("guid").asString() + ":2"))) {

      Commands.run("kill", "-9", String.valueOf(pid)).mustSucceed();

      // Crashes 1 and 2 are restarted at once (runtime-and-scheduling.md §1.3): 5 s is the time the platform itself may take.
      Duration back = Eventually.within(Duration.ofSeconds(5 + 2), name + " instance 1 is back", () -> {
        JsonNode now = platform.json("app", name).path("processes").path(0).path("instances").path(1);
        return now.path("state").asString().equals("RUNNING") && !now.path("instance_guid").asString().equals(victim);
      });
      System.out.println("TIMING " + name + " killed instance back: " + back);
      first.close();
      third.close();
      assertThat(first.requests()).isGreaterThan(10);
      assertThat(first.failures()).isEmpty();
      assertThat(third.failures()).isEmpty();
    }
    Eventually.within(Duration.ofSeconds(10), "the exit status is in the log", () -> platform.ingot("logs", name, "--recent").output().contains("137"));
  }

  @Test
  @Order(6)
  void memoryLimit_kills_andIsTold() throws Exception {
    Path sample = platform.sample("nodejs-express");
    Files.writeString(sample.resolve("server.js"), """
        require('node:http').createServer((request, response) => response.end('ok')).listen(process.env.PORT);
        setTimeout(() => { const held = []; for (;;) held.push(Buffer.alloc(1 << 20, 1)); }, 1500);
        """);
    platform.ingot(sample, Duration.ofMinutes(3), "push", "glutton", "-m", "64M");

    Eventually.within(Duration.ofSeconds(30), "out of memory is told", () -> platform.ingot("logs", "glutton", "--recent").output().contains("out of memory"));
    platform.ingot("delete", "glutton", "-f", "-r").mustSucceed();
  }
}
