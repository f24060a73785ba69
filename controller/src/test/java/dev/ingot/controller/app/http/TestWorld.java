package dev.ingot.controller.app.http;

import dev.ingot.controller.packages.archive.Zips;
import dev.ingot.controller.deployment.Serving;
import dev.ingot.controller.testing.Http;
import dev.ingot.controller.testing.RunningController;
import dev.ingot.controller.testing.Tenants;
import java.util.HashMap;
import java.util.Map;

/** One resource of each kind in one org and space, made when it is first asked for; or a fresh one. */
public final class TestWorld {
  private final RunningController controller;
  private final Tenants tenants;
  private final Http admin;
  private final Map<String, String> shared = new HashMap<>();

  public TestWorld(RunningController controller) {
    this.controller = controller;
    tenants = new Tenants(controller);
    admin = controller.admin();
  }

  public Tenants tenants() {
    return tenants;
  }

  /** The guid of the one of this kind (`app`, `route`); always the same. */
  public String shared(String kind) {
    String guid = shared.get(kind);
    if (guid == null) {
      guid = fresh(kind);
      shared.put(kind, guid);
    }
    return guid;
  }

  /** The next {@link #shared} of this kind is a new one: somebody deleted this one. */
  public void forget(String kind) {
    shared.remove(kind);
  }

  /** The guid of another one of this kind. */
  public String fresh(String kind) {
    return switch (kind) {
      case "org", "otherorg" -> tenants.organization();
      case "space", "emptyspace", "otherspace" -> tenants.space(shared("org"));
      case "app" -> new Pusher(controller, admin, shared("space")).pushed(Tenants.unique("world"), new Zips().file("a.js", "a").bytes());
      case "process" -> first("/v3/apps/" + shared("app") + "/processes");
      case "package" -> uploaded(bare());
      case "bare" -> bare();
      case "build" -> made("/v3/builds", "{\"package\":{\"guid\":\"" + fresh("package") + "\"}}");
      case "droplet" -> droplet();
      case "deployment" -> made("/v3/deployments", "{\"relationships\":{\"app\":{\"data\":{\"guid\":\"" + shared("app") + "\"}}}}");
      case "rebase" -> rebase();
      case "task" -> made("/v3/apps/" + shared("app") + "/tasks", "{\"command\":\"true\"}");
      case "shared" -> first("/v3/domains?names=apps.localhost");
      case "domain" -> made("/v3/domains", "{\"name\":\"" + Tenants.unique("d") + ".example.com\",\"relationships\":{\"organization\":" + to("org") + "}}");
      case "route" -> made("/v3/routes", "{\"host\":\"" + Tenants.unique("r") + "\",\"relationships\":{\"space\":" + to("space") + ",\"domain\":" + to("shared") + "}}");
      case "destination" -> destination();
      case "member" -> member();
      case "role" -> role();
      case "newuser" -> first("/v3/users?usernames=" + tenants.user());
      case "stack" -> stack();
      case "newstack" -> made("/v3/stacks", "{\"name\":\"" + Tenants.unique("stack") + "\"}");
      case "quota" -> admin.get("/v3/organizations/" + shared("org")).at("/relationships/quota/data/guid");
      case "orgquota" -> made("/v3/organization_quotas", "{\"name\":\"" + Tenants.unique("quota") + "\"}");
      case "spacequota" -> made("/v3/space_quotas", "{\"name\":\"" + Tenants.unique("quota") + "\",\"relationships\":{\"organization\":" + to("org") + "}}");
      case "segment" -> made("/v3/isolation_segments", "{\"name\":\"" + Tenants.unique("segment") + "\"}");
      case "secgroup" -> made("/v3/security_groups", "{\"name\":\"" + Tenants.unique("group") + "\"}");
      case "spacegroup" -> made("/v3/security_groups", "{\"name\":\"" + Tenants.unique("group") + "\",\"relationships\":{\"running_spaces\":" + toAll("space")
          + ",\"staging_spaces\":" + toAll("space") + "}}");
      case "orgsegment" -> entitled();
      case "buildpack" -> made("/v3/buildpacks", "{\"name\":\"" + Tenants.unique("buildpack").replace('-', '_') + "\"}");
      case "sidecar" -> made("/v3/apps/" + shared("app") + "/sidecars", "{\"name\":\"" + Tenants.unique("sidecar") + "\",\"command\":\"true\",\"process_types\":[\"web\"]}");
      case "instance" -> made("/v3/service_instances", "{\"type\":\"user-provided\",\"name\":\"" + Tenants.unique("service")
          + "\",\"route_service_url\":\"https://service.example.com\",\"relationships\":{\"space\":" + to("space") + "}}");
      case "binding" -> made("/v3/service_credential_bindings", "{\"type\":\"app\",\"relationships\":{\"app\":{\"data\":{\"guid\":\"" + bare()
          + "\"}},\"service_instance\":" + to("instance") + "}}");
      case "routebinding" -> made("/v3/service_route_bindings", "{\"relationships\":{\"route\":{\"data\":{\"guid\":\"" + fresh("route")
          + "\"}},\"service_instance\":" + to("instance") + "}}");
      case "revision" -> first("/v3/apps/" + shared("app") + "/revisions");
      case "appusage" -> {
        shared("app");
        yield first("/v3/app_usage_events");
      }
      case "serviceusage" -> {
        shared("instance");
        yield first("/v3/service_usage_events");
      }
      case "usedquota" -> usedQuota();
      case "event" -> first("/v3/audit_events?target_guids=" + shared("app"));
      case "job" -> job();
      default -> throw new AssertionError("TestWorld cannot make: " + kind);
    };
  }

  private String bare() {
    return made("/v3/apps", "{\"name\":\"" + Tenants.unique("bare") + "\",\"relationships\":{\"space\":" + to("space") + "}}");
  }

  private String uploaded(String app) {
    var push = new Pusher(controller, admin, shared("space"));
    String bits = push.newPackage(app);
    push.upload(bits, "[]", new Zips().file("a.js", "b").bytes());
    return bits;
  }

  private String droplet() {
    var push = new Pusher(controller, admin, shared("space"));
    return push.staged(push.build(uploaded(shared("app"))), shared("app"), Map.of("web", "node a.js"));
  }

  private String rebase() {
    String guid = made("/v3/rebases", "{\"dry_run\":true,\"relationships\":{\"app\":{\"data\":{\"guid\":\"" + shared("app") + "\"}}}}");
    Serving.until(admin, "/v3/rebases/" + guid, answer -> !answer.at("/state").equals("PLANNING"));
    return guid;
  }

  private String destination() {
    return admin.post("/v3/routes/" + shared("route") + "/destinations", "{\"destinations\":[{\"app\":{\"guid\":\"" + shared("app") + "\"}}]}").at("/destinations/0/guid");
  }

  private String member() {
    String user = tenants.user();
    tenants.give(admin, "organization_user", user, "organization", shared("org"));
    return first("/v3/users?usernames=" + user);
  }

  private String role() {
    String user = tenants.user();
    tenants.give(admin, "organization_user", user, "organization", shared("org"));
    return tenants.give(admin, "space_auditor", user, "space", shared("space")).at("/guid");
  }

  private String stack() {
    shared("app");
    return first("/v3/stacks");
  }

  private String job() {
    String location = admin.delete("/v3/apps/" + bare()).header("Location");
    return location.substring(location.lastIndexOf('/') + 1);
  }

  private String entitled() {
    String segment = fresh("segment");
    require(admin.post("/v3/isolation_segments/" + segment + "/relationships/organizations", toAll("org")));
    return segment;
  }

  private String usedQuota() {
    String quota = fresh("spacequota");
    require(admin.post("/v3/space_quotas/" + quota + "/relationships/spaces", toAll("space")));
    return quota;
  }

  private static void require(Http.Answer answer) {
    if (answer.status() >= 300) {
      throw new AssertionError(answer.toString());
    }
  }

  private String toAll(String kind) {
    return "{\"data\":[{\"guid\":\"" + shared(kind) + "\"}]}";
  }

  private String to(String kind) {
    return "{\"data\":{\"guid\":\"" + shared(kind) + "\"}}";
  }

  private String first(String list) {
    String guid = admin.get(list).at("/resources/0/guid");
    if (guid.isEmpty()) {
      throw new AssertionError("nothing in " + list);
    }
    return guid;
  }

  private String made(String path, String body) {
    var answer = admin.post(path, body);
    if (answer.status() >= 300) {
      throw new AssertionError(path + " " + body + ": " + answer);
    }
    return answer.at("/guid");
  }
}
