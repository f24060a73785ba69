package dev.ingot.e2e.cf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.e2e.Eventually;
import dev.ingot.e2e.Load;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The life of an app: scaled, changed under load, broken, rolled back, looked at, copied. */
@Order(130)
class CfAppsE2E {
  private static final CfPlatform PLATFORM = CfPlatform.get();
  private static final String SHOP = "shop." + CfPlatform.APPS;
  private static Cf cf;

  @BeforeAll
  static void push() throws Exception {
    cf = PLATFORM.adminIn("apps");
    cf.run("push", "shop", "--no-manifest", "-p", "probe", "-m", "40M", "-k", "100M").ok("running");
  }

  @AfterAll
  static void tidy() {
    cf.run("delete-org", "-f", "apps").ok("OK");
  }

  @Test
  @Order(1)
  void stop_start_restart_scale() throws Exception {
    cf.run("stop", "shop").ok("Stopping app shop in org apps / space dev as admin...", "OK");
    cf.run("stop", "shop").ok("App shop is already stopped.");
    assertThat(PLATFORM.get(SHOP).statusCode()).isIn(404, 503);
    cf.run("start", "shop").ok("Starting app shop in org apps / space dev as admin...", "requested state:   started", "running");
    cf.run("start", "shop").ok("App 'shop' is already started.");
    cf.run("restart", "shop").ok("Restarting app shop in org apps / space dev as admin...", "Stopping app...", "Instances starting...", "running");
    cf.run("scale", "shop", "-i", "2").ok("Scaling app shop in org apps / space dev as admin...", "instances:");
    Eventually.within(Duration.ofSeconds(20), "two instances", () -> cf.run("app", "shop").ok("name:").output().contains("instances:      2/2"));
    cf.run("scale", "shop", "-m", "44M", "-k", "110M", "-l", "1M", "-f").ok("44M", "110M", "1M/s");
    cf.run("scale", "shop").ok("Showing current scale of app shop", "memory usage:   44M");
    cf.run("scale", "shop", "-i", "100000").refused("FAILED");
    cf.run("scale", "shop", "--process", "nothing", "-i", "1").refused("Process nothing not found");
    cf.run("restart-app-instance", "shop", "1").ok("Restarting instance 1 of process web of app shop", "OK");
    cf.run("restart-app-instance", "shop", "9").refused("Instance 9 of process web not found");
    cf.run("app", "no-such-app").refused("App 'no-such-app' not found.");
  }

  @Test
  @Order(2)
  void environment() throws Exception {
    cf.run("set-env", "shop", "GREETING", "hello, world $HOME \"x\"").ok("Setting env variable GREETING for app shop", "OK", "TIP: Use 'cf restage shop'");
    cf.run("set-env", "shop", "PORT", "1").refused("PORT");
    cf.run("env", "shop").ok("User-Provided:", "GREETING: hello, world $HOME \"x\"", "VCAP_APPLICATION");
    cf.run("restart", "shop", "--strategy", "rolling").ok("running");
    assertThat(PLATFORM.get(SHOP + "/env/GREETING").body()).isEqualTo("hello, world $HOME \"x\"");
    cf.run("unset-env", "shop", "GREETING").ok("Removing env variable GREETING from app shop", "OK");
    cf.run("unset-env", "shop", "GREETING").ok("Env variable GREETING was not set.");
    assertThat(PLATFORM.get(SHOP + "/env/VCAP_APPLICATION").body()).contains("\"application_name\":\"shop\"", "\"space_name\":\"dev\"");
  }

  @Test
  @Order(3)
  void healthChecks() throws Exception {
    cf.run("set-health-check", "shop", "http", "--endpoint", "/health", "--invocation-timeout", "5").ok("Updating health check type for app shop", "OK");
    cf.run("get-health-check", "shop").ok("web", "http", "/health", "5");
    cf.run("set-health-check", "shop", "port", "--process", "web").ok("OK");
    cf.run("set-health-check", "shop", "sideways").refused("Incorrect Usage");
    cf.run("get-readiness-health-check", "shop").ok("process");
  }

  @Test
  @Order(4)
  void logs_followedWhileRequestsCome_andRecent() throws Exception {
    Path followed = PLATFORM.work.resolve("logs.txt");
    Process logs = cf.start(followed, "logs", "shop");
    try {
      Eventually.within(Duration.ofSeconds(30), "cf logs shows a request", () -> {
        PLATFORM.get(SHOP + "/followed");
        String shown = Files.readString(followed);
        // the app's line and the router's come by different ways
        return shown.contains("probe got GET /followed") && Pattern.compile("\\[RTR/\\d+\\] OUT .*GET /followed").matcher(shown).find();
      });
    } finally {
      logs.descendants().forEach(ProcessHandle::destroy);
      logs.destroy();
    }
    assertThat(Files.readString(followed)).contains("Retrieving logs for app shop in org apps / space dev as admin...", "[APP/PROC/WEB/");
    cf.run("logs", "shop", "--recent").ok("[STG/0] OUT", "[APP/PROC/WEB/0] OUT probe listens on port", "[RTR/", "[CELL/", "[API/");
    cf.run("logs", "no-such-app", "--recent").refused("App 'no-such-app' not found.");
  }

  @Test
  @Order(5)
  void rollingRestart_underLoad_losesNoRequest() throws Exception {
    cf.run("scale", "shop", "-i", "2").ok("instances:");
    Load load = new Load(() -> PLATFORM.get(SHOP));
    try (load) {
      cf.run("restart", "shop", "--strategy", "rolling").ok("Restarting app shop in org apps / space dev as admin...", "Creating deployment for app shop", "Waiting for app to deploy...", "running");
      cf.run("restart", "shop", "--strategy", "rolling", "--max-in-flight", "2").ok("running");
      cf.run("restage", "shop", "--strategy", "rolling").ok("Restaging app shop in org apps / space dev as admin...", "Staging app and tracing logs...", "running");
    }
    System.out.println("LOAD during three rolling deployments by cf: " + load.requests() + " requests");
    assertThat(load.failures()).isEmpty();
    assertThat(load.requests()).isGreaterThan(100);
  }

  @Test
  @Order(6)
  void failingRollingDeployment_goesBack_andTheAppServesOn() throws Exception {
    String before = cf.curl("/v3/apps/" + cf.guid("shop") + "/droplets/current").path("guid").asString();
    Load load = new Load(() -> PLATFORM.get(SHOP));
    try (load) {
      cf.run(Map.of("CF_STARTUP_TIMEOUT", "0.2"), "", "push", "shop", "--no-manifest", "-p", "probe", "-m", "44M", "-c", "./probe fail", "--strategy", "rolling").refused("FAILED");
      Eventually.within(Duration.ofSeconds(60), "the deployment is cancelled and the old droplet is back", () ->
          cf.curl("/v3/deployments?app_guids=" + cf.guid("shop") + "&status_values=ACTIVE").at("/pagination/total_results").asInt() == 0
              && cf.curl("/v3/apps/" + cf.guid("shop") + "/droplets/current").path("guid").asString().equals(before));
    }
    assertThat(load.failures()).isEmpty();
    assertThat(PLATFORM.get(SHOP).body()).contains("\"args\":[]");
    cf.run("push", "shop", "--no-manifest", "-p", "probe", "-m", "44M", "-c", "null", "--strategy", "rolling").ok("running");
  }

  @Test
  @Order(7)
  void canary_isContinued_orCancelled() throws Exception {
    cf.run("set-env", "shop", "VERSION", "canary").ok("OK");
    cf.run("restart", "shop", "--strategy", "canary", "--instance-steps", "50,100").ok("Active deployment with status PAUSED", "strategy:", "canary", "cf continue-deployment shop", "cf cancel-deployment shop");
    cf.run("cancel-deployment", "shop").ok("Canceling deployment for app shop", "OK");
    Eventually.within(Duration.ofSeconds(30), "it is cancelled", () ->
        cf.curl("/v3/deployments?app_guids=" + cf.guid("shop") + "&status_values=ACTIVE").at("/pagination/total_results").asInt() == 0);
    cf.run("cancel-deployment", "shop").refused("No active deployment found for app.");
    Eventually.within(Duration.ofSeconds(30), "the canary is gone", () -> PLATFORM.get(SHOP).body().contains("\"version\":\"\"") && PLATFORM.get(SHOP).body().contains("\"version\":\"\""));
    cf.run("restart", "shop", "--strategy", "canary").ok("PAUSED");
    cf.run("continue-deployment", "shop").ok("Continuing deployment for app shop", "running");
    Eventually.within(Duration.ofSeconds(30), "the canary is everywhere", () -> PLATFORM.get(SHOP).body().contains("\"version\":\"canary\""));
    cf.run("unset-env", "shop", "VERSION").ok("OK");
  }

  @Test
  @Order(8)
  void revisions_areListed_andOneIsRolledBackTo() throws Exception {
    cf.curl("/v3/apps/" + cf.guid("shop") + "/features/revisions", "-X", "PATCH", "-d", "{\"enabled\":true}");
    cf.run("set-env", "shop", "VERSION", "one").ok("OK");
    cf.run("restart", "shop", "--strategy", "rolling").ok("running");
    String good = cf.run("revisions", "shop").ok("Getting revisions for app shop", "revision").output().lines().filter(line -> line.contains("(deployed)")).findFirst().orElseThrow().replaceAll("\\D.*", "");
    cf.run("set-env", "shop", "VERSION", "two").ok("OK");
    cf.run("restart", "shop", "--strategy", "rolling").ok("running");
    assertThat(PLATFORM.get(SHOP).body()).contains("\"version\":\"two\"");

    cf.run("revision", "shop", "--version", good).ok("Showing revision " + good + " for app shop", "VERSION", "one");
    cf.run("rollback", "shop", "-f", "--version", good).ok("Rolling back to revision " + good + " for app shop", "OK");

    Eventually.within(Duration.ofSeconds(20), "version one serves", () -> PLATFORM.get(SHOP).body().contains("\"version\":\"one\""));
    cf.run("revision", "shop").ok("Showing revisions for app shop", "Rolled back to revision " + good);
    cf.run("rollback", "shop", "-f", "--version", "99").refused("Revision '99' not found");
  }

  @Test
  @Order(9)
  void packages_droplets_stagedByHand() throws Exception {
    cf.run("create-package", "shop", "-p", "probe").ok("Creating and uploading bits package for app shop", "Package with guid", "OK");
    String first = cf.run("packages", "shop").ok("Getting packages of app shop", "ready").output().lines().filter(line -> line.contains("ready")).findFirst().orElseThrow().split("\\s+")[0];
    String droplet = cf.run("stage-package", "shop", "--package-guid", first).ok("Staging package for shop in org apps / space dev as admin...", "Package staged", "droplet guid:").line("droplet guid:");
    cf.run("droplets", "shop").ok(droplet, "staged", "(current)");
    cf.run("set-droplet", "shop", droplet).ok("Setting app shop to droplet " + droplet, "OK");
    cf.run("set-droplet", "shop", "no-such-droplet").refused("FAILED");
    cf.in(PLATFORM.directory("download")).run("download-droplet", "shop", "--droplet", droplet, "-p", "droplet.tgz").ok("Droplet downloaded successfully at", "OK");
  }

  @Test
  @Order(10)
  void manifest_goesRound() throws Exception {
    Path manifest = PLATFORM.work.resolve("round.yml");
    cf.run("create-app-manifest", "shop", "-p", manifest.toString()).ok("Creating an app manifest from current settings of app shop", "Manifest file created successfully at", "OK");
    assertThat(Files.readString(manifest)).contains("- name: shop", "memory: 44M", "route: " + SHOP);

    cf.run("apply-manifest", "-f", manifest.toString()).ok("OK").without("\n- ", "\n+ ");
  }

  @Test
  @Order(11)
  void source_isCopied_appIsRenamed() throws Exception {
    cf.run("create-app", "copy").ok("Creating app copy in org apps / space dev as admin...", "OK");
    cf.run("create-app", "copy").ok("App with the name 'copy' already exists.");
    cf.run("copy-source", "shop", "copy", "--no-restart").ok("Copying source from app shop to target app copy in org apps / space dev as admin...", "OK");
    cf.run("create-space", "prod").ok("OK");
    cf.run("target", "-s", "prod").ok("prod");
    cf.run("create-app", "copy").ok("OK");
    cf.run("target", "-s", "dev").ok("dev");
    cf.run("copy-source", "shop", "copy", "-s", "prod", "-o", "apps").ok("Staging app copy", "running");
    cf.run("rename", "copy", "second").ok("Renaming app copy to second in org apps / space dev as admin...", "OK");
    cf.run("rename", "second", "shop").refused("App with the name 'shop' already exists.");
    cf.run("delete", "second", "-f", "-r").ok("Deleting app second", "OK");
    cf.run("delete", "second", "-f").ok("App 'second' does not exist.");
  }

  @Test
  @Order(12)
  void crash_isTold_inEventsAndApp() throws Exception {
    PLATFORM.get(SHOP + "/exit");

    Eventually.within(Duration.ofSeconds(30), "an event tells the crash", () -> cf.run("events", "shop").ok("Getting events for app shop", "audit.app.update", "admin").output().contains("app.crash"));
    Eventually.within(Duration.ofSeconds(60), "it serves again", () -> PLATFORM.get(SHOP).statusCode() == 200);
    Eventually.within(Duration.ofSeconds(20), "the log tells the exit status", () -> cf.run("logs", "shop", "--recent").ok("[APP/PROC/WEB").output().contains("Exit status 3"));
  }

  @Test
  @Order(13)
  void sshAsAFeature() {
    cf.run("disable-ssh", "shop").ok("Disabling ssh support for app shop", "OK");
    cf.run("ssh-enabled", "shop").ok("ssh support is disabled for app 'shop'.");
    cf.run("enable-ssh", "shop").ok("Enabling ssh support for app shop", "OK");
    cf.run("disallow-space-ssh", "dev").ok("Disabling ssh support for space dev as admin...", "OK");
    cf.run("space-ssh-allowed", "dev").ok("ssh support is disabled in space 'dev'.");
    cf.run("allow-space-ssh", "dev").ok("Enabling ssh support for space dev as admin...", "OK");
  }
}
