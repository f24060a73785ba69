package dev.ingot.buildpacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RustIT {
  @TempDir Path root;

  @Test
  void sample_isCompiled_andAChangedLineCompilesItsOwnCrateOnly_alsoWhenItsTimeIsOld() throws Exception {
    var cnb = sample();
    assertThat(cnb.detect("rust")).isZero();
    var first = cnb.build("rust");
    assertThat(first.code()).as(first.output()).isZero();
    assertThat(first.output()).contains("there is no Cargo.lock").contains("Compiling tiny_http");
    assertThat(cnb.app.resolve("src")).doesNotExist();
    try (var app = cnb.launch(Map.of())) {
      assertThat(app.get("/").body()).isEqualTo("Hello from Ingot\n");
      assertThat(app.get("/").headers().firstValue("X-App-Instance")).hasValue("3");
    }

    cnb.push("rust-web");
    cnb.restore("rust");
    var source = cnb.app.resolve("src/main.rs");
    Files.writeString(source, Files.readString(source).replace("Hello from Ingot", "Changed"));
    Files.setLastModifiedTime(source, java.nio.file.attribute.FileTime.fromMillis(0));
    var second = cnb.build("rust");
    assertThat(second.output()).contains("Compiling rust-web").doesNotContain("Compiling tiny_http").contains("(from the cache)");
    try (var app = cnb.launch(Map.of())) {
      assertThat(app.get("/").body()).isEqualTo("Changed\n");
    }

    assertThat(cnb.layers.resolve("rust/programs/source/Cargo.lock")).as("for bills of materials").content().contains("[[package]]");
    assertThat(cnb.layers.resolve("rust/launch.toml")).content().as("it needs Debian's libc").doesNotContain("dev.ingot.run-image");

    cnb.push("rust-web");
    cnb.restore("rust");
    cnb.userEnv.put("BP_CARGO_STATIC", "true");
    var linked = cnb.build("rust");
    assertThat(linked.code()).as(linked.output()).isZero();
    assertThat(cnb.layers.resolve("rust/launch.toml")).content().contains("dev.ingot.run-image", "tiny");
    try (var app = cnb.launch(Map.of())) {
      assertThat(app.get("/").body()).isEqualTo("Hello from Ingot\n");
    }
    cnb.userEnv.remove("BP_CARGO_STATIC");

    cnb.push("rust-web");
    cnb.restore("rust");
    Files.writeString(cnb.app.resolve("src/main.rs"), "fn main() { wrong }");
    assertThat(cnb.build("rust").output()).contains("cannot find value `wrong`").contains("ERROR: Failed compiling (cargo build --release");
    cnb.userEnv.put("BP_CARGO_WORKSPACE_MEMBERS", "nobody");
    assertThat(cnb.build("rust").output()).contains("ERROR: BP_CARGO_WORKSPACE_MEMBERS names 'nobody'").contains("Packages: rust-web");
  }

  /** The machine may have a Rust of its own, which a build container has not. */
  private Cnb sample() throws Exception {
    var trap = Files.createDirectories(root.resolve("trap"));
    for (var name : new String[] {"cargo", "rustc"}) {
      dev.ingot.buildpacks.kit.Files2.makeExecutable(Files.writeString(trap.resolve(name), "#!/bin/sh\necho \"the machine's own $0 was used\"; exit 99\n"));
    }
    var cnb = new Cnb(root, "rust-web");
    cnb.userEnv.put("PATH", trap + ":" + System.getenv("PATH"));
    return cnb;
  }
}
