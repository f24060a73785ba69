package dev.ingot.controller.domain.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.controller.route.RouteTable;
import dev.ingot.controller.testing.Http;
import dev.ingot.controller.testing.Http.Answer;
import dev.ingot.controller.testing.RunningController;
import dev.ingot.controller.testing.Tenants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every operation of domains, and the routing API. */
class DomainsIT {
  private final RunningController controller = RunningController.get();
  private final Tenants tenants = new Tenants(controller);
  private final Http admin = controller.admin();
  private String org = "";
  private String other = "";
  private Http manager = controller.anonymous();
  private Http user = controller.anonymous();
  private Http stranger = controller.anonymous();

  @BeforeEach
  void tenant() {
    org = tenants.organization();
    other = tenants.organization();
    String name = tenants.user();
    for (String one : new String[] {org, other}) {
      tenants.give(admin, "organization_manager", name, "organization", one);
    }
    manager = tenants.login(name);
    user = tenants.with("organization_user", org, "");
    stranger = tenants.login(tenants.user());
  }

  private static String unique() {
    return Tenants.unique("d") + ".example.com";
  }

  private static String body(String name, String org) {
    return "{\"name\":\"" + name + "\",\"relationships\":{\"organization\":{\"data\":{\"guid\":\"" + org + "\"}}}}";
  }

  private static void refused(Answer answer, int status, String detail) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    assertThat(answer.detail()).isEqualTo(detail);
  }

  @Test
  void privateDomain_isItsOrgsAlone_untilShared() {
    String name = unique();
    Answer made = manager.post("/v3/domains", body(name, org));
    assertThat(made.status()).as(made.toString()).isEqualTo(201);
    assertThat(made.at("/supported_protocols/0")).isEqualTo("http");
    refused(manager.post("/v3/domains", body(name, org)), 422, "The domain name \"" + name + "\" is already in use");
    assertThat(user.post("/v3/domains", body(unique(), org)).status()).isEqualTo(403);
    refused(manager.post("/v3/domains", body(unique(), "none")), 422, "Organization with guid 'none' does not exist or you do not have access to it.");
    refused(manager.post("/v3/domains", body("sub." + name, other)), 422,
        "The domain name \"sub." + name + "\" cannot be created because \"" + name + "\" is already reserved by another domain");
    assertThat(manager.post("/v3/domains", body("sub." + name, org)).status()).isEqualTo(201);
    String path = "/v3/domains/" + made.at("/guid");
    assertThat(user.get(path).status()).isEqualTo(200);
    assertThat(stranger.get(path).status()).isEqualTo(404);
    assertThat(stranger.get("/v3/domains?names=" + name).at("/pagination/total_results")).isEqualTo("0");
    assertThat(user.get("/v3/domains?names=" + name + "&organization_guids=" + org).at("/pagination/total_results")).isEqualTo("1");
    assertThat(user.get("/v3/domains?order_by=color").status()).isEqualTo(400);
    assertThat(controller.anonymous().get("/v3/domains").status()).isEqualTo(401);
    String shares = path + "/relationships/shared_organizations";
    refused(manager.post(shares, "{\"data\":[{\"guid\":\"none\"}]}"), 422, "Organization with guid 'none' does not exist, or you do not have access to it.");
    refused(manager.post(shares, "{\"data\":[{\"guid\":\"" + org + "\"}]}"), 422, "Domain cannot be shared with owning organization.");
    assertThat(user.post(shares, "{\"data\":[{\"guid\":\"" + other + "\"}]}").status()).isEqualTo(403);
    assertThat(manager.post(shares, "{\"data\":[{\"guid\":\"" + other + "\"}]}").at("/data/0/guid")).isEqualTo(other);
    assertThat(user.get(path).json().at("/relationships/shared_organizations/data").size()).as("an org it cannot see").isZero();
    assertThat(manager.get("/v3/organizations/" + other + "/domains?names=" + name).at("/pagination/total_results")).isEqualTo("1");
    assertThat(stranger.get("/v3/organizations/" + other + "/domains").status()).isEqualTo(404);
    assertThat(manager.get("/v3/organizations/" + other + "/domains?color=red").status()).isEqualTo(400);
    refused(manager.delete(path), 422, "This domain is shared with other organizations. Unshare before deleting.");
    String space = tenants.space(other);
    Answer route = admin.post("/v3/routes", "{\"relationships\":{\"space\":{\"data\":{\"guid\":\"" + space + "\"}},\"domain\":{\"data\":{\"guid\":\"" + made.at("/guid") + "\"}}}}");
    assertThat(route.at("/url")).as(route.toString()).isEqualTo(name);
    refused(manager.delete(shares + "/" + other), 422, "This domain has associated routes in this organization. Delete the routes before unsharing.");
    admin.job(admin.delete("/v3/routes/" + route.at("/guid")));
    assertThat(user.delete(shares + "/" + other).status()).isIn(403, 422);
    assertThat(manager.delete(shares + "/" + other).status()).isEqualTo(204);
    assertThat(manager.delete(shares + "/" + other).status()).isEqualTo(422);
    assertThat(user.delete(path).status()).isEqualTo(403);
    assertThat(manager.job(manager.delete(path)).at("/state")).isEqualTo("COMPLETE");
    assertThat(manager.get(path).status()).isEqualTo(404);
  }

  @Test
  void sharedDomain_isTheOperators() {
    String name = unique();
    assertThat(manager.post("/v3/domains", "{\"name\":\"" + name + "\"}").status()).isEqualTo(403);
    Answer made = admin.post("/v3/domains", "{\"name\":\"" + name + "\",\"internal\":false}");
    assertThat(made.status()).as(made.toString()).isEqualTo(201);
    String path = "/v3/domains/" + made.at("/guid");
    assertThat(stranger.get(path).at("/internal")).isEqualTo("false");
    assertThat(manager.patch(path, "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}").status()).isEqualTo(403);
    assertThat(admin.patch(path, "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}").at("/metadata/labels/a")).isEqualTo("b");
    assertThat(admin.patch(path, "{\"name\":\"x.y\"}").status()).isEqualTo(422);
    refused(admin.post(path + "/relationships/shared_organizations", "{\"data\":[{\"guid\":\"" + org + "\"}]}"), 422,
        "Domains cannot be shared with other organizations unless they are scoped to an organization.");
    for (String wrong : new String[] {"", "x", "a b.c", "-a.com", "a..b", "ä.com", "a.".repeat(200) + "c", "x".repeat(64) + ".com"}) {
      assertThat(admin.post("/v3/domains", "{\"name\":\"" + wrong + "\"}").status()).as(wrong).isEqualTo(422);
    }
    assertThat(admin.post("/v3/domains", "{\"name\":7}").status()).isEqualTo(422);
    assertThat(admin.post("/v3/domains", "{\"name\":\"tcp.example.com\",\"router_group\":{\"guid\":\"none\"}}").detail())
        .isEqualTo("Router group with guid 'none' not found.");
    assertThat(admin.job(admin.delete(path)).at("/state")).isEqualTo("COMPLETE");
    assertThat(admin.delete(path).status()).isEqualTo(404);
  }

  @Test
  void internalDomain_isThere_withoutWildcardsOrPaths() {
    Answer internal = user.get("/v3/domains?names=apps.internal");
    assertThat(internal.at("/resources/0/internal")).as(internal.toString()).isEqualTo("true");
    String domain = internal.at("/resources/0/guid");
    String space = tenants.space(org);
    String owners = ",\"relationships\":{\"space\":{\"data\":{\"guid\":\"" + space + "\"}},\"domain\":{\"data\":{\"guid\":\"" + domain + "\"}}}}";
    assertThat(admin.post("/v3/routes", "{\"host\":\"*\"" + owners).detail()).isEqualTo("Wildcard hosts are not supported for internal domains.");
    assertThat(admin.post("/v3/routes", "{\"host\":\"a\",\"path\":\"/b\"" + owners).detail()).isEqualTo("Paths are not supported for internal domains.");
    String host = Tenants.unique("in");
    assertThat(admin.post("/v3/routes", "{\"host\":\"" + host + "\"" + owners).status()).isEqualTo(201);
    assertThat(controller.bean(RouteTable.class).all()).as("routers are told of no internal route").noneMatch(route -> route.host().contains("internal"));
    assertThat(admin.post("/v3/domains", "{\"name\":\"" + unique() + "\",\"internal\":true,\"relationships\":{\"organization\":{\"data\":{\"guid\":\"" + org + "\"}}}}").detail())
        .isEqualTo("Cannot associate an internal domain with an organization");
  }

  @Test
  void aHostIsNotADomainToo() {
    String name = unique();
    assertThat(admin.post("/v3/domains", "{\"name\":\"" + name + "\"}").status()).isEqualTo(201);
    String domain = admin.get("/v3/domains?names=" + name).at("/resources/0/guid");
    String space = tenants.space(org);
    String owners = ",\"relationships\":{\"space\":{\"data\":{\"guid\":\"" + space + "\"}},\"domain\":{\"data\":{\"guid\":\"" + domain + "\"}}}}";
    assertThat(admin.post("/v3/routes", "{\"host\":\"web\"" + owners).status()).isEqualTo(201);
    assertThat(manager.post("/v3/domains", body("web." + name, org)).detail())
        .isEqualTo("The domain name \"web." + name + "\" cannot be created because \"web." + name + "\" is already reserved by a route");
    assertThat(manager.post("/v3/domains", body("mine." + name, org)).status()).isEqualTo(201);
    assertThat(admin.post("/v3/routes", "{\"host\":\"mine\"" + owners).detail()).isEqualTo("Route conflicts with domain 'mine." + name + "'.");
  }

  @Test
  void routerGroups_areNone() {
    assertThat(admin.get("/routing/v1/router_groups").body()).isEqualTo("[]");
    Answer missing = admin.get("/routing/v1/router_groups?name=default-tcp");
    assertThat(missing.status()).isEqualTo(404);
    assertThat(missing.at("/name")).isEqualTo("ResourceNotFoundError");
    assertThat(stranger.get("/routing/v1/router_groups").status()).isEqualTo(403);
    assertThat(controller.anonymous().get("/routing/v1/router_groups").status()).isEqualTo(401);
  }
}
