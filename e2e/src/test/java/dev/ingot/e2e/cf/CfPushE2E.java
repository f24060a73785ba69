package dev.ingot.e2e.cf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.e2e.Eventually;
import dev.ingot.e2e.Commands;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** `cf push`: five apps by one manifest, then every flag of it, each with what was seen of it. */
@Order(120)
class CfPushE2E {
  private static final CfPlatform PLATFORM = CfPlatform.get();
  private static final String FIVE = """
      ---
      defaults: &defaults
        memory: 48M
        disk_quota: 128M
        path: probe
        command: ./probe ((word))
      applications:
      - name: ((prefix))-shop
        <<: *defaults
        instances: 2
        env:
          VERSION: ((version))
          WORDS: {a: [1, true]}
        routes:
        - route: ((prefix))-shop.((domain))
        - route: ((prefix))-shop.((domain))/cart
        health-check-type: http
        health-check-http-endpoint: /
        metadata:
          labels: {tier: front}
          annotations: {owner: mia}
      - name: ((prefix))-worker
        <<: *defaults
        no-route: true
        health-check-type: process
        command: ./probe sleep
      - name: ((prefix))-api
        <<: *defaults
        random-route: true
        readiness-health-check-type: http
        readiness-health-check-http-endpoint: /
      - name: ((prefix))-two
        path: probe
        processes:
        - {type: web, memory: 40M, disk_quota: 128M, instances: 1}
        - {type: clock, memory: 32M, disk_quota: 128M, instances: 1, command: ./probe sleep, health-check-type: process}
        sidecars:
        - {name: side, process_types: [web], command: ./probe sleep, memory: 8M}
      - name: ((prefix))-site
        memory: 64M
        path: ((site))
        buildpacks: [ingot/static]
      """;
  private static Cf cf;

  @BeforeAll
  static void login() throws Exception {
    cf = PLATFORM.adminIn("push");
  }

  @AfterAll
  static void tidy() {
    cf.run("delete-org", "-f", "push").ok("OK");
  }

  @Test
  @Order(1)
  void fiveApps_byOneManifest_withAnchorsAndVariables() throws Exception {
    Files.writeString(PLATFORM.work.resolve("five.yml"), FIVE);
    Path variables = Files.writeString(PLATFORM.work.resolve("vars.yml"), "prefix: five\nversion: \"1\"\nsite: " + CfPlatform.ROOT.resolve("samples/static-site") + "\n");

    CfResult push = cf.run("push", "-f", "five.yml", "--vars-file", variables.toString(), "--var", "word=hello", "--var", "domain=" + CfPlatform.APPS);

    push.ok("Pushing apps five-shop, five-worker, five-api, five-two, five-site to org push / space dev as admin...", "Staging app and tracing logs...",
        "Waiting for app five-site to start...", "#1   ");
    // `cf push` waits for the first instance of each process.
    Eventually.within(Duration.ofSeconds(20), "both instances of the shop run", () -> cf.run("app", "five-shop").ok("#1   ").output().contains("#1   running"));
    CfResult apps = cf.run("apps").ok("five-api", "five-site");
    assertThat(apps.row("five-shop")).contains("started", "web:2/2", "five-shop." + CfPlatform.APPS + "/cart");
    assertThat(apps.row("five-two")).contains("web:1/1", "clock:1/1");
    assertThat(apps.row("five-worker")).contains("started").doesNotContain(CfPlatform.APPS);
    assertThat(apps.row("five-api")).containsPattern("five-api-[a-z]+-[a-z]+(-[a-z]+)?\\." + CfPlatform.APPS);
    // `cf push` waits for instances, not for routers: they hear of the routes a moment later.
    Eventually.within(Duration.ofSeconds(20), "the shop is routed", () -> PLATFORM.get("five-shop." + CfPlatform.APPS + "/cart").statusCode() == 200);
    assertThat(PLATFORM.get("five-shop." + CfPlatform.APPS + "/cart").body()).contains("\"version\":\"1\"", "\"args\":[\"hello\"]", "\"path\":\"/cart\"");
    assertThat(PLATFORM.get("five-shop." + CfPlatform.APPS + "/env/WORDS").body()).isEqualTo("{\"a\":[1,true]}");
    assertThat(PLATFORM.get("five-site." + CfPlatform.APPS).statusCode()).isEqualTo(200);
    assertThat(cf.run("app", "five-two").ok("five-two").output()).containsPattern("type: +web\\s+sidecars: +side\\s").containsPattern("type: +clock\\s");
    cf.run("labels", "app", "five-shop").ok("tier", "front");
    cf.run("get-readiness-health-check", "five-api").ok("http", "/");
  }

  @Test
  @Order(2)
  void sameManifestAgain_isAnEmptyDiff_aChangeIsShown() throws Exception {
    Files.writeString(PLATFORM.work.resolve("five.yml"), FIVE);
    String[] variables = {"--vars-file", "vars.yml", "--var", "word=hello", "--var", "domain=" + CfPlatform.APPS};

    cf.run(Stream.concat(Stream.of("apply-manifest", "-f", "five.yml"), Stream.of(variables)).toArray(String[]::new))
        .ok("Applying manifest", "OK").without("\n- ", "\n+ ");
    Files.writeString(PLATFORM.work.resolve("five.yml"), FIVE.replace("instances: 2", "instances: 3").replace("memory: 64M", "memory: 65M"));
    cf.run(Stream.concat(Stream.of("apply-manifest", "-f", "five.yml"), Stream.of(variables)).toArray(String[]::new))
        .ok("-   instances: 2", "+   instances: 3", "-   memory: 64M", "+   memory: 65M");
  }

  @Test
  @Order(3)
  void missingVariable_brokenManifest_missingPath_areSaid() throws Exception {
    Path bad = PLATFORM.directory("bad");

    cf.run("push", "-f", "five.yml").refused("Expected to find variables:");
    Files.writeString(bad.resolve("manifest.yml"), "applications:\n- name: x\n  memory: lots\n");
    cf.in(bad).run("push").refused("For application 'x':", "memory must use a supported unit");
    Files.writeString(bad.resolve("manifest.yml"), "applications: [");
    cf.in(bad).run("push").refused("FAILED");
    cf.in(bad).run("push", "x", "--no-manifest", "-p", "nowhere").refused("The specified path 'nowhere' does not exist.");
    cf.in(bad).run("push", "x", "--no-manifest", "-b", "no-such-buildpack", "-p", PLATFORM.work.resolve("probe").toString())
        .refused("\"no-such-buildpack\"");
  }

  /** @param name of the app; @param flags how it is pushed; @param words what cf prints; @param seen what is looked at afterwards */
  record Flag(String name, List<String> flags, List<String> words, Check seen) {
    @Override
    public String toString() {
      return String.join(" ", flags);
    }
  }

  @FunctionalInterface
  interface Check {
    void on(CfResult push) throws Exception;
  }

  static Stream<Flag> flags() throws Exception {
    Path probe = PLATFORM.work.resolve("probe");
    Path zip = PLATFORM.work.resolve("probe.zip");
    Commands.run(probe, Map.of(), java.time.Duration.ofMinutes(1), List.of("python3", "-m", "zipfile", "-c", zip.toString(), "probe", "Procfile"));
    Path manifest = Files.writeString(PLATFORM.work.resolve("one.yml"), "applications:\n- {name: one, path: probe, memory: 40M, env: {SECRET: pssst}}\n");
    return Stream.of(
        flag("many", "-i 2 -m 40M -k 100M -l 2K -c './probe from the flag' -u http --endpoint /ok -t 50 -b ingot/binary -b ingot/procfile -s " + stack(),
            List.of("#1   ", "of 40M", "of 100M", "of 2K/s", "start command:   ./probe from the flag", "ingot/binary", "ingot/procfile"), push -> {
              assertThat(push.line("stack:")).isEqualTo(stack());
              Eventually.within(Duration.ofSeconds(20), "both instances run", () -> cf.run("app", "many").ok("name:").output().matches("(?s).*instances: +2/2.*"));
              answers("many", "\"args\":[\"from\",\"the\",\"flag\"]");
              cf.run("get-health-check", "many").ok("http", "/ok");
              assertThat(cf.curl("/v3/apps/" + cf.guid("many") + "/processes/web").at("/health_check/data/timeout").asInt()).isEqualTo(50);
            }),
        flag("quiet", "-u process --no-route --no-wait -i 2 -m 40M", List.of("running"), push -> {
          assertThat(push.line("routes:")).isEmpty();
          cf.run("get-health-check", "quiet").ok("process");
        }),
        flag("random", "--random-route --lifecycle cnb -b ingot/binary -m 40M", List.of("running", "ingot/binary"), push -> {
          Matcher route = Pattern.compile("random-[a-z]+-[a-z-]+\\.\\S+").matcher(push.line("routes:"));
          assertThat(route.find()).as(push.output()).isTrue();
          assertThat(PLATFORM.get(route.group()).statusCode()).isEqualTo(200);
        }),
        flag("nostart", "--no-start", List.of("requested state:   stopped"), push -> push.without("Staging app")),
        flag("task", "--task -m 40M", List.of("requested state:   stopped"), push -> {
          assertThat(push.line("routes:")).isEmpty();
          cf.run("run-task", "task", "-c", "./probe print once", "--wait").ok("Task has been submitted successfully for execution.", "Task has completed successfully.");
        }),
        flag("zip", "-m 40M -p " + zip, List.of("running"), push -> answers("zip", "\"index\"")),
        flag("rolling", "--strategy rolling --max-in-flight 2 -i 2 -m 40M", List.of("Starting deployment for app rolling..."), push -> answers("rolling", "\"index\"")),
        flag("one", "--redact-env -f " + manifest, List.of("running", "SECRET: <redacted>"), push -> push.without("pssst")));
  }

  @ParameterizedTest(name = "cf push {0}")
  @MethodSource("flags")
  @Order(4)
  void flag(Flag flag) throws Exception {
    List<String> arguments = new java.util.ArrayList<>(List.of("push", flag.name));
    if (!flag.flags.contains("-f")) {
      arguments.add("--no-manifest");
    }
    if (!flag.flags.contains("-p") && !flag.flags.contains("-f")) {
      arguments.addAll(List.of("-p", "probe"));
    }
    arguments.addAll(flag.flags);

    CfResult push = cf.run(arguments.toArray(String[]::new)).ok(flag.words.toArray(String[]::new));

    flag.seen.on(push);
    cf.run("delete", "-f", "-r", flag.name).ok("Deleting app", "OK");
  }

  @Test
  @Order(5)
  void dropletOfOneApp_runsAsAnother() throws Exception {
    cf.run("push", "source", "-p", "probe", "--no-manifest", "-m", "40M", "-c", "./probe by droplet").ok("running");
    cf.in(PLATFORM.directory("droplets")).run("download-droplet", "source", "-p", "droplet.tgz").ok("Droplet downloaded successfully", "OK");

    cf.run("push", "copy", "--no-manifest", "--droplet", "droplets/droplet.tgz", "-m", "40M", "-c", "./probe by droplet").ok("running");

    answers("copy", "\"args\":[\"by\",\"droplet\"]");
  }

  @Test
  @Order(6)
  void impossibleFlags_areRefused() {
    cf.run("push", "x", "--no-manifest", "-p", "probe", "-m", "forever").refused("memory must use a supported unit");
    cf.run("push", "x", "--no-manifest", "-p", "probe", "-s", "no-such-stack").refused("Stack");
    cf.run("push", "x", "--no-manifest", "-p", "probe", "--strategy", "sideways").refused("Incorrect Usage: STRATEGY must be \"canary\", \"rolling\" or not set");
    cf.run(Map.of("CF_STARTUP_TIMEOUT", "0.1"), "", "push", "x", "--no-manifest", "-p", "probe", "-m", "9000G").refused("insufficient resources: memory");
  }

  private static Flag flag(String name, String flags, List<String> words, Check seen) {
    List<String> split = new java.util.ArrayList<>();
    Matcher part = Pattern.compile("'([^']*)'|(\\S+)").matcher(flags);
    while (part.find()) {
      split.add(part.group(1) == null ? part.group(2) : part.group(1));
    }
    return new Flag(name, split, words, seen);
  }

  private static void answers(String app, String words) throws Exception {
    assertThat(PLATFORM.get(app + "." + CfPlatform.APPS).body()).contains(words);
  }

  private static String stack() {
    return cf.curl("/v3/stacks").path("resources").path(0).path("name").asString();
  }
}
