package dev.ingot.webui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The dashboard alone, over real HTTP, in front of recorded API answers. */
class WebUiIT {
  private static final String LIST = "{\"pagination\":{\"next\":null},\"resources\":[%s]}";
  private static final String HOSTILE = "<script>alert(1)</script>";
  private static RecordedApi api;
  private static ConfigurableApplicationContext ui;
  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeAll
  static void start() throws IOException {
    api = new RecordedApi();
    ui = SpringApplication.run(WebUiApplication.class, "--server.port=0", "--ingot.ui.api-url=" + api.origin());
    String app = "{\"guid\":\"a1\",\"name\":\"" + HOSTILE + "\",\"state\":\"STARTED\",\"relationships\":{\"space\":{\"data\":{\"guid\":\"s1\"}},"
        + "\"current_droplet\":{\"data\":{\"guid\":\"d1\"}}}}";
    String process = "{\"guid\":\"p1\",\"type\":\"web\",\"instances\":2,\"memory_in_mb\":512,\"disk_in_mb\":1024,\"relationships\":{\"app\":{\"data\":"
        + "{\"guid\":\"a1\"}}},\"process_instances\":[{\"index\":0,\"state\":\"RUNNING\",\"since\":5},{\"index\":1,\"state\":\"CRASHED\",\"since\":5}]}";
    api.answers("POST /uaa/oauth/token", "{\"access_token\":\"t\",\"refresh_token\":\"r\",\"expires_in\":599}");
    api.answers("GET /v3/apps", LIST.formatted(app));
    api.answers("GET /v3/apps/a1", app);
    api.answers("GET /v3/organizations", LIST.formatted("{\"guid\":\"o1\",\"name\":\"acme\"}"));
    api.answers("GET /v3/spaces", LIST.formatted("{\"guid\":\"s1\",\"name\":\"dev\",\"relationships\":{\"organization\":{\"data\":{\"guid\":\"o1\"}}}}"));
    api.answers("GET /v3/processes", LIST.formatted(process));
    api.answers("GET /v3/apps/a1/processes", LIST.formatted(process + "," + process.replace("p1", "replaced-meanwhile")));
    api.answers("GET /v3/processes/p1/stats", "{\"resources\":[{\"type\":\"web\",\"index\":0,\"state\":\"RUNNING\",\"uptime\":200,\"mem_quota\":536870912,"
        + "\"disk_quota\":1073741824,\"usage\":{\"cpu\":0.25,\"mem\":268435456,\"disk\":1048576}},{\"type\":\"web\",\"index\":1,\"state\":\"CRASHED\","
        + "\"details\":\"exited with status 1\",\"usage\":{}}]}");
    String route = "{\"guid\":\"r1\",\"url\":\"shop.apps.localhost/x\",\"destinations\":[{\"app\":{\"guid\":\"a1\"}}]}";
    api.answers("GET /v3/routes", LIST.formatted(route));
    api.answers("GET /v3/apps/a1/routes", LIST.formatted(route));
    api.answers("GET /v3/builds/b/report", "{\"build\":{\"guid\":\"b\"},\"state\":\"FAILED\",\"detect_only\":false,\"timings\":[{\"phase\":\"detect\",\"millis\":60},"
        + "{\"phase\":\"build\",\"millis\":2340},{\"phase\":\"detect\",\"millis\":40}]}");
    api.answers("GET /v3/builds", LIST.formatted("{\"guid\":\"b\",\"state\":\"FAILED\",\"error\":\"NoAppDetectedError - nothing fits\",\"created_at\":\"2026-01-01T00:00:00Z\"}"));
    api.answers("GET /v3/audit_events", LIST.formatted("{\"type\":\"app.crash\",\"created_at\":\"2026-01-01T00:00:00Z\",\"actor\":{},\"data\":{\"reason\":\"oom\"}}"));
    api.answers("POST /v3/apps/a1/actions/stop", app);
    api.answers("GET /v3/apps/a1/logs/stream", "data: {\"timestamp\":\"5\",\"message\":\"old\"}\n\ndata: {\"timestamp\":\"7\",\"message\":\"new\"}\n\n");
  }

  @AfterAll
  static void stop() {
    ui.close();
    api.close();
  }

  @BeforeEach
  void forget() {
    api.requests.clear();
  }

  @Test
  void strangers_are_sent_to_the_sign_in_page_and_back() throws Exception {
    assertThat(get("/ui/apps/a1", "").headers().firstValue("Location")).contains("/ui/signin?next=%2Fui%2Fapps%2Fa1");
    assertThat(signIn("right", "/ui/apps/a1").headers().firstValue("Location").orElse("")).endsWith("/ui/apps/a1");
    assertThat(signIn("right", "https://evil.example/ui/apps").headers().firstValue("Location").orElse("")).endsWith("/ui/apps").doesNotContain("evil");
    assertThat(send(request("/ui/apps/rows").header("HX-Request", "true")).headers().firstValue("HX-Redirect")).contains("/ui/signin");
  }

  @Test
  void wrong_password_is_told_without_a_session() throws Exception {
    HttpResponse<String> answer = signIn("wrong", "");
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.body()).contains("do not fit").doesNotContain("wrong\"");
    assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
  }

  @Test
  void cookie_is_out_of_reach_for_scripts_other_sites_and_plain_http() throws Exception {
    assertThat(signIn("right", "").headers().firstValue("Set-Cookie").orElse("")).contains("HttpOnly", "SameSite=Lax", "Path=/ui").doesNotContain("Secure");
    HttpResponse<String> https = send(request("/ui/signin").header("X-Forwarded-Proto", "https").header("Content-Type", "application/x-www-form-urlencoded")
        .POST(HttpRequest.BodyPublishers.ofString("username=u&password=right")));
    assertThat(https.headers().firstValue("Set-Cookie").orElse("")).contains("; Secure");
  }

  @Test
  void every_page_forbids_inline_scripts_and_escapes_what_users_named() throws Exception {
    String cookie = session();
    for (String path : new String[] {"/ui/apps", "/ui/apps/a1", "/ui/apps/rows"}) {
      HttpResponse<String> page = get(path, cookie);
      assertThat(page.statusCode()).as(path).isEqualTo(200);
      assertThat(page.body()).doesNotContain(HOSTILE).contains("&lt;script&gt;");
      assertThat(page.headers().firstValue("Content-Security-Policy").orElse("")).contains("script-src 'self'", "default-src 'none'").doesNotContain("unsafe");
    }
  }

  @Test
  void pages_show_state_instances_routes_build_and_events() throws Exception {
    String cookie = session();
    String port = ui.getEnvironment().getProperty("local.server.port");
    assertThat(get("/ui/apps", cookie).body()).contains("acme / dev", "1 of 2", "partly crashed", "http://shop.apps.localhost:" + port + "/x");
    assertThat(get("/ui/apps/a1", cookie).body()).contains("25.0 %", "256 MB of 512 MB", "3 min 20 s", "exited with status 1", "nothing fits", "detect 0.1 s, build 2.3 s", "app.crash", "oom");
  }

  @Test
  void actions_need_the_token_of_the_session_and_our_own_origin() throws Exception {
    String cookie = session();
    String path = "/ui/apps/a1/actions/stop";
    assertThat(post(path, cookie, "", "Accept", "*/*").statusCode()).isEqualTo(403);
    assertThat(post(path, cookie, "form_token=guess", "Accept", "*/*").statusCode()).isEqualTo(403);
    String token = token(get("/ui/apps/a1", cookie).body());
    assertThat(post(path, cookie, "form_token=" + token, "Origin", "https://evil.example").statusCode()).isEqualTo(403);
    assertThat(post(path, cookie, "form_token=" + token, "Sec-Fetch-Site", "cross-site").statusCode()).isEqualTo(403);
    assertThat(api.requests).noneMatch(request -> request.startsWith("POST /v3"));
    assertThat(post(path, cookie, "form_token=" + token, "Accept", "*/*").statusCode()).isEqualTo(302);
    assertThat(api.requests).anyMatch(request -> request.startsWith("POST /v3/apps/a1/actions/stop"));
    assertThat(post("/ui/apps/a1/scale", cookie, "type=web&instances=-1&memory=5&form_token=" + token, "HX-Request", "true").body())
        .contains("Instances must be a whole number");
  }

  @Test
  void log_is_relayed_from_where_the_browser_was() throws Exception {
    HttpResponse<String> log = send(request("/ui/apps/a1/logs").header("Cookie", session()).header("Last-Event-ID", "5"));
    assertThat(log.body()).contains("id: 7\ndata: {\"timestamp\":\"7\",\"message\":\"new\"}\n\n").doesNotContain("old");
  }

  @Test
  void unknown_app_is_a_page_and_a_hostile_guid_reaches_no_api() throws Exception {
    String cookie = session();
    HttpResponse<String> unknown = get("/ui/apps/nope", cookie);
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(unknown.body()).contains("App not found", "<!DOCTYPE html>");
    api.requests.clear();
    assertThat(get("/ui/apps/a1%3Fx=%2e%2e", cookie).statusCode()).isBetween(400, 404);
    assertThat(api.requests).isEmpty();
  }

  @Test
  void signing_out_ends_the_session() throws Exception {
    String cookie = session();
    String token = token(get("/ui/apps", cookie).body());
    post("/ui/signout", cookie, "form_token=" + token, "Accept", "*/*");
    assertThat(get("/ui/apps", cookie).statusCode()).isEqualTo(303);
  }

  @Test
  void htmx_script_and_style_come_from_us() throws Exception {
    for (String asset : new String[] {"lib/htmx.min.js", "ingot.js", "ingot.css", "ingot.svg"}) {
      assertThat(get("/ui/assets/" + asset, "").statusCode()).as(asset).isEqualTo(200);
    }
  }

  private String session() throws Exception {
    return signIn("right", "").headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
  }

  private HttpResponse<String> signIn(String password, String next) throws Exception {
    return post("/ui/signin", "", "username=u&password=" + password + "&next=" + next, "Sec-Fetch-Site", "same-origin");
  }

  private HttpResponse<String> post(String path, String cookie, String form, String header, String value) throws Exception {
    return send(request(path).header("Content-Type", "application/x-www-form-urlencoded").header("Cookie", cookie).header(header, value)
        .POST(HttpRequest.BodyPublishers.ofString(form)));
  }

  private HttpResponse<String> get(String path, String cookie) throws Exception {
    return send(request(path).header("Cookie", cookie));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + ui.getEnvironment().getProperty("local.server.port") + path));
  }

  private static String token(String page) {
    Matcher matcher = Pattern.compile("name=\"form_token\" value=\"([^\"]+)\"").matcher(page);
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }
}
