package dev.ingot.e2e.cf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.e2e.Eventually;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Where requests go: every kind of route and destination. */
@Order(150)
class CfRoutesE2E {
  private static final CfPlatform PLATFORM = CfPlatform.get();
  private static final String APPS = CfPlatform.APPS;
  private static Cf cf;

  @BeforeAll
  static void push() throws Exception {
    cf = PLATFORM.adminIn("ways");
    cf.run("push", "left", "--no-manifest", "-p", "probe", "-m", "40M", "-k", "100M", "--no-route", "-c", "./probe left").ok("running");
    cf.run("push", "right", "--no-manifest", "-p", "probe", "-m", "40M", "-k", "100M", "--no-route", "-c", "./probe right").ok("running");
  }

  @AfterAll
  static void tidy() {
    cf.run("delete-org", "-f", "ways").ok("OK");
  }

  @Test
  @Order(1)
  void hostAndPath_mapped_unmapped() throws Exception {
    cf.run("create-route", APPS, "-n", "ways").ok("Creating route ways." + APPS + " for org ways / space dev as admin...", "Route ways." + APPS + " has been created.", "OK");
    cf.run("create-route", APPS, "--hostname", "ways").ok("Route already exists", "OK");
    cf.run("map-route", "left", APPS, "-n", "ways").ok("Mapping route ways." + APPS + " to app left", "OK");
    cf.run("map-route", "left", APPS, "-n", "ways").ok("App 'left' is already mapped to route 'ways." + APPS + "'. Nothing has been updated.");
    cf.run("map-route", "right", APPS, "-n", "ways", "--path", "/right").ok("Creating route ways." + APPS + "/right", "Mapping route ways." + APPS + "/right to app right", "OK");
    serves("ways." + APPS + "/x", "left");
    serves("ways." + APPS + "/right/x", "right");
    cf.run("check-route", APPS, "-n", "ways", "--path", "right").ok("Checking for route...", "Route 'ways." + APPS + "/right' does exist.");
    cf.run("check-route", APPS, "--hostname", "nothing").ok("does not exist.");
    cf.run("routes").ok("Getting routes for org ways / space dev as admin...", "ways", "/right", "left", "right");
    cf.run("routes", "--org-level").ok("Getting routes for org ways as admin...", "dev");
    cf.run("route", APPS, "-n", "ways").ok("domain:", "host:", "ways", "Destinations:", "left");
    cf.run("unmap-route", "right", APPS, "-n", "ways", "--path", "right").ok("Removing route ways." + APPS + "/right from app right", "OK");
    serves("ways." + APPS + "/right/x", "left");
    cf.run("delete-route", APPS, "-n", "ways", "--path", "right", "-f").ok("Deleting route ways." + APPS + "/right...", "OK");
    serves("ways." + APPS + "/right/x", "left");
    cf.run("map-route", "left", "no.such.domain").refused("Domain 'no.such.domain' not found.");
  }

  @Test
  @Order(2)
  void twoAppsOnOneRoute_shareTheRequests() throws Exception {
    cf.run("map-route", "left", APPS, "-n", "both").ok("OK");
    cf.run("map-route", "right", APPS, "-n", "both").ok("OK");
    serves("both." + APPS, "left");
    serves("both." + APPS, "right");
    cf.run("unmap-route", "left", APPS, "-n", "both").ok("OK");
    Eventually.within(Duration.ofSeconds(10), "only right is left", () -> {
      for (int i = 0; i < 6; i++) {
        if (PLATFORM.get("both." + APPS).body().contains("left")) {
          return false;
        }
      }
      return true;
    });
  }

  @Test
  @Order(3)
  void wildcard_andOptions_andProtocol() throws Exception {
    cf.run("create-private-domain", "ways", "wild." + CfPlatform.DOMAIN).ok("OK");
    cf.run("map-route", "left", "wild." + CfPlatform.DOMAIN, "-n", "*").ok("OK");
    cf.run("map-route", "left", APPS, "-n", "options", "--option", "loadbalancing=least-connection").ok("OK");
    cf.run("route", APPS, "-n", "options").ok("loadbalancing", "least-connection");
    cf.run("update-route", APPS, "-n", "options", "--option", "loadbalancing=round-robin").ok("Updating route options." + APPS, "has been updated", "OK");
    cf.run("update-route", APPS, "-n", "options", "--remove-option", "loadbalancing").ok("OK");
    cf.run("create-route", APPS, "-n", "bad", "--option", "loadbalancing=magic").refused("FAILED");
    cf.run("map-route", "right", APPS, "-n", "port", "--app-port", "8080").ok("OK");
    serves("port." + APPS, "right");
    cf.run("map-route", "right", APPS, "-n", "protocol", "--app-protocol", "http1").ok("with protocol http1", "OK");
    cf.run("update-destination", "right", APPS, "-n", "protocol", "--app-protocol", "http2").ok("Updating destination protocol from http1 to http2 for route protocol." + APPS, "OK");
    cf.run("route", APPS, "-n", "protocol").ok("http2");
    cf.run("delete-route", "wild." + CfPlatform.DOMAIN, "-n", "*", "-f").ok("OK");
  }

  @Test
  @Order(4)
  void sharedAndMoved() throws Exception {
    cf.run("create-space", "other").ok("OK");
    cf.run("share-route", APPS, "-n", "both", "-s", "other", "-o", "ways").refused("Feature Disabled: route_sharing");
    cf.run("enable-feature-flag", "route_sharing").ok("OK");
    cf.run("share-route", APPS, "-n", "both", "-s", "other", "-o", "ways").ok("Sharing route both." + APPS + " to space other as admin", "OK");
    cf.run("unshare-route", APPS, "-n", "both", "-s", "other", "-o", "ways").ok("Unsharing route both." + APPS + " from space other as admin", "OK");
    cf.run("create-route", APPS, "-n", "moved").ok("OK");
    cf.run("move-route", APPS, "-n", "moved", "-s", "other", "-o", "ways").ok("Move ownership of route moved." + APPS + " to space other as admin", "OK");
    cf.run("disable-feature-flag", "route_sharing").ok("OK");
    cf.run("target", "-s", "other").ok("other");
    cf.run("routes").ok("moved");
    cf.run("map-route", "left", APPS, "-n", "moved").refused("App 'left' not found");
    cf.run("set-label", "route", "moved." + APPS, "kind=old").ok("Setting label(s) for route moved." + APPS, "OK");
    cf.run("labels", "route", "moved." + APPS).ok("kind", "old");
    cf.run("delete-orphaned-routes", "-f").ok("OK");
    cf.run("routes").ok("No routes found.");
    cf.run("target", "-s", "dev").ok("dev");
  }

  private static void serves(String url, String app) throws Exception {
    Eventually.within(Duration.ofSeconds(10), url + " leads to " + app, () -> PLATFORM.get(url).body().contains("\"args\":[\"" + app + "\"]"));
    assertThat(PLATFORM.get(url).statusCode()).isEqualTo(200);
  }
}
