package dev.ingot.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Buildpacks of a user's own, of every kind, through a real cell: what they make is built, bound, launched and, with Docker, run elsewhere. */
@Order(9)
class OwnBuildpacksE2E {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private final TestPlatform platform = TestPlatform.get();

  @Test
  @Order(1)
  void compositeAndInlineBuildpack_seeABinding_andExecDAndProfileCountWhenTheAppStarts() throws Exception {
    String composite = uploaded("e2e_parts", BuildpackFiles.composite(work(), "e2e/all", "e2e/part", "echo part of the composite"));
    String space = api("GET", "/v3/spaces?names=" + platform.json("target").path("space").asString(), "").at("/resources/0/guid").asString();
    String service = api("POST", "/v3/service_instances", """
        {"type":"user-provided","name":"e2e-db","credentials":{"type":"postgresql","password":"secret"},"relationships":{"space":{"data":{"guid":"%s"}}}}""".formatted(space))
        .path("guid").asString();
    Path app = work();
    Files.writeString(app.resolve("parts.txt"), "x");
    Files.writeString(app.resolve("manifest.yml"), """
        applications:
        - name: own-parts
          memory: 32M
          no-route: true
          health-check-type: process
          services: [e2e-db]
        """);
    Files.writeString(app.resolve("project.toml"), """
        [_]
        schema-version = "0.2"
        [[io.buildpacks.group]]
        id = "e2e/all"
        [[io.buildpacks.group]]
        id = "e2e/inline"
        [io.buildpacks.group.script]
        api = "0.8"
        inline = '''
        set -eu
        echo "inline sees a $(cat "$SERVICE_BINDING_ROOT/e2e-db/type")"
        run=$CNB_LAYERS_DIR/run
        mkdir -p "$run/exec.d" "$run/profile.d"
        printf '#!/bin/sh\\necho "FROM_EXEC_D = \\\\"of exec.d\\\\"" >&3\\n' > "$run/exec.d/vars"
        chmod +x "$run/exec.d/vars"
        echo 'export FROM_PROFILE="of profile.d"' > "$run/profile.d/vars.sh"
        printf '[types]\\nlaunch = true\\n' > "$run.toml"
        cat > "$CNB_LAYERS_DIR/launch.toml" <<'END'
        [[processes]]
        type = "web"
        command = 'echo "started $FROM_EXEC_D, $FROM_PROFILE, with $(cat $SERVICE_BINDING_ROOT/e2e-db/password)"; trap "exit 0" TERM; sleep 600 & wait'
        END
        '''
        """);

    Commands.Result push = platform.ingot(app, LIMIT, "push").mustSucceed();
    String guid = platform.json("app", "own-parts").at("/app/guid").asString();
    api("PATCH", "/v3/apps/" + guid + "/features/service-binding-k8s", "{\"enabled\":true}");
    platform.ingot("restart", "own-parts").mustSucceed();

    assertThat(push.output()).contains("part of the composite", "inline sees a postgresql");
    logged("own-parts", "started of exec.d, of profile.d, with secret");
    platform.ingot("delete", "own-parts", "-f", "-r").mustSucceed();
    api("DELETE", "/v3/service_instances/" + service, "");
    api("DELETE", "/v3/buildpacks/" + composite, "");
  }

  @Test
  @Order(2)
  void imageExtension_isRefusedByName_whenItsDockerfileWouldHaveToBeApplied() throws Exception {
    Properties cell = new Properties();
    try (var in = Files.newInputStream(platform.home.resolve("config/cell-1.properties"))) {
      cell.load(in);
    }
    Path tree = Path.of(cell.getProperty("buildpacks.dir"));
    Path order = tree.resolve("order.toml");
    String before = Files.readString(order);
    Path extension = Files.createDirectories(tree.resolve("e2e_extend/1.0.0/bin")).getParent();
    try {
      Files.writeString(extension.resolve("extension.toml"), "api = \"0.10\"\n[extension]\nid = \"e2e/extend\"\nversion = \"1.0.0\"\n");
      BuildpackFiles.script(extension.resolve("bin/detect"), "[ -f extend ] || exit 100");
      BuildpackFiles.script(extension.resolve("bin/generate"), "printf 'ARG base_image\\nFROM ${base_image}\\nRUN apt-get install -y cowsay\\n' > \"$CNB_OUTPUT_DIR/build.Dockerfile\"");
      Files.writeString(order, "\n[[order-extensions]]\n[[order-extensions.group]]\nid = \"e2e/extend\"\nversion = \"1.0.0\"\n", StandardOpenOption.APPEND);
      Path app = work();
      Files.writeString(app.resolve("index.html"), "hello");
      Files.writeString(app.resolve("Staticfile"), "");
      Files.writeString(app.resolve("extend"), "x");

      Commands.Result build = platform.ingot(app, LIMIT, "build", "--app", "own-extended");

      assertThat(build.status()).as(build.output()).isEqualTo(92);
      assertThat(build.output()).containsPattern("phase +generate").contains("image extension e2e/extend@1.0.0 generated a build.Dockerfile", "Use a stack that has what the app needs");
    } finally {
      Files.writeString(order, before);
      Commands.run("rm", "-rf", extension.getParent().toString());
    }
  }

  @Test
  @Order(3)
  void classicBuildpack_hasASidecar_andDockerRunsItsImageAsAnybody() throws Exception {
    Path bits = work();
    Path classic = Files.createDirectories(bits.resolve("bin")).getParent();
    BuildpackFiles.script(classic.resolve("bin/detect"), "exit 1");
    BuildpackFiles.script(classic.resolve("bin/supply"), """
        mkdir -p "$3/$4/bin"
        printf '#!/bin/sh\\necho "tool of the dependencies, as $(id -u)"\\n' > "$3/$4/bin/tool"
        chmod +x "$3/$4/bin/tool"
        """);
    BuildpackFiles.script(classic.resolve("bin/finalize"), """
        cat > "$3/$4/launch.yml" <<'END'
        ---
        processes:
        - type: web
          command: $DEPS_DIR/0/bin/tool; trap "exit 0" TERM; sleep 600 & wait
        - type: beside
          command: echo the sidecar is here; trap "exit 0" TERM; sleep 600 & wait
          platforms:
            cloudfoundry:
              sidecar_for: [web]
        END
        """);
    BuildpackFiles.script(classic.resolve("bin/release"), "echo 'default_process_types: {}'");
    Path zip = bits.resolve("classic.zip");
    Commands.run(classic, Map.of(), LIMIT, List.of("python3", "-m", "zipfile", "-c", zip.toString(), "bin")).mustSucceed();
    String buildpack = uploaded("e2e_own_classic", zip);
    Path app = work();
    Files.writeString(app.resolve("readme.txt"), "x");
    Files.writeString(app.resolve("manifest.yml"), "applications:\n- name: own-classic\n  memory: 64M\n  no-route: true\n  health-check-type: process\n  buildpacks: [e2e_own_classic]\n");

    platform.ingot(app, LIMIT, "push").mustSucceed();

    logged("own-classic", "tool of the dependencies, as 2000", "the sidecar is here");
    try (var engine = DockerEngine.startIfNeeded()) {
      String image = DockerImage.pulled(platform, "own-classic");
      assertThat(Commands.run("docker", "run", "--rm", "--user", "12345:54321", "--entrypoint", "launcher", image, "$DEPS_DIR/0/bin/tool").mustSucceed().output())
          .contains("tool of the dependencies, as 12345");
    }
    platform.ingot("delete", "own-classic", "-f", "-r").mustSucceed();
    api("DELETE", "/v3/buildpacks/" + buildpack, "");
  }

  private static Path work() throws IOException {
    return Files.createTempDirectory("ingot-e2e-");
  }

  private void logged(String app, String... texts) throws Exception {
    Eventually.within(Duration.ofSeconds(20), String.join(" and ", texts), () -> {
      String log = platform.ingot("logs", app, "--recent").mustSucceed().output();
      return Stream.of(texts).allMatch(log::contains);
    });
  }

  /** Adds a buildpack to the platform's list; its guid. */
  private String uploaded(String name, Path file) throws Exception {
    String guid = api("POST", "/v3/buildpacks", "{\"name\":\"" + name + "\"}").path("guid").asString();
    Commands.run("curl", "-sf", "-H", "Authorization: Bearer " + platform.token(), "-F", "bits=@" + file, platform.origin() + "/v3/buildpacks/" + guid + "/upload").mustSucceed();
    Eventually.within(Duration.ofSeconds(30), name + " is READY", () -> api("GET", "/v3/buildpacks/" + guid, "").path("state").asString().equals("READY"));
    return guid;
  }

  private JsonNode api(String method, String path, String body) throws IOException, InterruptedException {
    var answer = TestPlatform.HTTP.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + platform.port + path)).header("Authorization", "Bearer " + platform.token())
        .header("Content-Type", "application/json").method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(method + " " + path + ": " + answer.body()).isBetween(200, 204);
    return answer.body().isEmpty() ? TestPlatform.JSON.createObjectNode() : TestPlatform.JSON.readTree(answer.body());
  }
}
