package dev.ingot.e2e.cf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The operator's desk: orgs, spaces, users, roles, quotas, and what the platform keeps as data. */
@Order(140)
class CfOrgsE2E {
  private static final CfPlatform PLATFORM = CfPlatform.get();
  private static Cf cf;

  @BeforeAll
  static void login() throws Exception {
    cf = PLATFORM.adminIn("desk");
  }

  @BeforeEach
  void target() {
    cf.run("target", "-o", "desk", "-s", "dev").ok("desk", "dev");
  }

  @AfterAll
  static void tidy() {
    cf.run("delete-org", "-f", "third").done();
    cf.run("delete-org", "-f", "desk").ok("OK");
    cf.run("delete-user", "-f", "ben").ok("OK");
  }

  @Test
  @Order(1)
  void orgsAndSpaces() {
    cf.run("create-org", "second").ok("Creating org second as admin...", "OK", "cf target -o \"second\"");
    cf.run("create-org", "second").ok("Organization 'second' already exists.");
    cf.run("orgs").ok("Getting orgs as admin...", "desk", "second");
    cf.run("org", "second").ok("name:", "second", "domains:", CfPlatform.APPS, "quota:", "default");
    cf.run("org", "nothing").refused("Organization 'nothing' not found.");
    cf.run("rename-org", "second", "third").ok("Renaming org second to third as admin...", "OK");
    cf.run("rename-org", "third", "desk").refused("Organization 'desk' already exists.");
    cf.run("create-space", "prod", "-o", "third").ok("Creating space prod in org third as admin...", "Assigning role SpaceManager", "Assigning role SpaceDeveloper", "OK");
    cf.run("create-space", "prod", "-o", "third").ok("already exists");
    cf.run("target", "-o", "third").ok("third", "prod");
    cf.run("spaces").ok("Getting spaces in org third as admin...", "prod");
    cf.run("space", "prod").ok("name:", "prod", "org:", "third", "apps:", "services:", "isolation segment:", "quota:", "running security groups:");
    cf.run("rename-space", "prod", "live").ok("Renaming space prod to live as admin...", "OK");
    cf.run("delete-space", "live", "-f").ok("Deleting space live in org third as admin...", "OK");
    cf.run("delete-org", "third", "-f").ok("Deleting org third as admin...", "OK");
    cf.run("delete-org", "third", "-f").ok("Org 'third' does not exist.");
  }

  @Test
  @Order(2)
  void usersAndRoles() throws Exception {
    cf.run("create-user", "ben", "ben correct horse").ok("Creating user ben...", "OK", "TIP: Assign roles with 'cf set-org-role' and 'cf set-space-role'.");
    cf.run("set-org-role", "ben", "desk", "OrgManager").ok("Assigning role OrgManager to user ben in org desk as admin...", "OK");
    cf.run("set-org-role", "ben", "desk", "OrgManager").ok("User 'ben' already has role 'OrgManager' in org 'desk'.", "OK");
    cf.run("set-org-role", "nobody-here", "desk", "OrgManager").refused("nobody-here");
    cf.run("set-org-role", "ben", "desk", "King").refused("Incorrect Usage");
    cf.run("org-users", "desk").ok("ORG MANAGER", "ben (uaa)");
    cf.run("set-space-role", "ben", "desk", "dev", "SpaceAuditor").ok("Assigning role SpaceAuditor to user ben in org desk / space dev as admin...", "OK");
    cf.run("space-users", "desk", "dev").ok("SPACE AUDITOR", "ben (uaa)");

    Cf ben = PLATFORM.stranger();
    ben.run("auth", "ben", "ben correct horse").ok("OK");
    ben.run("target", "-o", "desk", "-s", "dev").ok("ben");
    ben.run("create-space", "hers").ok("OK");
    ben.run("push", "denied", "--no-manifest", "-p", "probe").refused("You are not authorized to perform the requested action");
    ben.run("create-user", "mallory", "x correct horse").refused("not authorized");

    cf.run("unset-space-role", "ben", "desk", "dev", "SpaceAuditor").ok("Removing role SpaceAuditor from user ben in org desk / space dev as admin...", "OK");
    cf.run("unset-org-role", "ben", "desk", "OrgManager").ok("Removing role OrgManager from user ben in org desk as admin...", "OK");
    cf.run("delete-user", "-f", "ben").ok("Deleting user ben as admin...", "OK");
    cf.run("delete-user", "-f", "ben").ok("User 'ben' does not exist.");
    ben.run("orgs").refused("FAILED");
  }

  @Test
  @Order(3)
  void orgQuotas_areEnforced() {
    cf.run("create-org-quota", "small", "-m", "100M", "-i", "64M", "-r", "2", "-s", "1", "-a", "2", "-l", "10K", "--reserved-route-ports", "0", "--allow-paid-service-plans")
        .ok("Creating org quota small as admin...", "OK");
    cf.run("create-org-quota", "small").ok("Organization Quota 'small' already exists.");
    cf.run("org-quotas").ok("Getting org quotas as admin...", "small", "100M");
    cf.run("update-org-quota", "small", "-m", "2G", "-n", "little", "-r", "3").ok("Updating org quota small as admin...", "OK");
    cf.run("org-quota", "little").ok("total memory:", "2G", "instance memory:", "64M", "routes:", "3", "app instances:", "2", "log volume per second:", "10K");
    cf.run("set-org-quota", "desk", "little").ok("Setting quota little to org desk as admin...", "OK");
    cf.run("push", "big", "--no-manifest", "-p", "probe", "-m", "100M").refused("instance_memory_limit_exceeded");
    cf.run("create-app", "counted").ok("OK");
    cf.run("create-route", CfPlatform.APPS, "-n", "desk-one").ok("OK");
    cf.run("create-route", CfPlatform.APPS, "-n", "desk-two").ok("OK");
    cf.run("create-route", CfPlatform.APPS, "-n", "desk-four").refused("Routes quota exceeded for organization 'desk'.");
    cf.run("delete-orphaned-routes", "-f").ok("Deleting orphaned routes as admin...", "OK");
    cf.run("set-org-quota", "desk", "default").ok("OK");
    cf.run("delete-org-quota", "little", "-f").ok("Deleting org quota little as admin...", "OK");
  }

  @Test
  @Order(4)
  void spaceQuotas_areEnforced() {
    cf.run("create-space-quota", "tiny", "-m", "50M", "-i", "40M", "-r", "1", "-s", "0", "-a", "1", "-l", "-1", "--reserved-route-ports", "0", "--allow-paid-service-plans")
        .ok("Creating space quota tiny for org desk as admin...", "OK");
    cf.run("space-quotas").ok("Getting space quotas for org desk as admin...", "tiny", "50M");
    cf.run("update-space-quota", "tiny", "-n", "tinier", "-m", "2G").ok("Updating space quota tiny for org desk as admin...", "OK");
    cf.run("space-quota", "tinier").ok("total memory:", "2G", "instance memory:", "40M");
    cf.run("set-space-quota", "dev", "tinier").ok("Setting space quota tinier to space dev as admin...", "OK");
    cf.run("push", "big", "--no-manifest", "-p", "probe", "-m", "44M").refused("instance_memory_limit_exceeded");
    cf.run("unset-space-quota", "dev", "tinier").ok("Unassigning space quota tinier from space dev as admin...", "OK");
    cf.run("delete-space-quota", "tinier", "-f").ok("Deleting space quota tinier for org desk as admin...", "OK");
    cf.run("create-space", "-q", "nothing", "limited").refused("nothing");
  }

  @Test
  @Order(5)
  void domains() {
    cf.run("domains").ok("Getting domains in org desk as admin...", CfPlatform.APPS, "shared");
    cf.run("create-private-domain", "desk", "desk.example").ok("Creating private domain desk.example for org desk as admin...", "OK");
    cf.run("create-private-domain", "desk", "desk.example").ok("The domain name \"desk.example\" is already in use");
    cf.run("create-private-domain", "desk", "not a domain").refused("FAILED");
    cf.run("create-org", "guest").ok("OK");
    cf.run("share-private-domain", "guest", "desk.example").ok("Sharing domain desk.example with org guest as admin...", "OK");
    cf.run(Map.of(), "y\n", "unshare-private-domain", "guest", "desk.example").ok("Unsharing domain desk.example from org guest as admin...", "OK");
    cf.run("delete-private-domain", "desk.example", "-f").ok("Deleting private domain desk.example as admin...", "OK");
    cf.run("create-shared-domain", "shared.example").ok("Creating shared domain shared.example as admin...", "OK");
    cf.run("create-shared-domain", "inside.internal", "--internal").ok("OK");
    cf.run("domains").ok("shared.example", "inside.internal", "true");
    cf.run("delete-shared-domain", "shared.example", "-f").ok("Deleting domain shared.example as admin...", "OK");
    cf.run("delete-shared-domain", "inside.internal", "-f").ok("OK");
    cf.run("router-groups").ok("Getting router groups as admin...");
    cf.run("delete-org", "guest", "-f").ok("OK");
  }

  @Test
  @Order(6)
  void isolationSegments() {
    cf.run("create-isolation-segment", "vault").ok("Creating isolation segment vault as admin...", "OK");
    cf.run("create-isolation-segment", "vault").ok("Isolation segment 'vault' already exists.");
    cf.run("enable-org-isolation", "desk", "vault").ok("Enabling isolation segment vault for org desk as admin...", "OK");
    assertThat(cf.run("isolation-segments").ok("Getting isolation segments as admin...", "vault").row("vault")).contains("desk");
    cf.run("set-org-default-isolation-segment", "desk", "vault").ok("Setting isolation segment vault to default on org desk as admin...", "OK");
    cf.run("org", "desk").ok("isolation segments:", "vault (default)");
    cf.run("set-space-isolation-segment", "dev", "vault").ok("Updating isolation segment of space dev in org desk as admin...", "OK");
    cf.run("space", "dev").ok("vault");
    cf.run("reset-space-isolation-segment", "dev").ok("Resetting isolation segment assignment of space dev in org desk as admin...", "OK");
    cf.run("disable-org-isolation", "desk", "vault").refused("FAILED");
    cf.run("reset-org-default-isolation-segment", "desk").ok("Resetting default isolation segment of org desk as admin...", "OK");
    cf.run("disable-org-isolation", "desk", "vault").ok("Removing entitlement to isolation segment vault from org desk as admin...", "OK");
    cf.run("delete-isolation-segment", "vault", "-f").ok("Deleting isolation segment vault as admin...", "OK");
  }

  @Test
  @Order(7)
  void featureFlags_areObeyed() throws Exception {
    cf.run("feature-flags").ok("Getting feature flags as admin...", "user_org_creation", "diego_docker");
    cf.run("feature-flag", "user_org_creation").ok("Getting info for feature flag user_org_creation as admin...", "disabled");
    cf.run("create-user", "ben", "ben correct horse").ok("OK");
    Cf ben = PLATFORM.stranger();
    ben.run("auth", "ben", "ben correct horse").ok("OK");
    ben.run("create-org", "bens").refused("You are not authorized to perform the requested action");
    cf.run("enable-feature-flag", "user_org_creation").ok("Enabling feature flag user_org_creation as admin...", "OK");
    ben.run("create-org", "bens").ok("OK");
    ben.run("delete-org", "bens", "-f").refused("FAILED");
    cf.run("disable-feature-flag", "user_org_creation").ok("Disabling feature flag user_org_creation as admin...", "OK");
    cf.run("delete-org", "bens", "-f").ok("OK");
    cf.run("feature-flag", "no_such_flag").refused("Feature flag 'no_such_flag' not found.");
  }

  @Test
  @Order(8)
  void securityGroups() throws Exception {
    Path rules = Files.writeString(PLATFORM.work.resolve("rules.json"), "[{\"protocol\":\"tcp\",\"destination\":\"10.0.0.0/24\",\"ports\":\"443\",\"description\":\"db\"}]");
    cf.run("create-security-group", "db", rules.toString()).ok("Creating security group db as admin...", "OK");
    cf.run("create-security-group", "db", rules.toString()).ok("Security group with name 'db' already exists.");
    cf.run("update-security-group", "db", rules.toString()).ok("Updating security group db as admin...", "OK");
    cf.run("bind-security-group", "db", "desk", "--space", "dev", "--lifecycle", "running").ok("Assigning running security group db to space dev in org desk as admin...", "OK");
    cf.run("security-group", "db").ok("Getting info for security group db as admin...", "10.0.0.0/24", "desk", "dev");
    cf.run("security-groups").ok("Getting security groups as admin...", "db");
    cf.run("unbind-security-group", "db", "desk", "dev", "--lifecycle", "running").ok("Unbinding running security group db from org desk / space dev as admin...", "OK");
    cf.run("bind-staging-security-group", "db").ok("Binding security group db to staging as admin...", "OK");
    cf.run("staging-security-groups").ok("Getting global staging security groups as admin...", "db");
    cf.run("unbind-staging-security-group", "db").ok("Unbinding security group db from defaults for staging as admin...", "OK");
    cf.run("bind-running-security-group", "db").ok("Binding security group db to running as admin...", "OK");
    cf.run("running-security-groups").ok("Getting global running security groups as admin...", "db");
    cf.run("unbind-running-security-group", "db").ok("Unbinding security group db from defaults for running as admin...", "OK");
    cf.run("delete-security-group", "db", "-f").ok("Deleting security group db as admin...", "OK");
    Files.writeString(rules, "[{\"protocol\":\"smoke\"}]");
    cf.run("create-security-group", "bad", rules.toString()).refused("protocol");
  }

  @Test
  @Order(9)
  void environmentVariableGroups_reachApps() {
    cf.run("set-running-environment-variable-group", "{\"DESK_RUNNING\":\"yes\"}").ok("Setting the contents of the running environment variable group as admin...", "OK");
    cf.run("running-environment-variable-group").ok("Getting the running environment variable group as admin...", "DESK_RUNNING", "yes");
    cf.run("set-staging-environment-variable-group", "{\"DESK_STAGING\":\"yes\"}").ok("Setting the contents of the staging environment variable group as admin...", "OK");
    cf.run("staging-environment-variable-group").ok("Getting the staging environment variable group as admin...", "DESK_STAGING");
    cf.run("create-app", "envs").ok("OK");
    cf.run("env", "envs").ok("Running Environment Variable Groups:", "DESK_RUNNING", "Staging Environment Variable Groups:", "DESK_STAGING");
    cf.run("set-running-environment-variable-group", "{}").ok("OK");
    cf.run("set-staging-environment-variable-group", "{}").ok("OK");
    cf.run("set-running-environment-variable-group", "not json").refused("Invalid environment variable group provided. Please provide a valid JSON object.");
  }

  @Test
  @Order(10)
  void labels_onEveryKind() {
    cf.run("create-app", "labelled").ok("OK");
    for (String[] kind : new String[][] {{"app", "labelled"}, {"space", "dev"}, {"org", "desk"}, {"domain", CfPlatform.APPS}}) {
      cf.run("set-label", kind[0], kind[1], "team=desk", "e2e=").ok("Setting label(s) for " + kind[0], "OK");
      cf.run("labels", kind[0], kind[1]).ok("team", "desk", "e2e");
      cf.run("unset-label", kind[0], kind[1], "team", "e2e").ok("Removing label(s) for " + kind[0], "OK");
    }
    cf.run("set-label", "app", "labelled", "bad!key=x").refused("FAILED");
    cf.run("set-label", "app", "labelled", "env=prod").ok("OK");
    cf.run("apps", "--labels", "env in (prod,test)").ok("labelled");
    cf.run("apps", "--labels", "env=test").ok("No apps found");
  }

  @Test
  @Order(11)
  void stacks() {
    String stack = cf.curl("/v3/stacks").at("/resources/0/name").asString();
    cf.run("stacks").ok("Getting stacks as admin...", stack);
    cf.run("stack", stack).ok("name:", stack, "description:");
    cf.run("stack", "no-such-stack").refused("Stack 'no-such-stack' not found");
    cf.run("update-stack", stack, "--state", "deprecated", "--reason", "old").ok("Updating stack " + stack + " as admin...", "OK");
    cf.run("stack", stack).ok("DEPRECATED");
    cf.run("update-stack", stack, "--state", "active").ok("OK");
  }
}
