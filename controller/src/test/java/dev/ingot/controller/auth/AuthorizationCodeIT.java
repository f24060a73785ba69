package dev.ingot.controller.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import dev.ingot.controller.testing.Browser;
import dev.ingot.controller.testing.Http;
import dev.ingot.controller.testing.RunningController;
import dev.ingot.controller.testing.Tenants;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Browsers: the login page, authorization codes with PKCE, passcodes. */
class AuthorizationCodeIT {
  private static final RunningController CONTROLLER = RunningController.get();
  private static final Http ADMIN = CONTROLLER.admin();
  private static final Http NOBODY = CONTROLLER.anonymous();
  private static final Tenants TENANTS = new Tenants(CONTROLLER);
  private static final String CALLBACK = "https://app.example.com/callback?x=1";
  private static final String VERIFIER = "a-verifier-of-at-least-forty-three-characters-x";

  @Test
  void a_program_gets_to_know_its_user_by_a_code() throws Exception {
    String client = client(true);
    String user = TENANTS.user();
    var browser = new Browser(CONTROLLER.url());
    var toLogin = browser.get(authorize(client, "&state=s%261&nonce=n1&code_challenge=" + challenge() + "&code_challenge_method=S256"));
    assertThat(toLogin.header("Location")).startsWith("/uaa/login?next=%2Fuaa%2Foauth%2Fauthorize");
    var page = browser.get(toLogin.header("Location"));
    assertThat(page.body()).contains("Log in to Ingot", "/ui/assets/ingot.css");
    assertThat(page.header("Content-Security-Policy")).contains("frame-ancestors 'none'");
    var wrong = browser.post("/uaa/login.do", "username", user, "password", "wrong", "next", Browser.field(page, "next"));
    assertThat(wrong.status()).isEqualTo(401);
    assertThat(wrong.body()).contains("do not fit", user);
    var in = browser.post("/uaa/login.do", "username", user, "password", user, "next", Browser.field(page, "next"));
    assertThat(in.header("Set-Cookie")).contains("HttpOnly", "SameSite=Lax");
    var back = browser.get(in.header("Location"));
    assertThat(back.status()).isEqualTo(302);
    assertThat(back.header("Location")).startsWith(CALLBACK + "&code=").endsWith("&state=s%261");
    String code = code(back);

    assertThat(exchange(client, code, "code_verifier", "wrong").at("/error")).isEqualTo("invalid_grant");
    assertThat(exchange(client, code, "code_verifier", VERIFIER).at("/error")).as("used once, even by a wrong try").isEqualTo("invalid_grant");
    String second = code(browser.get(authorize(client, "&nonce=n1&code_challenge=" + challenge() + "&code_challenge_method=S256")));
    var tokens = exchange(client, second, "code_verifier", VERIFIER);
    assertThat(tokens.status()).as(tokens.toString()).isEqualTo(200);
    var id = SignedJWT.parse(tokens.at("/id_token"));
    var keys = JWKSet.parse(NOBODY.get("/uaa/token_keys").body());
    assertThat(id.verify(new RSASSAVerifier(keys.getKeyByKeyId(id.getHeader().getKeyID()).toRSAKey()))).isTrue();
    assertThat(id.getJWTClaimsSet().getStringClaim("nonce")).isEqualTo("n1");
    assertThat(id.getJWTClaimsSet().getAudience()).containsExactly(client);
    assertThat(id.getJWTClaimsSet().getIssuer()).isEqualTo(NOBODY.get("/.well-known/openid-configuration").at("/issuer"));
    var info = NOBODY.as("bearer " + tokens.at("/access_token"));
    assertThat(info.get("/uaa/userinfo").at("/user_name")).isEqualTo(user);
    assertThat(NOBODY.as("bearer " + tokens.at("/id_token")).get("/uaa/userinfo").status()).as("an ID token is no access token").isEqualTo(401);
  }

  @Test
  void a_user_is_asked_and_may_say_no() {
    String client = client(false);
    var browser = loggedIn(TENANTS.user());
    var page = browser.get(authorize(client, "&state=1"));
    assertThat(page.body()).contains("to act for you?", "openid");
    String token = Browser.field(page, "form_token");
    assertThat(browser.post("/uaa/oauth/authorize", query(client, "decision", "allow", "form_token", "forged")).status()).isEqualTo(403);
    assertThat(browser.post("/uaa/oauth/authorize", query(client, "decision", "deny", "form_token", token)).header("Location")).contains("error=access_denied");
    assertThat(browser.post("/uaa/oauth/authorize", query(client, "decision", "allow", "form_token", token)).header("Location")).contains("code=");
    assertThat(browser.get(authorize(client, "&prompt=none")).header("Location")).contains("error=interaction_required");
    assertThat(new Browser(CONTROLLER.url()).get(authorize(client, "&prompt=none")).header("Location")).contains("error=login_required");
  }

  @Test
  void codes_go_only_where_the_client_registered() {
    String client = client(true);
    var browser = loggedIn(TENANTS.user());
    for (String uri : new String[] {"https://evil.example.com/", CALLBACK + "&y=2", "https://app.example.com/callback", "https://app.example.com.evil.org/callback?x=1"}) {
      var refused = browser.get("/uaa/oauth/authorize?response_type=code&client_id=" + client + "&redirect_uri=" + Http.q(uri));
      assertThat(refused.status()).as(uri).isEqualTo(400);
      assertThat(refused.header("Location")).isEmpty();
    }
    assertThat(browser.get("/uaa/oauth/authorize?response_type=code&client_id=nobody").status()).isEqualTo(401);
    assertThat(browser.get("/uaa/oauth/authorize?response_type=code&client_id=cf").status()).as("cf may not").isEqualTo(401);
    assertThat(browser.get(authorize(client, "&code_challenge=x&code_challenge_method=plain")).header("Location")).contains("error=invalid_request");
    assertThat(browser.get("/uaa/oauth/authorize?response_type=token&client_id=" + client).header("Location")).contains("error=unsupported_response_type");
    String code = code(browser.get(authorize(client, "")));
    assertThat(NOBODY.as(Http.basic(client(true), "s3cret")).form("/uaa/oauth/token", "grant_type", "authorization_code", "code", code, "redirect_uri", CALLBACK)
        .at("/error")).as("another client").isEqualTo("invalid_grant");
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://evil.example.com/", "//evil.example.com", "/\\evil.example.com", "/uaa/oauth/authorize?a\\b", "javascript:alert(1)", "/v3/apps",
      "/uaa/oauth/authorize?{x}"})
  void the_login_page_leads_nowhere_else(String next) {
    String user = TENANTS.user();
    assertThat(new Browser(CONTROLLER.url()).post("/uaa/login.do", "username", user, "password", user, "next", next).header("Location")).isEqualTo("/uaa/login");
  }

  @Test
  void forms_of_other_sites_are_refused() {
    String user = TENANTS.user();
    var browser = new Browser(CONTROLLER.url()).with("Origin", "https://evil.example.com");
    assertThat(browser.post("/uaa/login.do", "username", user, "password", user).status()).isEqualTo(403);
  }

  @Test
  void a_passcode_logs_the_cli_in_once() {
    String user = TENANTS.user();
    assertThat(new Browser(CONTROLLER.url()).get("/passcode").header("Location")).isEqualTo("/uaa/login?next=%2Fuaa%2Fpasscode");
    var browser = loggedIn(user);
    String passcode = browser.get("/uaa/passcode").body().replaceAll("(?s).*id=\"passcode\">([^<]+)<.*", "$1");
    assertThat(passcode).matches("[A-Za-z0-9]{32}");
    assertThat(NOBODY.get("/login").at("/prompts/passcode/1")).contains(CONTROLLER.url() + "/uaa/passcode");
    var tokens = NOBODY.form("/uaa/oauth/token", "grant_type", "password", "passcode", passcode);
    assertThat(NOBODY.as("bearer " + tokens.at("/access_token")).get("/uaa/userinfo").at("/user_name")).isEqualTo(user);
    assertThat(NOBODY.form("/uaa/oauth/token", "grant_type", "password", "passcode", passcode).at("/error_description")).isEqualTo("Invalid passcode");
    assertThat(NOBODY.form("/uaa/oauth/token", "grant_type", "password", "passcode", "").status()).isEqualTo(401);
  }

  @Test
  void a_passcode_got_with_a_token_can_do_no_more_than_the_token() {
    var narrow = NOBODY.form("/uaa/oauth/token", "grant_type", "password", "username", "admin", "password", RunningController.PASSWORD, "scope", "uaa.user openid");
    var answer = NOBODY.as("bearer " + narrow.at("/access_token")).get("/uaa/passcode");
    var tokens = NOBODY.form("/uaa/oauth/token", "grant_type", "password", "passcode", answer.at("/passcode"));
    assertThat(tokens.at("/scope")).isEqualTo("openid uaa.user");
    var without = NOBODY.form("/uaa/oauth/token", "grant_type", "password", "username", "admin", "password", RunningController.PASSWORD, "scope", "openid");
    assertThat(NOBODY.as("bearer " + without.at("/access_token")).get("/uaa/passcode").at("/error")).isEqualTo("insufficient_scope");
  }

  @Test
  void a_code_of_yesterday_is_worth_nothing() {
    var browser = loggedIn(TENANTS.user());
    String passcode = browser.get("/uaa/passcode").body().replaceAll("(?s).*id=\"passcode\">([^<]+)<.*", "$1");
    CONTROLLER.bean(org.springframework.jdbc.core.simple.JdbcClient.class).sql("update one_time_codes set expires_at = now() - interval '1 second' where code_hash = ?")
        .param(OneTimeCodes.hash(passcode)).update();
    assertThat(NOBODY.form("/uaa/oauth/token", "grant_type", "password", "passcode", passcode).status()).isEqualTo(401);
  }

  @Test
  void a_token_gets_a_code_for_ssh_as_the_cf_cli_asks_for_it() {
    var answer = ADMIN.get("/uaa/oauth/authorize?response_type=code&client_id=ssh-proxy");
    assertThat(answer.status()).isEqualTo(302);
    assertThat(answer.header("Location")).matches(".*/uaa/login\\?code=[A-Za-z0-9]{32}");
    assertThat(NOBODY.as("bearer garbage").get("/uaa/oauth/authorize?response_type=code&client_id=ssh-proxy").at("/error")).isEqualTo("invalid_token");
  }

  @Test
  void logging_out_ends_the_browsers_session() {
    var browser = loggedIn(TENANTS.user());
    assertThat(browser.get("/login").body()).contains("You are logged in");
    var stolen = browser.copy();
    assertThat(browser.post("/uaa/logout.do").header("Location")).isEqualTo("/uaa/login");
    assertThat(browser.get("/uaa/login").body()).contains("Log in to Ingot");
    assertThat(stolen.get("/uaa/passcode").header("Location")).startsWith("/uaa/login");
    assertThat(browser.get("/logout.do?redirect=" + Http.q("https://evil.example.com/")).header("Location")).isEqualTo("/uaa/login");
    assertThat(browser.get("/logout.do?client_id=" + client(true) + "&redirect=" + Http.q(CALLBACK)).header("Location")).isEqualTo(CALLBACK);
  }

  @Test
  void the_origin_of_a_login_must_be_one_with_passwords() {
    String user = TENANTS.user();
    String form = "grant_type=password&username=" + user + "&password=" + user;
    var cf = NOBODY.as(Http.basic("cf", ""));
    for (String[] hint : new String[][] {{"{\"origin\":\"uaa\"}", "200"}, {"{\"origin\":\"elsewhere\"}", "401"}, {"nonsense", "200"}}) {
      assertThat(cf.send("POST", "/uaa/oauth/token?login_hint=" + Http.q(hint[0]), "application/x-www-form-urlencoded", form).status()).isEqualTo(Integer.parseInt(hint[1]));
    }
  }

  private static Browser loggedIn(String user) {
    var browser = new Browser(CONTROLLER.url());
    assertThat(browser.post("/uaa/login.do", "username", user, "password", user).header("Location")).isEqualTo("/uaa/login");
    return browser;
  }

  private static String client(boolean approved) {
    String id = Tenants.unique("client");
    var answer = ADMIN.post("/uaa/oauth/clients", "{\"client_id\":\"" + id + "\",\"client_secret\":\"s3cret\",\"authorized_grant_types\":[\"authorization_code\",\"refresh_token\"],"
        + "\"scope\":[\"openid\",\"roles\"],\"redirect_uri\":[\"" + CALLBACK + "\"],\"autoapprove\":" + approved + "}");
    assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
    return id;
  }

  private static String authorize(String client, String more) {
    return "/uaa/oauth/authorize?response_type=code&client_id=" + client + "&redirect_uri=" + Http.q(CALLBACK) + more;
  }

  private static String[] query(String client, String... more) {
    var all = new java.util.ArrayList<>(java.util.List.of("response_type", "code", "client_id", client, "redirect_uri", CALLBACK));
    all.addAll(java.util.List.of(more));
    return all.toArray(String[]::new);
  }

  private static Http.Answer exchange(String client, String code, String... more) {
    var all = new java.util.ArrayList<>(java.util.List.of("grant_type", "authorization_code", "code", code, "redirect_uri", CALLBACK));
    all.addAll(java.util.List.of(more));
    return NOBODY.as(Http.basic(client, "s3cret")).form("/uaa/oauth/token", all.toArray(String[]::new));
  }

  private static String code(Http.Answer redirect) {
    return redirect.header("Location").replaceAll(".*[?&]code=([^&]+).*", "$1");
  }

  private static String challenge() throws Exception {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(StandardCharsets.US_ASCII)));
  }
}
