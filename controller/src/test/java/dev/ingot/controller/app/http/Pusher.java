package dev.ingot.controller.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.api.cell.v1.Image;
import dev.ingot.api.cell.v1.ProcessType;
import dev.ingot.api.cell.v1.StagedBuildpack;
import dev.ingot.api.cell.v1.StagedDroplet;
import dev.ingot.api.cell.v1.StagingResult;
import dev.ingot.controller.build.BuildCompletion;
import dev.ingot.controller.testing.Http;
import dev.ingot.controller.testing.Http.Answer;
import dev.ingot.controller.testing.RunningController;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sends what the cf CLI sends when it pushes, step by step; a recorded result stands for the cell's work. */
public final class Pusher {
  private static final String BOUNDARY = "the-boundary-of-the-test";
  private final RunningController controller;
  private final Http http;
  private final String space;

  public Pusher(RunningController controller, Http http, String space) {
    this.controller = controller;
    this.http = http;
    this.space = space;
    Answer stack = controller.cell().put("/internal/stacks/trixie", """
        {"description":"Debian","build":{"repository":"stacks/trixie/build","digest":"sha256:%1$s"},
         "run":{"repository":"stacks/trixie/run","digest":"sha256:%1$s"}}""".formatted("a".repeat(64)));
    assertThat(stack.status()).as(stack.toString()).isBetween(200, 204);
  }

  public Answer applyManifest(String yaml) {
    return http.send("POST", "/v3/spaces/" + space + "/actions/apply_manifest", "application/x-yaml", yaml);
  }

  /** Applies and waits; the job. */
  public Answer applied(String yaml) {
    return http.job(applyManifest(yaml));
  }

  /** The one app of this name. */
  public String appGuid(String name) {
    Answer list = http.get("/v3/apps?names=" + name + "&space_guids=" + space);
    assertThat(list.json().get("resources").size()).as(list.toString()).isEqualTo(1);
    return list.at("/resources/0/guid");
  }

  public String newPackage(String app) {
    Answer created = http.post("/v3/packages", "{\"type\":\"bits\",\"relationships\":{\"app\":{\"data\":{\"guid\":\"" + app + "\"}}}}");
    assertThat(created.status()).as(created.toString()).isEqualTo(201);
    assertThat(created.at("/state")).isEqualTo("AWAITING_UPLOAD");
    return created.at("/guid");
  }

  public Answer upload(String bits, @Nullable String resources, byte @Nullable [] zip) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    if (resources != null) {
      body.writeBytes(("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"resources\"\r\n\r\n" + resources + "\r\n").getBytes(StandardCharsets.UTF_8));
    }
    if (zip != null) {
      body.writeBytes(("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"bits\"; filename=\"package.zip\"\r\n"
          + "Content-Type: application/octet-stream\r\n\r\n").getBytes(StandardCharsets.UTF_8));
      body.writeBytes(zip);
      body.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
    }
    body.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
    return http.sendBytes("POST", "/v3/packages/" + bits + "/upload", "multipart/form-data; boundary=" + BOUNDARY, body.toByteArray());
  }

  public String build(String bits) {
    Answer created = http.post("/v3/builds", "{\"package\":{\"guid\":\"" + bits + "\"}}");
    assertThat(created.status()).as(created.toString()).isEqualTo(201);
    assertThat(created.at("/state")).isEqualTo("STAGING");
    return created.at("/guid");
  }

  /** The cell says that the build made an image with these processes; the droplet. */
  public String staged(String build, String app, Map<String, String> processes) {
    return staged(build, app, processes, "sha256:" + "b".repeat(64));
  }

  /** The same with an image of this digest. */
  public String staged(String build, String app, Map<String, String> processes, String digest) {
    StagedDroplet.Builder droplet = StagedDroplet.newBuilder().setDefaultProcess("web").setImageSizeBytes(4711)
        .setImage(Image.newBuilder().setRepository("apps/" + app).setDigest(digest))
        .addBuildpacks(StagedBuildpack.newBuilder().setId("ingot/nodejs").setVersion("1.0").setName("Node.js"));
    processes.forEach((type, command) -> droplet.addProcesses(ProcessType.newBuilder().setType(type).setCommand(command)));
    controller.bean(BuildCompletion.class).finished(StagingResult.newBuilder().setBuildGuid(build).setStaged(droplet).build());
    Answer done = http.get("/v3/builds/" + build);
    assertThat(done.at("/state")).as(done.toString()).isEqualTo("STAGED");
    return done.at("/droplet/guid");
  }

  public Answer assign(String app, String droplet) {
    return http.send("PATCH", "/v3/apps/" + app + "/relationships/current_droplet", "application/json", "{\"data\":{\"guid\":\"" + droplet + "\"}}");
  }

  /** Manifest, package, build, droplet, restart; the app. */
  public String pushed(String name, byte[] zip) {
    assertThat(applied("applications:\n- name: " + name + "\n  default-route: true\n").at("/state")).isEqualTo("COMPLETE");
    String app = appGuid(name);
    String bits = newPackage(app);
    assertThat(upload(bits, "[]", zip).at("/state")).isEqualTo("READY");
    assertThat(assign(app, staged(build(bits), app, Map.of("web", "node server.js"))).status()).isEqualTo(200);
    Answer restarted = http.post("/v3/apps/" + app + "/actions/restart", "");
    assertThat(restarted.at("/state")).as(restarted.toString()).isEqualTo("STARTED");
    return app;
  }
}
