package dev.ingot.e2e.cf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** User-provided services, bound to an app. */
@Order(160)
class CfServicesE2E {
  private static final CfPlatform PLATFORM = CfPlatform.get();
  private static Cf cf;

  @BeforeAll
  static void push() throws Exception {
    cf = PLATFORM.adminIn("serve");
    cf.run("push", "client", "--no-manifest", "-p", "probe", "-m", "40M", "-k", "100M").ok("running");
  }

  @AfterAll
  static void tidy() {
    cf.run("delete-org", "-f", "serve").ok("OK");
  }

  @Test
  @Order(1)
  void userProvided_created_bound_seenByTheApp() throws Exception {
    cf.run("services").ok("Getting service instances in org serve / space dev as admin...", "No service instances found.");
    cf.run("create-user-provided-service", "db", "-p", "{\"uri\":\"db://x\",\"password\":\"pssst\"}", "-t", "sql,main").ok("Creating user provided service db in org serve / space dev as admin...", "OK");
    cf.run("create-user-provided-service", "db").ok("Service instance db already exists", "OK");
    cf.run("create-user-provided-service", "drain", "-l", "syslog://logs.example:514").ok("OK");
    cf.run("services").ok("db", "user-provided", "drain");
    cf.run("bind-service", "client", "db", "--binding-name", "main-db").ok("Binding service instance db to app client in org serve / space dev as admin...", "OK", "TIP: Use 'cf restage client'");
    cf.run("bind-service", "client", "db").ok("App client is already bound to service instance db.");
    cf.run("env", "client").ok("VCAP_SERVICES", "user-provided", "db://x", "main-db");
    cf.run("restart", "client").ok("running");
    assertThat(PLATFORM.get("client." + CfPlatform.APPS + "/env/VCAP_SERVICES").body()).contains("\"name\":\"main-db\"", "db://x", "\"sql\"");
    cf.run("service", "db").ok("name:", "db", "type:", "user-provided", "Showing bound apps:", "client", "main-db");
    cf.run("service", "db", "--guid").ok("-");
  }

  @Test
  @Order(2)
  void updated_renamed_unbound_deleted() throws Exception {
    Path credentials = Files.writeString(PLATFORM.work.resolve("credentials.json"), "{\"uri\":\"db://y\"}");
    cf.run("update-user-provided-service", "db", "-p", credentials.toString(), "-t", "").ok("Updating user provided service db in org serve / space dev as admin...", "OK");
    cf.run("update-user-provided-service", "db").ok("No flags specified. No changes were made.");
    cf.run("rename-service", "db", "database").ok("Renaming service db to database in org serve / space dev as admin...", "OK");
    cf.run("set-label", "service-instance", "database", "kind=sql").ok("OK");
    cf.run("labels", "service-instance", "database").ok("kind", "sql");
    cf.run("unbind-service", "client", "database").ok("Unbinding app client from service database in org serve / space dev as admin...", "OK");
    cf.run("cleanup-outdated-service-bindings", "client", "-f").ok("No outdated service bindings found.");
    cf.run("delete-service", "database", "-f").ok("Service instance database deleted.", "OK");
    cf.run("delete-service", "database", "-f").ok("Service instance database did not exist.");
    cf.run("service", "database").refused("Service instance 'database' not found");
  }

  @Test
  @Order(3)
  void boundByManifest() throws Exception {
    cf.run("create-user-provided-service", "cache", "-p", "{\"uri\":\"cache://z\"}").ok("OK");
    Files.writeString(PLATFORM.work.resolve("bound.yml"), "applications:\n- name: client\n  services: [cache, {name: drain, binding_name: logs}]\n");

    cf.run("apply-manifest", "-f", "bound.yml").ok("OK");

    cf.run("env", "client").ok("cache://z", "\"logs\"");
    cf.run("service", "drain").ok("client");
  }

  @Test
  @Order(4)
  void routeService_isKept() {
    cf.run("create-user-provided-service", "guard", "-r", "https://guard.example").ok("OK");
    cf.run("bind-route-service", CfPlatform.APPS, "guard", "--hostname", "client").ok("Binding route client." + CfPlatform.APPS + " to service instance guard", "OK");
    cf.run("routes").ok("guard");
    cf.run("unbind-route-service", CfPlatform.APPS, "guard", "--hostname", "client", "-f").ok("Unbinding route client." + CfPlatform.APPS + " from service instance guard", "OK");
  }

  @Test
  @Order(5)
  void withoutBrokers_thereIsNothingToBuy() {
    cf.run("marketplace").ok("No service offerings found.");
    cf.run("service-brokers").ok("No service brokers found");
    cf.run("service-access").ok("No service plans found.");
    cf.run("create-service", "postgres", "small", "mine").refused("FAILED");
  }
}
