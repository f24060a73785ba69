package dev.ingot.e2e.cf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** The morning: who are you. */
@Order(110)
class CfLoginE2E {
  private static final CfPlatform PLATFORM = CfPlatform.get();
  private static final String NO_TOKEN = "The token expired, was revoked, or the token ID is incorrect. Please log back in to re-authenticate.";

  @AfterAll
  static void tidy() throws Exception {
    Cf admin = PLATFORM.admin();
    admin.run("delete-user", "-f", "mia").done();
    admin.run("delete-org", "-f", "login").done();
  }

  @Test
  @Order(1)
  void withoutTarget_withoutLogin_thenEverythingInOneLine() throws Exception {
    Cf cf = PLATFORM.stranger();

    cf.run("version").ok("cf version " + GoBuild.CF_VERSION);
    cf.run("help").ok("Cloud Foundry command line tool", "login");
    cf.run("api").ok("API endpoint:   " + CfPlatform.API, "Not logged in.");
    cf.run("apps").refused("Not logged in. Use 'cf login' or 'cf login --sso' to log in.");
    cf.run("api", "https://" + CfPlatform.APPS, "--skip-ssl-validation").refused("API endpoint not found");
    cf.run("login", "-a", CfPlatform.API, "--skip-ssl-validation", "-u", "admin", "-p", PLATFORM.password).ok("Authenticating...", "OK", "API version:", "user:           admin");
    cf.run("oauth-token").ok("bearer ey");
    cf.run("logout").ok("Logging out admin...", "OK");
    cf.run("orgs").refused("Not logged in.");
  }

  @Test
  @Order(2)
  void certificateNobodySigned_isRefusedUnlessSkipped() throws Exception {
    PLATFORM.stranger().run("api", CfPlatform.API).refused("Invalid SSL Cert for " + CfPlatform.API, "--skip-ssl-validation");
  }

  @Test
  @Order(3)
  void wrongPassword_isRefused() throws Exception {
    Cf cf = PLATFORM.stranger();

    cf.run("auth", "admin", "wrong").refused("Credentials were rejected, please try again.");
    cf.run("auth", "nobody-at-all", "wrong").refused("Credentials were rejected, please try again.");
    cf.run(Map.of(), "no\nno\nno\n", "login", "-u", "admin").refused("Credentials were rejected, please try again.", "Unable to authenticate.");
    cf.run("orgs").refused("Not logged in.");
  }

  @Test
  @Order(4)
  void expiredAccessToken_isRefreshedUnseen() throws Exception {
    Cf cf = PLATFORM.admin();
    String expired = "bearer " + expired(cf.config().path("AccessToken").asString());
    cf.config(config -> config.put("AccessToken", expired));

    cf.run("orgs").ok("name");

    assertThat(cf.config().path("AccessToken").asString()).startsWith("bearer ").isNotEqualTo(expired);
    assertThat(cf.config().path("RefreshToken").asString()).isNotEmpty();
  }

  @Test
  @Order(5)
  void expiredAccessToken_andNoGoodRefreshToken_meansLogInAgain() throws Exception {
    Cf cf = PLATFORM.admin();
    String expired = "bearer " + expired(cf.config().path("AccessToken").asString());
    cf.config(config -> config.put("AccessToken", expired).put("RefreshToken", "not-a-token"));

    cf.run("orgs").refused(NO_TOKEN);
  }

  @Test
  @Order(6)
  void forgedAccessToken_isRefused() throws Exception {
    Cf cf = PLATFORM.admin();
    String[] parts = cf.config().path("AccessToken").asString().split("[ .]");
    String payload = json(parts[2]).replace("\"admin\"", "\"other\"");
    cf.config(config -> config.put("AccessToken", "bearer " + parts[1] + "." + base64(payload) + "." + parts[3]));

    cf.run("orgs").refused("Invalid Auth Token");
  }

  @Test
  @Order(7)
  void newUser_logsIn_changesThePassword_seesOnlyHerOrg() throws Exception {
    Cf admin = PLATFORM.adminIn("login");
    admin.run("create-user", "mia", "first correct horse").ok("Creating user mia...", "OK");
    admin.run("create-user", "mia", "first correct horse").ok("already exists");
    Cf mia = PLATFORM.stranger();
    mia.run("auth", "mia", "first correct horse").ok("OK");

    mia.run("orgs").ok("No orgs found.");
    mia.run("target", "-o", "login").refused("Organization 'login' not found.");
    mia.run(Map.of(), "first correct horse\nsecond correct horse\nsecond correct horse\n", "passwd").ok("OK", "Please log in again.");
    mia.run("auth", "mia", "first correct horse").refused("Credentials were rejected");
    mia.run(Map.of("CF_USERNAME", "mia", "CF_PASSWORD", "second correct horse"), "", "auth").ok("OK");
    admin.run("set-space-role", "mia", "login", "dev", "SpaceDeveloper").ok("Assigning role SpaceDeveloper to user mia in org login / space dev as admin...", "OK");
    mia.run("target", "-o", "login", "-s", "dev").ok("user:           mia", "org:            login", "space:          dev");
    mia.run("create-org", "hers").refused("You are not authorized to perform the requested action");
  }

  @Test
  @Order(8)
  void localCommands_andCurl() throws Exception {
    Cf cf = PLATFORM.admin();

    cf.run("config", "--color", "false", "--locale", "en-US").ok("Setting values in config...", "OK");
    cf.run("help", "-a").ok("GETTING STARTED:", "ENVIRONMENT VARIABLES:");
    cf.run("curl", "/v3/organizations?per_page=1").ok("\"pagination\"", "\"resources\"");
    cf.run("curl", "-i", "/v3/nothing-here").ok("HTTP/1.1 404", "\"title\"", "CF-NotFound");
    cf.run("curl", "--fail", "/v3/nothing-here").refused("404");
    cf.run("curl", "/v3/organizations", "-X", "POST", "-d", "{\"name\": 7}").ok("CF-UnprocessableEntity");
  }

  private static String expired(String accessToken) {
    String[] parts = accessToken.replaceFirst("bearer ", "").split("\\.");
    return parts[0] + "." + base64(json(parts[1]).replaceAll("\"exp\": ?[0-9]+", "\"exp\":1000000000")) + "." + parts[2];
  }

  private static String json(String part) {
    return JsonMapper.builder().build().readTree(new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8)).toString();
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
