package dev.ingot.controller.federation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.controller.testing.Browser;
import dev.ingot.controller.testing.Http;
import dev.ingot.controller.testing.RunningController;
import dev.ingot.controller.testing.Tenants;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Logins at another OpenID Connect provider: at one of the test's own that can lie, and at ours, which is a real one. */
class FederationIT {
  private static final RunningController CONTROLLER = RunningController.get();
  private static final Http ADMIN = CONTROLLER.admin();
  private static TestProvider provider;
  private static PortForward front;

  @BeforeAll
  static void start() throws Exception {
    provider = new TestProvider(RunningController.PROVIDER_PORT);
    front = new PortForward(RunningController.EXTERNAL_PORT, CONTROLLER.port());
  }

  @AfterAll
  static void stop() throws IOException {
    provider.close();
    front.close();
  }

  @Test
  void a_user_of_another_provider_gets_a_passcode_and_the_scopes_of_its_groups() {
    String name = Tenants.unique("eve");
    provider.user = new TestProvider.User(name, name, "eve@example.com", "operators");
    var browser = new Browser(CONTROLLER.url());
    assertThat(browser.get("/uaa/login").body()).contains("Company login", "/uaa/login/oidc/company");
    assertThat(CONTROLLER.anonymous().get("/login").at("/idpDefinitions/company")).contains("/uaa/login/oidc/company");
    var home = logIn(browser, "company", "/uaa/passcode");
    assertThat(home.header("Location")).isEqualTo("/uaa/passcode");
    String passcode = browser.get("/uaa/passcode").body().replaceAll("(?s).*id=\"passcode\">([^<]+)<.*", "$1");
    var tokens = CONTROLLER.anonymous().form("/uaa/oauth/token", "grant_type", "password", "passcode", passcode);
    assertThat(tokens.at("/scope")).contains("cloud_controller.admin_read_only");
    String guid = ADMIN.get("/v3/users?usernames=" + name + "&origins=company").at("/resources/0/guid");
    var user = ADMIN.get("/uaa/Users/" + guid);
    assertThat(user.at("/emails/0/value")).isEqualTo("eve@example.com");
    assertThat(user.at("/externalId")).isEqualTo(name);

    provider.user = new TestProvider.User(name, name + "-renamed", "eve@example.com", "nothing");
    logIn(new Browser(CONTROLLER.url()), "company", "");
    assertThat(ADMIN.get("/uaa/Users/" + guid).at("/userName")).isEqualTo(name + "-renamed");
    assertThat(ADMIN.get("/uaa/Users/" + guid).body()).doesNotContain("admin_read_only");
    assertThat(CONTROLLER.anonymous().form("/uaa/oauth/token", "grant_type", "password", "username", name + "-renamed", "password", "").at("/error"))
        .isEqualTo("unauthorized");
    assertThat(ADMIN.put("/uaa/Users/" + guid + "/password", "{\"password\":\"x\"}").status()).as("it has no password here").isEqualTo(404);
  }

  @ParameterizedTest
  @EnumSource(TestProvider.Lie.class)
  void a_provider_that_lies_logs_nobody_in(TestProvider.Lie lie) {
    provider.user = new TestProvider.User(Tenants.unique("x"), Tenants.unique("x"), "x@example.com", "operators");
    provider.lie = lie;
    try {
      assertThat(logIn(new Browser(CONTROLLER.url()), "company", "").header("Location")).isEqualTo("/uaa/login?error=provider");
    } finally {
      provider.lie = null;
    }
    assertThat(ADMIN.get("/v3/users?usernames=" + provider.user.name() + "&origins=company").at("/pagination/total_results")).isEqualTo("0");
  }

  @Test
  void a_login_ends_only_in_the_browser_that_began_it_and_once() {
    String name = Tenants.unique("x");
    provider.user = new TestProvider.User(name, name, "x@example.com", "");
    var browser = new Browser(CONTROLLER.url());
    String callback = provider.visit(browser.get("/uaa/login/oidc/company").header("Location"));
    assertThat(new Browser(CONTROLLER.url()).get(callback).header("Location")).isEqualTo("/uaa/login?error=provider");
    var again = browser.copy();
    assertThat(browser.get(callback).header("Location")).isEqualTo("/uaa/login");
    assertThat(again.get(callback).header("Location")).isEqualTo("/uaa/login?error=provider");
    assertThat(browser.get("/uaa/login/callback/company?error=access_denied").header("Location")).isEqualTo("/uaa/login?error=provider");
    assertThat(browser.get("/uaa/login/oidc/nobody").status()).isEqualTo(404);
    assertThat(new Browser(CONTROLLER.url()).get("/uaa/login?error=provider").body()).contains("The login at the other provider failed");
  }

  @Test
  void a_name_of_another_subject_is_not_taken_over_and_one_made_by_an_admin_is_used() {
    String name = Tenants.unique("mia");
    String guid = ADMIN.post("/uaa/Users", "{\"userName\":\"" + name + "\",\"origin\":\"company\"}").at("/id");
    provider.user = new TestProvider.User("first-" + name, name, "m@example.com", "");
    assertThat(logIn(new Browser(CONTROLLER.url()), "company", "").header("Location")).isEqualTo("/uaa/login");
    assertThat(ADMIN.get("/uaa/Users/" + guid).at("/externalId")).isEqualTo("first-" + name);
    provider.user = new TestProvider.User("second-" + name, name, "m@example.com", "");
    assertThat(logIn(new Browser(CONTROLLER.url()), "company", "").header("Location")).isEqualTo("/uaa/login?error=provider");
    ADMIN.patch("/uaa/Users/" + guid, "{\"active\":false}");
    provider.user = new TestProvider.User("first-" + name, name, "m@example.com", "");
    assertThat(logIn(new Browser(CONTROLLER.url()), "company", "").header("Location")).isEqualTo("/uaa/login?error=provider");
  }

  @Test
  void our_own_platform_is_a_provider_that_works() {
    String front = "http://localhost:" + RunningController.EXTERNAL_PORT;
    ADMIN.post("/uaa/oauth/clients", "{\"client_id\":\"federation\",\"client_secret\":\"federation-secret\",\"authorized_grant_types\":[\"authorization_code\"],"
        + "\"scope\":[\"openid\",\"roles\"],\"redirect_uri\":[\"" + front + "/uaa/login/callback/self\"],\"autoapprove\":true}");
    String user = new Tenants(CONTROLLER).user();
    var atProvider = new Browser(front);
    atProvider.post("/uaa/login.do", "username", user, "password", user);
    var browser = new Browser(front);
    String callback = atProvider.get(browser.get("/uaa/login/oidc/self").header("Location")).header("Location");
    var ended = browser.get(callback);
    assertThat(ended.header("Location")).as(callback).isEqualTo("/uaa/login");
    assertThat(browser.get("/uaa/login").body()).contains("You are logged in", user, "(self)");
    assertThat(ADMIN.get("/v3/users?usernames=" + user).at("/pagination/total_results")).isEqualTo("2");
  }

  private static Http.Answer logIn(Browser browser, String origin, String next) {
    var begun = browser.get("/uaa/login/oidc/" + origin + "?next=" + Http.q(next));
    assertThat(begun.header("Location")).contains("code_challenge_method=S256", "nonce=", "state=");
    return browser.get(provider.visit(begun.header("Location")));
  }
}
