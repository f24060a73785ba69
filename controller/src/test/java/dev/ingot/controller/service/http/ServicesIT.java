package dev.ingot.controller.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.controller.environment.AppEnvironment;
import dev.ingot.controller.testing.Http;
import dev.ingot.controller.testing.Http.Answer;
import dev.ingot.controller.testing.RunningController;
import dev.ingot.controller.testing.Tenants;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** User-provided services and their bindings, as the cf CLI uses them and as those who may not. */
class ServicesIT {
  private static final String INSTANCES = "/v3/service_instances";
  private static final String BINDINGS = "/v3/service_credential_bindings";
  private static final String ROUTE_BINDINGS = "/v3/service_route_bindings";

  private final RunningController controller = RunningController.get();
  private final Tenants tenants = new Tenants(controller);
  private final Http admin = controller.admin();
  private String org = "";
  private String space = "";
  private Http developer = controller.anonymous();
  private Http auditor = controller.anonymous();
  private Http stranger = controller.anonymous();

  @BeforeEach
  void tenant() {
    org = tenants.organization();
    space = tenants.space(org);
    developer = tenants.with("space_developer", org, space);
    auditor = tenants.with("space_auditor", org, space);
    stranger = tenants.login(tenants.user());
  }

  private static String instance(String name, String spaceGuid, String more) {
    return """
        {"type":"user-provided","name":"%s"%s,"relationships":{"space":{"data":{"guid":"%s"}}}}""".formatted(name, more, spaceGuid);
  }

  private Answer create(String name, String more) {
    return developer.post(INSTANCES, instance(name, space, more));
  }

  private String created(Answer answer) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
    return answer.at("/guid");
  }

  private String app(String spaceGuid) {
    return created(admin.post("/v3/apps", """
        {"name":"%s","relationships":{"space":{"data":{"guid":"%s"}}}}""".formatted(Tenants.unique("app"), spaceGuid)));
  }

  private static String binding(String app, String instance, String more) {
    return """
        {"type":"app"%s,"relationships":{"app":{"data":{"guid":"%s"}},"service_instance":{"data":{"guid":"%s"}}}}""".formatted(more, app, instance);
  }

  private Answer bind(String app, String instance) {
    return developer.post(BINDINGS, binding(app, instance, ""));
  }

  private static void refused(Answer answer, int status, String detail) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    assertThat(answer.detail()).contains(detail);
  }

  @Test
  void a_user_provided_service_is_made_changed_and_deleted() {
    Answer made = create("db", """
        ,"credentials":{"uri":"postgres://u:p@h/d","deep":{"n":1}},"syslog_drain_url":"syslog-tls://logs.example.com:6514",\
        "route_service_url":"https://waf.example.com","tags":["sql","eu"],"metadata":{"labels":{"team":"a"}}""");
    String guid = created(made);
    assertThat(made.at("/type")).isEqualTo("user-provided");
    assertThat(made.at("/last_operation/state")).isEqualTo("succeeded");
    assertThat(made.at("/tags/1")).isEqualTo("eu");
    assertThat(made.at("/links/credentials/href")).endsWith(guid + "/credentials");
    assertThat(made.body()).doesNotContain("postgres://");
    assertThat(developer.get(INSTANCES + "/" + guid + "/credentials").at("/deep/n")).isEqualTo("1");
    assertThat(controller.bean(JdbcClient.class).sql("select credentials from service_instances where guid = ?").param(guid).query(String.class).single())
        .startsWith("v1.").doesNotContain("postgres");
    Answer changed = developer.patch(INSTANCES + "/" + guid, """
        {"name":"db2","tags":[],"syslog_drain_url":"","credentials":{},"metadata":{"labels":{"team":null}}}""");
    assertThat(changed.status()).as(changed.toString()).isEqualTo(200);
    assertThat(changed.at("/last_operation/type")).isEqualTo("update");
    assertThat(changed.at("/route_service_url")).isEqualTo("https://waf.example.com");
    assertThat(changed.json().get("syslog_drain_url").isNull()).isTrue();
    assertThat(changed.json().get("tags").isEmpty()).isTrue();
    assertThat(developer.get(INSTANCES + "/" + guid + "/credentials").body()).isEqualTo("{}");
    assertThat(developer.delete(INSTANCES + "/" + guid + "?purge=true").status()).isEqualTo(204);
    refused(developer.get(INSTANCES + "/" + guid), 404, "Service instance not found");
    Answer events = admin.get("/v3/audit_events?target_guids=" + guid);
    assertThat(events.body()).contains("audit.user_provided_service_instance.create", "audit.user_provided_service_instance.update",
        "audit.user_provided_service_instance.show", "audit.user_provided_service_instance.delete", "[PRIVATE DATA HIDDEN]").doesNotContain("postgres://");
  }

  @Test
  void what_is_wrong_with_a_service_is_said_in_cfs_words() {
    created(create("taken", ""));
    refused(create("taken", ""), 422, "The service instance name is taken: taken.");
    refused(create("", ""), 422, "Name can't be blank");
    refused(create("x", ",\"credentials\":[]"), 422, "credentials must be an object");
    refused(create("x", ",\"syslog_drain_url\":\"no url\""), 422, "Syslog drain url must be a valid URI");
    refused(create("x", ",\"route_service_url\":\"http://plain.example.com\""), 422, "Route service url must be https");
    refused(create("x", ",\"route_service_url\":\"https:///path\""), 422, "Route service url must be a valid URI");
    refused(create("x", ",\"tags\":[null]"), 422, "Tags must be a list of strings");
    refused(create("x", ",\"tags\":[\"" + "t".repeat(2049) + "\"]"), 422, "2048 characters or less");
    refused(create("x", ",\"credentials\":{\"k\":\"" + "v".repeat(66_000) + "\"}"), 422, "Credentials is too long");
    refused(create("x", ",\"parameters\":{}"), 422, "Unknown field(s): 'parameters'");
    refused(developer.post(INSTANCES, instance("x", "nowhere", "")), 422, "Invalid space. Ensure that the space exists and you have access to it.");
    refused(developer.post(INSTANCES, "{\"type\":\"other\",\"name\":\"x\"}"), 422, "Type must be one of 'managed', 'user-provided'");
    refused(developer.post(INSTANCES, """
        {"type":"managed","name":"x","relationships":{"space":{"data":{"guid":"%s"}},"service_plan":{"data":{"guid":"p"}}}}""".formatted(space)), 422,
        "Invalid service plan. Ensure that the service plan exists, is available, and you have access to it.");
    refused(auditor.post(INSTANCES, instance("x", space, "")), 403, "not authorized");
    refused(stranger.post(INSTANCES, instance("x", space, "")), 422, "Invalid space.");
    assertThat(created(create("odd", ",\"credentials\":{\"nul\":\"a\\u0000b\",\"\\ud83d\\ude00\":[true,null,1.5]}"))).isNotEmpty();
  }

  @Test
  void who_may_see_and_change_a_service() {
    String guid = created(create("mine", ",\"credentials\":{\"p\":\"s3cret\"}"));
    String path = INSTANCES + "/" + guid;
    assertThat(auditor.get(path).status()).isEqualTo(200);
    refused(auditor.get(path + "/credentials"), 403, "not authorized");
    refused(auditor.patch(path, "{\"name\":\"x\"}"), 403, "not authorized");
    refused(auditor.delete(path), 403, "not authorized");
    for (Answer answer : List.of(stranger.get(path), stranger.get(path + "/credentials"), stranger.patch(path, "{}"), stranger.delete(path),
        stranger.get(path + "/parameters"), stranger.get(path + "/relationships/shared_spaces"),
        stranger.get(path + "/relationships/shared_spaces/usage_summary"), stranger.delete(path + "/relationships/shared_spaces/" + space))) {
      refused(answer, 404, "Service instance not found");
    }
    assertThat(stranger.get(INSTANCES + "?guids=" + guid).at("/pagination/total_results")).isEqualTo("0");
    assertThat(developer.get(path + "/permissions").body()).isEqualTo("{\"manage\":true,\"read\":true}");
    assertThat(auditor.get(path + "/permissions").body()).isEqualTo("{\"manage\":false,\"read\":true}");
    assertThat(stranger.get(path + "/permissions").body()).isEqualTo("{\"manage\":false,\"read\":false}");
    refused(stranger.get(INSTANCES + "/none/permissions"), 404, "Service instance not found");
    refused(developer.patch(path, "{\"type\":\"managed\"}"), 422, "Unknown field(s): 'type'");
    refused(developer.get(path + "/parameters"), 400, "This service does not support fetching service instance parameters.");
    refused(developer.post(path + "/relationships/shared_spaces", "{}"), 403, "Feature Disabled: service_instance_sharing");
    admin.patch("/v3/feature_flags/service_instance_sharing", "{\"enabled\":true}");
    refused(stranger.post(path + "/relationships/shared_spaces", "{\"data\":[]}"), 404, "Service instance not found");
    refused(developer.post(path + "/relationships/shared_spaces", "{\"data\":[{\"guid\":\"" + space + "\"}]}"), 422, "User-provided services cannot be shared.");
    refused(developer.post(path + "/relationships/shared_spaces", "{\"data\":[{\"guid\":\"none\"}]}"), 422, "Ensure the spaces exist");
    refused(developer.delete(path + "/relationships/shared_spaces/none"), 422, "Unable to unshare");
    assertThat(developer.get(path + "/relationships/shared_spaces?fields[space]=guid,name").json().get("data").isEmpty()).isTrue();
    assertThat(developer.get(path + "/relationships/shared_spaces/usage_summary").json().get("usage_summary").isEmpty()).isTrue();
  }

  @Test
  void the_lists_the_cli_asks_for() {
    String a = created(create("b-name", ""));
    created(create("a-name", ",\"metadata\":{\"labels\":{\"k\":\"v\"}}"));
    String path = INSTANCES + "?space_guids=" + space;
    Answer services = developer.get(path + "&order_by=name&per_page=5000&fields%5Bservice_plan%5D=guid%2Cname%2Crelationships.service_offering"
        + "&fields%5Bservice_plan.service_offering%5D=guid%2Cname%2Crelationships.service_broker"
        + "&fields%5Bservice_plan.service_offering.service_broker%5D=guid%2Cname");
    assertThat(services.at("/resources/0/name")).as(services.toString()).isEqualTo("a-name");
    Answer one = developer.get(path + "&names=b-name&per_page=1&page=1&fields%5Bspace%5D=name%2Cguid&fields%5Bspace.organization%5D=name%2Cguid");
    assertThat(one.at("/resources/0/guid")).isEqualTo(a);
    assertThat(one.at("/included/spaces/0/guid")).isEqualTo(space);
    assertThat(one.at("/included/organizations/0/guid")).isEqualTo(org);
    assertThat(developer.get(INSTANCES + "/" + a + "?fields%5Bspace%5D=guid").at("/included/spaces/0/guid")).isEqualTo(space);
    assertThat(developer.get(path + "&type=managed").at("/pagination/total_results")).isEqualTo("0");
    assertThat(developer.get(path + "&service_plan_names=x").at("/pagination/total_results")).isEqualTo("0");
    assertThat(developer.get(path + "&label_selector=k%3Dv").at("/pagination/total_results")).isEqualTo("1");
    refused(developer.get(path + "&fields%5Bspace%5D=everything"), 400, "fields[space]");
    refused(developer.get(path + "&nonsense=1"), 400, "nonsense");
  }

  @Test
  void an_app_is_bound_once_and_unbound() {
    String app = app(space);
    String instance = created(create("cache", ",\"credentials\":{\"host\":\"h\"},\"syslog_drain_url\":\"syslog://l:514\""));
    Answer bound = bind(app, instance);
    String guid = created(bound);
    assertThat(bound.at("/last_operation/type") + bound.at("/last_operation/state") + bound.at("/type")).isEqualTo("createsucceededapp");
    refused(bind(app, instance), 422, "The app is already bound to the service instance");
    Answer details = developer.get(BINDINGS + "/" + guid + "/details");
    assertThat(details.body()).isEqualTo("{\"credentials\":{\"host\":\"h\"},\"syslog_drain_url\":\"syslog://l:514\",\"volume_mounts\":[]}");
    refused(auditor.get(BINDINGS + "/" + guid + "/details"), 404, "Service credential binding not found");
    refused(stranger.get(BINDINGS + "/" + guid + "/details"), 404, "Service credential binding not found");
    refused(stranger.get(BINDINGS + "/" + guid), 404, "Service credential binding not found");
    refused(stranger.patch(BINDINGS + "/" + guid, "{}"), 404, "Service credential binding not found");
    refused(auditor.patch(BINDINGS + "/" + guid, "{}"), 403, "not authorized");
    refused(auditor.delete(BINDINGS + "/" + guid), 403, "not authorized");
    refused(stranger.get(BINDINGS + "/" + guid + "/parameters"), 404, "Service credential binding not found");
    refused(developer.get(BINDINGS + "/" + guid + "/parameters"), 400, "This service does not support fetching service binding parameters.");
    assertThat(developer.patch(BINDINGS + "/" + guid, "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}").at("/metadata/labels/a")).isEqualTo("b");
    refused(developer.patch(BINDINGS + "/" + guid, "{\"name\":\"x\"}"), 422, "Unknown field(s): 'name'");
    refused(developer.get(BINDINGS + "/" + guid + "?include=space"), 400, "Invalid included resource");
    assertThat(developer.get(BINDINGS + "/" + guid + "?include=app,service_instance").at("/included/service_instances/0/guid")).isEqualTo(instance);
    Answer list = developer.get(BINDINGS + "?include=app&service_instance_guids=" + instance + "&type=app");
    assertThat(list.at("/included/apps/0/guid")).as(list.toString()).isEqualTo(app);
    assertThat(developer.get(BINDINGS + "?app_guids=" + app + "&service_instance_names=cache").at("/resources/0/guid")).isEqualTo(guid);
    assertThat(developer.get(BINDINGS + "?app_names=none").at("/pagination/total_results")).isEqualTo("0");
    assertThat(stranger.get(BINDINGS + "?app_guids=" + app).at("/pagination/total_results")).isEqualTo("0");
    refused(developer.get(BINDINGS + "?nonsense=1"), 400, "nonsense");
    assertThat(developer.delete(BINDINGS + "/" + guid).status()).isEqualTo(204);
    refused(developer.delete(BINDINGS + "/" + guid), 404, "Service credential binding not found");
    assertThat(admin.get("/v3/audit_events?target_guids=" + guid).body()).contains("audit.service_binding.create", "audit.service_binding.show",
        "audit.service_binding.update", "audit.service_binding.delete");
  }

  @Test
  void what_is_wrong_with_a_binding_is_said_in_cfs_words() {
    String app = app(space);
    String instance = created(create("one", ""));
    String other = created(create("two", ""));
    created(developer.post(BINDINGS, binding(app, instance, ",\"name\":\"db\",\"strategy\":\"single\"")));
    refused(developer.post(BINDINGS, binding(app, other, ",\"name\":\"db\"")), 422, "App binding names must be unique. The app already has a binding with name 'db'.");
    refused(developer.post(BINDINGS, binding(app, other, ",\"parameters\":{\"a\":1}")), 422,
        "Binding parameters are not supported for user-provided service instances");
    refused(developer.post(BINDINGS, binding(app, "none", "")), 422, "The service instance could not be found: 'none'");
    refused(developer.post(BINDINGS, binding("none", other, "")), 422, "The app could not be found: 'none'");
    refused(developer.post(BINDINGS, binding(app, other, ",\"strategy\":\"many\"")), 422, "Strategy must be");
    refused(developer.post(BINDINGS, "{\"type\":\"lock\"}"), 422, "Type must be one of 'app', 'key'");
    refused(developer.post(BINDINGS, "{\"type\":\"app\"}"), 422, "can't be blank");
    refused(developer.post(BINDINGS, """
        {"type":"key","name":"k","relationships":{"service_instance":{"data":{"guid":"%s"}}}}""".formatted(other)), 422,
        "Service credential bindings of type 'key' are not supported for user-provided service instances.");
    refused(auditor.post(BINDINGS, binding(app, other, "")), 403, "not authorized");
    refused(stranger.post(BINDINGS, binding(app, other, "")), 422, "could not be found");
    refused(admin.post(BINDINGS, binding(app(tenants.space(org)), other, "")), 422, "The service instance and the app are in different spaces");
  }

  @Test
  void many_who_bind_at_once_bind_once() throws Exception {
    String app = app(space);
    String instance = created(create("busy", ""));
    List<Integer> statuses = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Integer> binding = () -> bind(app, instance).status();
      var answers = threads.invokeAll(Collections.nCopies(6, binding));
      for (var answer : answers) {
        statuses.add(answer.get());
      }
    }
    assertThat(statuses).containsOnly(201, 422).containsOnlyOnce(201);
  }

  @Test
  void what_goes_takes_its_bindings_along() {
    String app = app(space);
    String instance = created(create("gone", ""));
    String first = created(bind(app, instance));
    assertThat(developer.delete(INSTANCES + "/" + instance).status()).isEqualTo(204);
    assertThat(developer.get(BINDINGS + "/" + first).status()).isEqualTo(404);
    String second = created(bind(app, created(create("stays", ""))));
    assertThat(developer.job(developer.delete("/v3/apps/" + app)).at("/state")).isEqualTo("COMPLETE");
    assertThat(admin.get("/v3/audit_events?target_guids=" + second).body()).contains("audit.service_binding.delete");
    created(bind(app(space), created(create("whole-space", ",\"route_service_url\":\"https://x.example.com\""))));
    Answer job = admin.job(admin.delete("/v3/spaces/" + space));
    assertThat(job.at("/state")).as(job.toString()).isEqualTo("COMPLETE");
  }

  @Test
  void a_route_goes_through_one_service() {
    String domain = developer.get("/v3/domains?names=apps.localhost").at("/resources/0/guid");
    String route = created(developer.post("/v3/routes", """
        {"host":"%s","relationships":{"space":{"data":{"guid":"%s"}},"domain":{"data":{"guid":"%s"}}}}""".formatted(Tenants.unique("r"), space, domain)));
    String plain = created(create("plain", ""));
    String waf = created(create("waf", ",\"route_service_url\":\"https://waf.example.com\""));
    refused(developer.post(ROUTE_BINDINGS, routeBinding(route, plain)), 422, "This service instance does not support route binding");
    refused(developer.post(ROUTE_BINDINGS, routeBinding("none", waf)), 422, "The route could not be found: none");
    refused(developer.post(ROUTE_BINDINGS, "{}"), 422, "can't be blank");
    refused(auditor.post(ROUTE_BINDINGS, routeBinding(route, waf)), 403, "not authorized");
    Answer bound = developer.post(ROUTE_BINDINGS, routeBinding(route, waf));
    String guid = created(bound);
    assertThat(bound.at("/route_service_url")).isEqualTo("https://waf.example.com");
    Answer again = developer.post(ROUTE_BINDINGS, routeBinding(route, waf));
    refused(again, 422, "The route and service instance are already bound.");
    assertThat(again.title()).isEqualTo("CF-ServiceInstanceAlreadyBoundToSameRoute");
    String second = created(create("waf2", ",\"route_service_url\":\"https://waf2.example.com\""));
    refused(developer.post(ROUTE_BINDINGS, routeBinding(route, second)), 422, "A route may only be bound to a single service instance");
    Answer list = developer.get(ROUTE_BINDINGS + "?route_guids=" + route + "&service_instance_guids=" + waf + "&include=route,service_instance");
    assertThat(list.at("/included/routes/0/guid")).as(list.toString()).isEqualTo(route);
    assertThat(list.at("/included/service_instances/0/guid")).isEqualTo(waf);
    assertThat(developer.get(ROUTE_BINDINGS + "?service_instance_names=waf").at("/resources/0/guid")).isEqualTo(guid);
    assertThat(developer.get("/v3/routes?service_instance_guids=" + waf).at("/resources/0/guid")).isEqualTo(route);
    refused(developer.get(ROUTE_BINDINGS + "?nonsense=1"), 400, "nonsense");
    assertThat(developer.get(ROUTE_BINDINGS + "/" + guid + "?include=route").at("/included/routes/0/guid")).isEqualTo(route);
    refused(developer.get(ROUTE_BINDINGS + "/" + guid + "?include=app"), 400, "Invalid included resource");
    refused(stranger.get(ROUTE_BINDINGS + "/" + guid), 404, "Service route binding not found");
    refused(stranger.get(ROUTE_BINDINGS + "/" + guid + "/parameters"), 404, "Service route binding not found");
    refused(developer.get(ROUTE_BINDINGS + "/" + guid + "/parameters"), 400, "does not support fetching");
    refused(auditor.patch(ROUTE_BINDINGS + "/" + guid, "{}"), 403, "not authorized");
    refused(developer.patch(ROUTE_BINDINGS + "/" + guid, "{\"parameters\":{}}"), 422, "Unknown field(s): 'parameters'");
    assertThat(developer.patch(ROUTE_BINDINGS + "/" + guid, "{\"metadata\":{\"annotations\":{\"a\":\"b\"}}}").at("/metadata/annotations/a")).isEqualTo("b");
    refused(auditor.delete(ROUTE_BINDINGS + "/" + guid), 403, "not authorized");
    assertThat(developer.delete(ROUTE_BINDINGS + "/" + guid).status()).isEqualTo(204);
    refused(developer.delete(ROUTE_BINDINGS + "/" + guid), 404, "Service route binding not found");
    created(developer.post(ROUTE_BINDINGS, routeBinding(route, second)));
    assertThat(developer.job(developer.delete("/v3/routes/" + route)).at("/state")).isEqualTo("COMPLETE");
  }

  private static String routeBinding(String route, String instance) {
    return """
        {"relationships":{"route":{"data":{"guid":"%s"}},"service_instance":{"data":{"guid":"%s"}}}}""".formatted(route, instance);
  }

  @Test
  void the_marketplace_is_empty_and_says_so() {
    for (String list : List.of("/v3/service_brokers?names=x", "/v3/service_offerings?names=x&fields%5Bservice_broker%5D=name,guid",
        "/v3/service_plans?per_page=5000&available=true&include=service_offering&fields%5Bservice_offering.service_broker%5D=name,guid")) {
      assertThat(developer.get(list).at("/pagination/total_results")).as(list).isEqualTo("0");
    }
    for (String list : List.of("/v3/service_brokers", "/v3/service_offerings", "/v3/service_plans")) {
      refused(developer.get(list + "?nonsense=1"), 400, "nonsense");
    }
    assertThat(controller.anonymous().get("/v3/service_plans").status()).isEqualTo(200);
    assertThat(controller.anonymous().get("/v3/service_offerings").status()).isEqualTo(200);
    assertThat(controller.anonymous().get("/v3/service_brokers").status()).isEqualTo(401);
    assertThat(controller.anonymous().as("bearer nonsense").get("/v3/service_plans").status()).isEqualTo(401);
    for (var kind : Map.of("service_brokers", "Service broker", "service_offerings", "Service offering", "service_plans", "Service plan").entrySet()) {
      String path = "/v3/" + kind.getKey() + "/none";
      refused(developer.get(path), 404, kind.getValue() + " not found");
      refused(admin.patch(path, "{}"), 404, kind.getValue() + " not found");
      refused(admin.delete(path), 404, kind.getValue() + " not found");
    }
    refused(admin.get("/v3/service_plans/p/visibility"), 404, "Service plan not found");
    refused(admin.patch("/v3/service_plans/p/visibility", "{}"), 404, "Service plan not found");
    refused(admin.post("/v3/service_plans/p/visibility", "{}"), 404, "Service plan not found");
    refused(admin.delete("/v3/service_plans/p/visibility/o"), 404, "Service plan not found");
    String broker = """
        {"name":"b","url":"https://b.example.com","authentication":{"type":"basic","credentials":{"username":"u","password":"p"}}}""";
    refused(admin.post("/v3/service_brokers", broker), 501, "Service brokers cannot be registered here yet");
    refused(developer.post("/v3/service_brokers", broker), 403, "not authorized");
    refused(admin.post("/v3/service_brokers", "{\"name\":\"b\",\"url\":\"b\"}"), 422, "Url must be a valid url");
  }

  @Test
  void usage_is_recorded_for_billing() {
    String guid = created(create("billed", ""));
    developer.patch(INSTANCES + "/" + guid, "{\"name\":\"billed-2\"}");
    developer.delete(INSTANCES + "/" + guid);
    String usage = "/v3/service_usage_events";
    Answer all = admin.get(usage + "?per_page=5000&service_instance_types=user_provided_service_instance");
    var mine = all.json().get("resources").valueStream().filter(event -> event.at("/service_instance/guid").asString().equals(guid)).toList();
    assertThat(mine).extracting(event -> event.get("state").asString() + " " + event.at("/service_instance/name").asString())
        .containsExactly("CREATED billed", "UPDATED billed-2", "DELETED billed-2");
    String first = mine.getFirst().get("guid").asString();
    assertThat(admin.get(usage + "/" + first).at("/space/guid")).isEqualTo(space);
    assertThat(admin.get(usage + "?after_guid=" + first).at("/resources/0/guid")).isEqualTo(mine.get(1).get("guid").asString());
    refused(admin.get(usage + "?after_guid=none"), 400, "After guid filter");
    refused(admin.get(usage + "/none"), 404, "Service usage event not found");
    refused(developer.get(usage + "/" + first), 404, "Service usage event not found");
    assertThat(developer.get(usage).at("/pagination/total_results")).isEqualTo("0");
    refused(developer.post(usage + "/actions/destructively_purge_all_and_reseed", ""), 403, "not authorized");
    created(create("kept", ""));
    assertThat(admin.post(usage + "/actions/destructively_purge_all_and_reseed", "").status()).isEqualTo(200);
    Answer seeded = admin.get(usage + "?per_page=5000");
    assertThat(seeded.body()).contains("\"kept\"").doesNotContain("billed", "DELETED");
  }

  @Test
  void an_app_sees_what_it_is_bound_to() {
    String app = app(space);
    String db = created(create("db", ",\"credentials\":{\"uri\":\"postgresql://u:p@h/d\"},\"tags\":[\"sql\"]"));
    String guid = created(bind(app, db));
    created(developer.post(BINDINGS, binding(app, created(create("cache", ",\"syslog_drain_url\":\"syslog://l:514\"")), ",\"name\":\"fast\"")));
    Answer env = developer.get("/v3/apps/" + app + "/env");
    assertThat(env.json().at("/system_env_json/VCAP_SERVICES").toString()).startsWith("""
        {"user-provided":[{"label":"user-provided","name":"db","tags":["sql"],"instance_guid":"%s","instance_name":"db","binding_guid":"%s",\
        "binding_name":null,"credentials":{"uri":"postgresql://u:p@h/d"},"syslog_drain_url":null,"volume_mounts":[]},\
        {"label":"user-provided","name":"fast",""".formatted(db, guid));
    assertThat(env.at("/system_env_json/VCAP_SERVICES/user-provided/1/instance_name")).isEqualTo("cache");
    Http supporter = tenants.with("space_supporter", org, space);
    assertThat(supporter.get("/v3/apps/" + app + "/env").status()).isEqualTo(403);
    AppEnvironment environment = controller.bean(AppEnvironment.class);
    Map<String, String> task = environment.task(app, 64, 64);
    assertThat(task.get("DATABASE_URL")).isEqualTo("postgres://u:p@h/d");
    assertThat(task.get("VCAP_SERVICES")).contains("\"binding_name\":\"fast\"");
    String features = "/v3/apps/" + app + "/features/";
    assertThat(developer.patch(features + "service-binding-k8s", "{\"enabled\":true}").at("/enabled")).isEqualTo("true");
    refused(developer.patch(features + "file-based-vcap-services", "{\"enabled\":true}"), 422, "features cannot be enabled at the same time.");
    assertThat(environment.serviceFiles(app)).containsEntry("db/uri", "postgresql://u:p@h/d").containsEntry("db/type", "user-provided")
        .containsEntry("db/instance-guid", db).containsEntry("db/tags", "[\"sql\"]").containsEntry("fast/syslog-drain-url", "syslog://l:514");
    assertThat(environment.task(app, 64, 64)).containsEntry("SERVICE_BINDING_ROOT", "/etc/cf-service-bindings").doesNotContainKey("VCAP_SERVICES");
    assertThat(developer.get("/v3/apps/" + app + "/env").at("/system_env_json/SERVICE_BINDING_ROOT")).isEqualTo("/etc/cf-service-bindings");
    developer.patch(features + "service-binding-k8s", "{\"enabled\":false}");
    developer.patch(features + "file-based-vcap-services", "{\"enabled\":true}");
    assertThat(environment.serviceFiles(app)).containsOnlyKeys("vcap_services");
    assertThat(environment.task(app, 64, 64)).containsEntry("VCAP_SERVICES_FILE_PATH", "/etc/cf-service-bindings/vcap_services");
  }

  @Test
  void a_manifest_binds_services() {
    created(create("one", ""));
    created(create("two", ""));
    String name = Tenants.unique("app");
    String manifest = "applications:\n- name: " + name + "\n  services:\n  - one\n  - name: two\n    binding_name: second\n";
    String path = "/v3/spaces/" + space;
    assertThat(developer.job(developer.send("POST", path + "/actions/apply_manifest", "application/x-yaml", manifest)).at("/state")).isEqualTo("COMPLETE");
    String app = developer.get("/v3/apps?names=" + name).at("/resources/0/guid");
    assertThat(developer.get(BINDINGS + "?app_guids=" + app + "&names=second").at("/pagination/total_results")).isEqualTo("1");
    assertThat(developer.send("POST", path + "/manifest_diff", "application/x-yaml", manifest).body()).isEqualTo("{\"diff\":[]}");
    assertThat(developer.get("/v3/apps/" + app + "/manifest").body()).contains("services:", "- one", "binding_name: second");
    assertThat(developer.job(developer.send("POST", path + "/actions/apply_manifest", "application/x-yaml", manifest)).at("/state")).isEqualTo("COMPLETE");
    Answer missing = developer.job(developer.send("POST", path + "/actions/apply_manifest", "application/x-yaml", manifest.replace("one", "none")));
    assertThat(missing.at("/errors/0/detail")).isEqualTo("For application '" + name + "': Service instance 'none' not found");
  }
}
