package dev.ingot.controller.stack.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.controller.app.http.Pusher;
import dev.ingot.controller.testing.Http;
import dev.ingot.controller.testing.Http.Answer;
import dev.ingot.controller.testing.RunningController;
import dev.ingot.controller.testing.Tenants;
import org.junit.jupiter.api.Test;

/** Every operation of stacks. */
class StacksIT {
  private final RunningController controller = RunningController.get();
  private final Tenants tenants = new Tenants(controller);
  private final Http admin = controller.admin();
  private final Http user = tenants.login(tenants.user());

  @Test
  void operatorsMakeThem_sayTheirState_andDeleteThem() {
    new Pusher(controller, admin, "");
    String name = Tenants.unique("stack");
    assertThat(user.post("/v3/stacks", "{\"name\":\"" + name + "\"}").status()).isEqualTo(403);
    assertThat(admin.post("/v3/stacks", "{\"name\":\"\"}").detail()).isEqualTo("Name can't be blank");
    assertThat(admin.post("/v3/stacks", "{\"name\":\"" + name + "\",\"state\":\"NEW\"}").detail()).isEqualTo("State must be one of ACTIVE, RESTRICTED, DEPRECATED, DISABLED");
    Answer made = admin.post("/v3/stacks", "{\"name\":\"" + name + "\",\"description\":\"d\"}");
    assertThat(made.status()).as(made.toString()).isEqualTo(201);
    assertThat(made.at("/state")).isEqualTo("ACTIVE");
    assertThat(made.at("/default")).isEqualTo("false");
    assertThat(admin.post("/v3/stacks", "{\"name\":\"" + name + "\"}").detail()).isEqualTo("Name must be unique");
    String path = "/v3/stacks/" + made.at("/guid");
    assertThat(user.get(path).at("/name")).isEqualTo(name);
    assertThat(controller.anonymous().get(path).status()).isEqualTo(401);
    assertThat(user.get("/v3/stacks?names=" + name + "&per_page=1&page=1").at("/pagination/total_results")).isEqualTo("1");
    assertThat(user.get("/v3/stacks?color=red").status()).isEqualTo(400);
    assertThat(controller.anonymous().get("/v3/stacks").status()).isEqualTo(401);
    assertThat(user.get("/v3/stacks/none").status()).isEqualTo(404);
    assertThat(user.patch(path, "{\"state\":\"DISABLED\"}").status()).isEqualTo(403);
    Answer disabled = admin.patch(path, "{\"state\":\"DISABLED\",\"state_reason\":\"too old\",\"metadata\":{\"labels\":{\"a\":\"b\"}}}");
    assertThat(disabled.at("/state_reason")).as(disabled.toString()).isEqualTo("too old");
    assertThat(admin.patch(path, "{\"state\":\"GONE\"}").status()).isEqualTo(422);
    assertThat(admin.patch(path, "{\"name\":\"x\"}").status()).isEqualTo(422);
    String space = tenants.space(tenants.organization());
    Answer app = admin.post("/v3/apps", "{\"name\":\"" + Tenants.unique("a") + "\",\"lifecycle\":{\"type\":\"buildpack\",\"data\":{\"stack\":\"" + name
        + "\"}},\"relationships\":{\"space\":{\"data\":{\"guid\":\"" + space + "\"}}}}");
    assertThat(app.status()).as(app.toString()).isEqualTo(201);
    assertThat(admin.get(path + "/apps").at("/resources/0/guid")).isEqualTo(app.at("/guid"));
    assertThat(user.get(path + "/apps").at("/pagination/total_results")).isEqualTo("0");
    assertThat(user.get("/v3/stacks/none/apps").status()).isEqualTo(404);
    assertThat(user.get(path + "/apps?color=red").status()).isEqualTo(400);
    assertThat(controller.anonymous().get(path + "/apps").status()).isEqualTo(401);
    assertThat(user.delete(path).status()).isEqualTo(403);
    assertThat(admin.delete(path).detail()).isEqualTo("Cannot delete stack '" + name + "' because apps are currently using the stack.");
    admin.job(admin.delete("/v3/apps/" + app.at("/guid")));
    assertThat(admin.delete(path).status()).isEqualTo(204);
    assertThat(admin.delete(path).status()).isEqualTo(404);
  }

  @Test
  void cloudFoundrysNames_areAliases_thatBuildsTake() {
    new Pusher(controller, admin, "");
    Answer four = user.get("/v3/stacks?names=cflinuxfs4");
    assertThat(four.at("/resources/0/links/alias_of/href")).as(four.toString()).contains("/v3/stacks?names=");
    assertThat(four.at("/resources/0/default")).isEqualTo("false");
    String target = "/v3/stacks/" + user.get("/v3/stacks?names=trixie").at("/resources/0/guid");
    assertThat(user.get(target).json().get("links").has("alias_of")).isFalse();
    String name = Tenants.unique("alias");
    assertThat(user.post("/v3/stacks", "{\"name\":\"" + name + "\",\"alias_of\":\"trixie\"}").status()).isEqualTo(403);
    assertThat(admin.post("/v3/stacks", "{\"name\":\"" + name + "\",\"alias_of\":\"cflinuxfs4\"}").detail()).isEqualTo("alias_of must be the name of a stack that is no alias itself");
    assertThat(admin.post("/v3/stacks", "{\"name\":\"" + name + "\",\"alias_of\":\"none\"}").status()).isEqualTo(422);
    Answer made = admin.post("/v3/stacks", "{\"name\":\"" + name + "\",\"alias_of\":\"trixie\"}");
    assertThat(made.status()).as(made.toString()).isEqualTo(201);
    String alias = "/v3/stacks/" + made.at("/guid");
    assertThat(admin.patch(alias, "{\"alias_of\":\"" + name + "\"}").status()).isEqualTo(422);
    assertThat(admin.patch(alias, "{\"alias_of\":\"trixie\"}").at("/links/alias_of/href")).endsWith("/v3/stacks?names=trixie");
    assertThat(admin.patch(target, "{\"alias_of\":\"" + name + "\"}").detail()).contains("has images of its own");
    String space = tenants.space(tenants.organization());
    String app = new Pusher(controller, admin, space).pushed(Tenants.unique("aliased"), new dev.ingot.controller.packages.archive.Zips().file("a", "1").bytes());
    String bits = admin.get("/v3/packages?app_guids=" + app).at("/resources/0/guid");
    Answer build = admin.post("/v3/builds", "{\"package\":{\"guid\":\"" + bits + "\"},\"lifecycle\":{\"type\":\"buildpack\",\"data\":{\"stack\":\"" + name + "\"}}}");
    assertThat(build.status()).as(build.toString()).isEqualTo(201);
    var staged = controller.bean(dev.ingot.controller.staging.StagingBuilds.class).find(build.at("/guid")).orElseThrow();
    assertThat(staged.stack()).isEqualTo(name);
    assertThat(staged.run()).as("has the images of its stack").isNotNull();
    admin.job(admin.delete("/v3/apps/" + app));
    assertThat(admin.delete(alias).status()).isEqualTo(204);
  }

  @Test
  void disabledStack_takesNoBuild() {
    String space = tenants.space(tenants.organization());
    Pusher push = new Pusher(controller, admin, space);
    String stack = admin.get("/v3/stacks?names=trixie").at("/resources/0/guid");
    String app = push.pushed(Tenants.unique("disabled"), new dev.ingot.controller.packages.archive.Zips().file("a", "1").bytes());
    String bits = admin.get("/v3/packages?app_guids=" + app).at("/resources/0/guid");
    try {
      Answer changed = admin.patch("/v3/stacks/" + stack, "{\"state\":\"DISABLED\",\"state_reason\":\"Use another.\"}");
      assertThat(changed.status()).isEqualTo(200);
      assertThat(admin.post("/v3/builds", "{\"package\":{\"guid\":\"" + bits + "\"},\"lifecycle\":{\"type\":\"buildpack\",\"data\":{\"stack\":\"trixie\"}}}").detail())
          .isEqualTo("ERROR: Staging failed. The stack 'trixie' is 'DISABLED' and cannot be used for staging. Use another.");
    } finally {
      admin.patch("/v3/stacks/" + stack, "{\"state\":\"ACTIVE\"}");
    }
  }
}
