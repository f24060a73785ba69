package dev.ingot.buildpacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoIT {
  @TempDir Path root;

  @Test
  void module_becomesAStaticProgram_withoutSourcesInTheImage() throws Exception {
    var cnb = sample();
    Files.writeString(Files.createDirectories(cnb.app.resolve("templates")).resolve("page.html"), "kept");
    assertThat(cnb.detect("go")).isZero();
    var first = cnb.build("go");
    assertThat(first.code()).as(first.output()).isZero();
    assertThat(cnb.app.resolve("main.go")).doesNotExist();
    assertThat(cnb.app.resolve("go.mod")).doesNotExist();
    assertThat(cnb.app.resolve("templates/page.html")).exists();
    try (var app = cnb.launch(Map.of())) {
      assertThat(app.get("/users/joe").body()).isEqualTo("joe\n");
      assertThat(app.get("/").headers().firstValue("X-App-Instance")).hasValue("3");
    }
    var program = cnb.layers.resolve("go/programs/bin/go-chi");
    assertThat(new String(Files.readAllBytes(program), java.nio.charset.StandardCharsets.ISO_8859_1)).as("static: no loader").doesNotContain("ld-linux");
    assertThat(cnb.layers.resolve("go/programs/source/go.mod")).as("for bills of materials").content().contains("go-chi/chi");
    var before = Cnb.content(cnb.layers.resolve("go/programs"));

    cnb.push("go-chi");
    cnb.restore("go");
    var again = cnb.build("go");
    assertThat(again.output()).contains("(from the cache)").doesNotContain("downloading");
    assertThat(Cnb.content(cnb.layers.resolve("go/programs"))).as("the same sources make the same program").isEqualTo(before);

    cnb.push("go-chi");
    cnb.restore("go");
    Files.writeString(cnb.app.resolve("main.go"), Files.readString(cnb.app.resolve("main.go")).replace("Hello from Ingot", "Changed"));
    Files.createDirectories(cnb.app.resolve("cmd/worker"));
    Files.writeString(cnb.app.resolve("cmd/worker/main.go"), "package main\n\nfunc main() { println(\"works\") }\n");
    assertThat(cnb.build("go").code()).isZero();
    assertThat(cnb.processes()).containsKeys("web", "go-chi", "worker").containsEntry("worker", List.of(cnb.layers.resolve("go/programs/bin/worker").toString()));
    try (var app = cnb.launch(Map.of())) {
      assertThat(app.get("/").body()).contains("Changed");
    }
    assertThat(cnb.layers.resolve("go/launch.toml")).content().as("both are static").contains("dev.ingot.run-image", "tiny");

    cnb.push("go-chi");
    cnb.restore("go");
    cnb.userEnv.put("BP_GO_TARGETS", "./cmd/missing");
    assertThat(cnb.build("go").output()).contains("ERROR: BP_GO_TARGETS names 'cmd/missing'").contains("Its commands: .");
    cnb.userEnv.remove("BP_GO_TARGETS");
    Files.writeString(cnb.app.resolve("main.go"), "package main\n\nfunc main() { wrong }\n");
    cnb.restore("go");
    assertThat(cnb.build("go").output()).contains("undefined: wrong").contains("ERROR: Failed compiling .: exit code 1");
    cnb.userEnv.put("GOPROXY", "off");
    dev.ingot.buildpacks.kit.Files2.delete(cnb.layers.resolve("go"));
    assertThat(cnb.build("go").output()).contains("ERROR: No Go module proxy is known").contains("GOPROXY");
  }

  /** The machine has a Go of its own, which a build container has not. */
  private Cnb sample() throws Exception {
    var trap = Files.createDirectories(root.resolve("trap"));
    dev.ingot.buildpacks.kit.Files2.makeExecutable(Files.writeString(trap.resolve("go"), "#!/bin/sh\necho \"the machine's own Go was used\"; exit 99\n"));
    var cnb = new Cnb(root, "go-chi");
    cnb.userEnv.put("PATH", trap + ":" + System.getenv("PATH"));
    return cnb;
  }
}
