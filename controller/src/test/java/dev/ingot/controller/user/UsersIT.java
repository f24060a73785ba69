package dev.ingot.controller.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.controller.testing.Http;
import dev.ingot.controller.testing.RunningController;
import dev.ingot.controller.testing.Tenants;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** `/v3/users`. */
class UsersIT {
  private static final RunningController CONTROLLER = RunningController.get();
  private static final Http ADMIN = CONTROLLER.admin();
  private static final Tenants TENANTS = new Tenants(CONTROLLER);

  @Test
  void a_guid_becomes_a_user_whose_name_nobody_knows() {
    String guid = UUID.randomUUID().toString();
    var made = ADMIN.post("/v3/users", "{\"guid\":\"" + guid + "\",\"metadata\":{\"labels\":{\"a\":\"b\"}}}");
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.at("/presentation_name")).isEqualTo(guid);
    assertThat(made.json().get("origin").isNull()).isTrue();
    assertThat(ADMIN.patch("/v3/users/" + guid, "{\"metadata\":{\"labels\":{\"a\":null,\"c\":\"d\"}}}").at("/metadata/labels/c")).isEqualTo("d");
    assertThat(ADMIN.get("/v3/users?label_selector=c%3Dd&guids=" + guid).at("/pagination/total_results")).isEqualTo("1");
    assertThat(ADMIN.job(ADMIN.delete("/v3/users/" + guid)).at("/state")).isEqualTo("COMPLETE");
    assertThat(ADMIN.get("/v3/users/" + guid).detail()).isEqualTo("User not found");
    assertThat(ADMIN.delete("/v3/users/" + guid).status()).isEqualTo(404);
    assertThat(ADMIN.patch("/v3/users/" + guid, "{}").status()).isEqualTo(404);
  }

  @Test
  void a_user_of_another_origin_can_be_made_before_it_logs_in() {
    String name = Tenants.unique("later");
    var made = ADMIN.post("/v3/users", "{\"username\":\"" + name + "\",\"origin\":\"ldap\"}");
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.at("/origin")).isEqualTo("ldap");
    assertThat(ADMIN.post("/v3/users", "{\"username\":\"" + name + "\",\"origin\":\"ldap\"}").detail())
        .isEqualTo("User with username '" + name + "' and origin 'ldap' already exists.");
    assertThat(ADMIN.get("/v3/users?usernames=" + name.toUpperCase(java.util.Locale.ROOT) + "&origins=ldap").at("/resources/0/guid")).isEqualTo(made.at("/guid"));
    assertThat(ADMIN.get("/v3/users?partial_usernames=" + name.substring(2)).at("/pagination/total_results")).isEqualTo("1");
    assertThat(ADMIN.job(ADMIN.delete("/v3/users/" + made.at("/guid"))).at("/state")).isEqualTo("COMPLETE");
    assertThat(ADMIN.get("/v3/users/" + made.at("/guid")).status()).isEqualTo(404);
  }

  @Test
  void a_user_that_uaa_was_told_of_stays_until_it_is_deleted_there() {
    String name = Tenants.unique("company");
    String guid = ADMIN.post("/uaa/Users", "{\"userName\":\"" + name + "\",\"origin\":\"company\"}").at("/id");
    assertThat(ADMIN.post("/v3/users", "{\"guid\":\"" + guid + "\"}").at("/origin")).isEqualTo("company");
    assertThat(ADMIN.job(ADMIN.delete("/v3/users/" + guid)).at("/state")).isEqualTo("COMPLETE");
    assertThat(ADMIN.delete("/uaa/Users/" + guid).status()).as("as cf delete-user does").isEqualTo(200);
    assertThat(ADMIN.get("/v3/users/" + guid).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"username\":\"x\"}", "{\"username\":\"x\",\"origin\":\"uaa\"}", "{\"guid\":\"x\",\"username\":\"x\",\"origin\":\"y\"}", "{\"guid\":1}", "{\"guid\":\"\"}",
      "{\"guid\":\"x\",\"metadata\":{\"labels\":{\"-\":\"\"}}}", "{\"guid\":\"x\",\"name\":\"y\"}"})
  void what_is_no_user_is_422(String body) {
    assertThat(ADMIN.post("/v3/users", body).status()).isEqualTo(422);
  }

  @Test
  void lists_refuse_what_makes_no_sense() {
    assertThat(ADMIN.get("/v3/users?origins=uaa").title()).isEqualTo("CF-BadQueryParameter");
    assertThat(ADMIN.get("/v3/users?usernames=a&partial_usernames=b").status()).isEqualTo(400);
    assertThat(ADMIN.get("/v3/users?nonsense=a").status()).isEqualTo(400);
    String admin = ADMIN.get("/v3/users?usernames=admin").at("/resources/0/guid");
    assertThat(ADMIN.patch("/v3/users/" + admin, "{\"metadata\":{\"labels\":{\"-\":\"\"}}}").status()).isEqualTo(422);
  }

  @Test
  void others_see_only_those_they_work_with_and_change_nobody() {
    String org = TENANTS.organization();
    var manager = TENANTS.with("organization_manager", org, "");
    String stranger = TENANTS.user();
    String guid = ADMIN.get("/v3/users?usernames=" + stranger).at("/resources/0/guid");
    assertThat(manager.get("/v3/users/" + guid).status()).isEqualTo(404);
    TENANTS.give(ADMIN, "organization_user", stranger, "organization", org);
    assertThat(manager.get("/v3/users/" + guid).at("/username")).isEqualTo(stranger);
    assertThat(manager.get("/v3/users?usernames=" + stranger).at("/pagination/total_results")).isEqualTo("1");
    assertThat(manager.patch("/v3/users/" + guid, "{}").status()).isEqualTo(403);
    assertThat(manager.delete("/v3/users/" + guid).status()).isEqualTo(403);
    assertThat(manager.post("/v3/users", "{\"guid\":\"x\"}").status()).isEqualTo(403);
    assertThat(CONTROLLER.anonymous().get("/v3/users").status()).isEqualTo(401);
  }
}
