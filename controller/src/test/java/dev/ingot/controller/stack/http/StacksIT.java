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
  void tinyStack_isOfferedToBuildsThatNameNoStack_andWhatRunsOnItIsKnown() {
    String space = tenants.space(tenants.organization());
    Pusher push = new Pusher(controller, admin, space);
    String whole = defaultStack();
    String tiny = Tenants.unique("tiny");
    assertThat(put(tiny, "none").detail()).isEqualTo("tiny_of must be the name of another stack that has images and is no tiny one itself");
    assertThat(put(tiny, "cflinuxfs4").status()).isEqualTo(422);
    assertThat(put(tiny, whole).at("/links/tiny_of/href")).endsWith("/v3/stacks?names=" + whole);
    assertThat(put(tiny, tiny).status()).isEqualTo(422);
    assertThat(put(Tenants.unique("tiny"), tiny).status()).isEqualTo(422);
    assertThat(controller.cell().get("/internal/stacks").json().has(tiny)).as("cells do not fetch it ahead").isFalse();
    assertThat(defaultStack()).isEqualTo(whole);
    String app = push.pushed(Tenants.unique("small"), new dev.ingot.controller.packages.archive.Zips().file("a", "1").bytes());
    String bits = admin.get("/v3/packages?app_guids=" + app).at("/resources/0/guid");
    var builds = controller.bean(dev.ingot.controller.staging.StagingBuilds.class);
    Answer named = admin.post("/v3/builds", "{\"package\":{\"guid\":\"" + bits + "\"},\"lifecycle\":{\"type\":\"buildpack\",\"data\":{\"stack\":\"" + whole + "\"}}}");
    assertThat(builds.find(named.at("/guid")).orElseThrow().tiny()).as("the user chose a stack").isNull();
    push.staged(named.at("/guid"), app, java.util.Map.of("web", "node server.js"));
    String path = "/v3/stacks/" + admin.get("/v3/stacks?names=" + tiny).at("/resources/0/guid");

    var offered = builds.find(push.build(bits)).orElseThrow();

    assertThat(offered.stack()).isEqualTo(whole);
    assertThat(offered.tiny()).isEqualTo(new dev.ingot.controller.staging.Staged.Tiny(tiny, new dev.ingot.controller.staging.Staged.ImageRef("stacks/" + tiny + "/run", "sha256:" + "c".repeat(64))));
    var message = controller.bean(dev.ingot.controller.staging.StageMessages.class).message(offered);
    assertThat(message.getTinyStack()).isEqualTo(tiny);
    assertThat(message.getTinyRunImage().getRepository()).isEqualTo("stacks/" + tiny + "/run");
    admin.patch(path, "{\"state\":\"DISABLED\"}");
    assertThat(builds.find(offered.guid()).orElseThrow().tiny()).as("an operator switched it off").isNull();

    controller.bean(dev.ingot.controller.build.BuildCompletion.class).finished(dev.ingot.api.cell.v1.StagingResult.newBuilder().setBuildGuid(offered.guid())
        .setStaged(dev.ingot.api.cell.v1.StagedDroplet.newBuilder().setStack(tiny).setDefaultProcess("web")
            .setImage(dev.ingot.api.cell.v1.Image.newBuilder().setRepository("apps/" + app).setDigest("sha256:" + "d".repeat(64)))
            .addProcesses(dev.ingot.api.cell.v1.ProcessType.newBuilder().setType("web").setCommand("/layers/web"))).build());
    String droplet = admin.get("/v3/builds/" + offered.guid()).at("/droplet/guid");
    assertThat(admin.get("/v3/droplets/" + droplet).at("/stack")).isEqualTo(tiny);
    push.assign(app, droplet);
    assertThat(admin.delete(path).detail()).isEqualTo("Cannot delete stack '" + tiny + "' because apps are currently using the stack.");
    admin.job(admin.delete("/v3/apps/" + app));
    assertThat(admin.delete(path).status()).isEqualTo(204);
  }

  private String defaultStack() {
    for (var stack : admin.get("/v3/stacks?per_page=5000").json().get("resources")) {
      if (stack.path("default").asBoolean()) {
        return stack.path("name").asString();
      }
    }
    throw new AssertionError("there is no default stack");
  }

  private Answer put(String name, String of) {
    return controller.cell().put("/internal/stacks/" + name, """
        {"description":"d","build":{"repository":"stacks/x/build","digest":"sha256:%1$s"},"run":{"repository":"stacks/%2$s/run","digest":"sha256:%1$s"},"tiny_of":"%3$s"}"""
        .formatted("c".repeat(64), name, of));
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
