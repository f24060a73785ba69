package dev.ingot.buildpacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.buildpacks.kit.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BinaryIT {
  @TempDir Path root;

  @Test
  void sample_runsByItsProcfile_orAloneByBeingTheOnlyProgram() throws Exception {
    var cnb = goSample();
    Files.setPosixFilePermissions(cnb.app.resolve("server"), java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(cnb.detect("binary")).isZero();
    assertThat(cnb.detect("procfile")).isZero();
    assertThat(cnb.build("binary").code()).isZero();
    assertThat(cnb.build("procfile").code()).isZero();
    assertThat(cnb.processes()).containsEntry("web", java.util.List.of("sh", "-c", "exec ./server"));
    try (var app = cnb.launch(Map.of())) {
      assertThat(app.get("/").body()).contains("\"index\":\"3\"");
      assertThat(app.stop()).isZero();
    }
    Files.delete(cnb.app.resolve("Procfile"));
    assertThat(cnb.detect("procfile")).isEqualTo(100);
    assertThat(cnb.detect("binary")).isZero();
    assertThat(cnb.build("binary").code()).isZero();
    assertThat(Files.readString(cnb.layers.resolve("binary/launch.toml"))).contains("command = [\"./server\"]").contains("default = true");
    Files.copy(cnb.app.resolve("server"), cnb.app.resolve("other"));
    assertThat(cnb.detect("binary")).as("two programs: no guessing").isEqualTo(100);
  }

  @Test
  void oneScript_isAProgramToo_butNotBesideAnother() throws Exception {
    var cnb = new Cnb(root, "static-site");
    dev.ingot.buildpacks.kit.Files2.empty(cnb.app);
    Files.writeString(cnb.app.resolve("README.md"), "# a text\n");
    assertThat(cnb.detect("binary")).isEqualTo(100);
    Files.writeString(cnb.app.resolve("start.sh"), "#!/bin/sh\nexec sleep 1\n");
    assertThat(cnb.detect("binary")).isZero();
    assertThat(cnb.build("binary").code()).isZero();
    assertThat(cnb.processes()).containsEntry("web", java.util.List.of("./start.sh"));
    assertThat(cnb.app.resolve("start.sh")).isExecutable();
    Files.writeString(cnb.app.resolve("stop.sh"), "#!/bin/sh\n");
    assertThat(cnb.detect("binary")).isEqualTo(100);
  }

  @Test
  void programForAnotherProcessor_isRefused() throws Exception {
    var cnb = goSample();
    cnb.userEnv.put("CNB_TARGET_ARCH", "riscv64");
    assertThat(cnb.build("binary").output()).contains("ERROR: The program server is made for").contains("GOARCH=riscv64");
  }

  private Cnb goSample() throws Exception {
    var cnb = new Cnb(root, "binary-go");
    Command.of(cnb.app, "go", "build", "-o", "server", ".").env(Map.of("CGO_ENABLED", "0", "GOFLAGS", "-buildvcs=false")).capture("go build");
    return cnb;
  }
}
