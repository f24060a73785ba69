package dev.ingot.e2e.cf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.e2e.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Bring your own: a buildpack as a zip, an image. */
@Order(170)
class CfBuildpacksE2E {
  private static final CfPlatform PLATFORM = CfPlatform.get();
  private static Cf cf;

  @BeforeAll
  static void login() throws Exception {
    cf = PLATFORM.adminIn("bring");
  }

  @AfterAll
  static void tidy() {
    cf.run("delete-org", "-f", "bring").ok("OK");
  }

  @Test
  @Order(1)
  void zipBuildpack_isUploaded_used_changed_deleted() throws Exception {
    String stack = cf.curl("/v3/stacks").at("/resources/0/name").asString();
    Path zip = buildpack("1.0.0");
    cf.run("buildpacks").ok("Getting buildpacks as admin...", "staticfile_buildpack");
    cf.run("create-buildpack", "e2e_hello", zip.toString(), "99")
        .ok("Creating buildpack e2e_hello as admin...", "Uploading buildpack e2e_hello as admin...", "OK");
    cf.run("create-buildpack", "e2e_hello", zip.toString(), "99").refused("e2e_hello");
    cf.run("buildpacks", "--lifecycle", "buildpack").ok("e2e_hello", "true");

    Files.copy(PLATFORM.work.resolve("probe/probe"), PLATFORM.directory("plain").resolve("probe"), StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
    cf.run("push", "custom", "--no-manifest", "-p", "plain", "-b", "e2e_hello", "-m", "40M", "-k", "100M").ok("hello from the uploaded buildpack", "e2e/hello", "running");
    assertThat(PLATFORM.get("custom." + CfPlatform.APPS).body()).contains("\"args\":[\"by\",\"my\",\"buildpack\"]");

    cf.run("update-buildpack", "e2e_hello", "-i", "1", "--disable").ok("Updating buildpack e2e_hello", "OK");
    cf.run("update-buildpack", "e2e_hello", "--enable", "--lock").ok("OK");
    cf.run("update-buildpack", "e2e_hello", "-p", zip.toString()).refused("FAILED");
    cf.run("update-buildpack", "e2e_hello", "--unlock").ok("OK");
    cf.run("update-buildpack", "e2e_hello", "--rename", "e2e_hi").ok("Renaming buildpack e2e_hello to e2e_hi as admin...", "OK");
    cf.run("set-label", "buildpack", "e2e_hi", "kind=test").ok("OK");
    cf.run("labels", "buildpack", "e2e_hi").ok("kind", "test");
    cf.run("delete-buildpack", "e2e_hi", "-f").ok("Deleting buildpack e2e_hi", "OK");
    cf.run("delete-buildpack", "e2e_hi", "-f").ok("Buildpack 'e2e_hi' not found");
    assertThat(stack).isNotEmpty();
  }

  @Test
  @Order(2)
  void image_isPushed_withCredentials() throws Exception {
    cf.run("push", "source", "--no-manifest", "-p", "probe", "-m", "40M", "-c", "./probe out of an image").ok("running");
    String image = cf.curl("/v3/apps/" + cf.guid("source") + "/droplets/current").path("image").asString();
    String ours = "localhost/" + image.substring(image.indexOf('/') + 1);

    cf.run("disable-feature-flag", "diego_docker").ok("OK");
    cf.run("push", "shipped", "--no-manifest", "-o", ours, "-m", "40M").refused("Feature Disabled: diego_docker");
    cf.run("enable-feature-flag", "diego_docker").ok("OK");
    cf.run(Map.of("CF_DOCKER_PASSWORD", PLATFORM.password), "", "push", "shipped", "--no-manifest", "--docker-image", ours, "--docker-username", "admin", "-m", "40M", "-c", "./probe shipped")
        .ok("docker image:", "running");

    assertThat(PLATFORM.get("shipped." + CfPlatform.APPS).body()).contains("\"args\":[\"shipped\"]");
    cf.run("push", "lost", "--no-manifest", "-o", "localhost/apps/no-such-image:1", "-m", "40M").refused("FAILED");
    cf.run("disable-feature-flag", "diego_docker").ok("OK");
  }

  @Test
  @Order(3)
  void classicZip_isDetected_builds_runs_andItsFailuresHaveCfsNames() throws Exception {
    cf.run("create-buildpack", "e2e_classic", classic().toString(), "1").ok("OK");
    Path app = PLATFORM.directory("classic");
    Files.copy(PLATFORM.work.resolve("probe/probe"), app.resolve("probe"), StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
    Files.writeString(app.resolve("classic.txt"), "x");
    Files.writeString(app.resolve(".profile"), "echo \"profile in $HOME with $DEPS_DIR says $GREETING\"\n");
    cf.run("push", "classic", "--no-manifest", "-p", "classic", "-s", "cflinuxfs4", "-m", "40M", "-k", "200M")
        .ok("detected e2e_classic: E2E Classic 7", "compiling for cflinuxfs4", "running");
    assertThat(PLATFORM.get("classic." + CfPlatform.APPS).body()).contains("\"args\":[\"out\",\"of\",\"release\"]");
    cf.run("app", "classic").ok("cflinuxfs4", "e2e_classic");
    cf.run("logs", "classic", "--recent").ok("Invoking pre-start scripts.", "profile in /home/vcap/app with /home/vcap/deps says hello from profile.d");

    Files.writeString(app.resolve("fail"), "release");
    cf.run("push", "classic", "--no-manifest", "-p", "classic", "-m", "40M").refused("BuildpackReleaseFailed - App staging failed in the buildpack release phase");
    Files.writeString(app.resolve("fail"), "compile");
    cf.run("push", "classic", "--no-manifest", "-p", "classic", "-b", "e2e_classic", "-m", "40M")
        .refused("BuildpackCompileFailed - App staging failed in the buildpack compile phase");
    Files.writeString(PLATFORM.directory("nobodys").resolve("readme.txt"), "x");
    cf.run("push", "nobodys", "--no-manifest", "-p", "nobodys", "-m", "40M").refused("NoAppDetectedError - An app was not successfully detected by any available buildpack");
    cf.run("push", "nobodys", "--no-manifest", "-p", "nobodys", "-m", "40M", "-b", "https://127.0.0.1:1/none.git").refused("StagingError", "none.git cannot be fetched");
    cf.run("delete-buildpack", "e2e_classic", "-f").ok("OK");
    cf.run("push", "wellknown", "--no-manifest", "-p", "probe", "-m", "40M", "-c", "./probe", "-b", "https://github.com/cloudfoundry/binary-buildpack.git#v1.1.0")
        .ok("stands for ingot/binary", "running");
  }

  /** As archives of repositories are: everything in one directory. */
  private static Path classic() throws IOException {
    Path directory = PLATFORM.directory("e2e-classic-7");
    Files.createDirectories(directory.resolve("bin"));
    script(directory.resolve("bin/detect"), "[ -f \"$1/classic.txt\" ] && echo 'E2E Classic 7'");
    script(directory.resolve("bin/compile"), """
        echo "compiling for $CF_STACK"
        mkdir -p "$1/.profile.d"
        echo 'export GREETING="hello from profile.d"' > "$1/.profile.d/greet.sh"
        ! grep -qs compile "$1/fail"
        """);
    script(directory.resolve("bin/release"), """
        if grep -qs release "$1/fail"; then exit 4; fi
        echo '---'
        echo 'default_process_types:'
        echo '  web: ./probe out of release'
        """);
    Path zip = directory.resolveSibling("classic.zip");
    Files.deleteIfExists(zip);
    Commands.run(directory.getParent(), Map.of(), Duration.ofMinutes(1), List.of("python3", "-m", "zipfile", "-c", zip.toString(), "e2e-classic-7")).mustSucceed();
    return zip;
  }

  /** A small Cloud Native Buildpack in a zip. */
  private static Path buildpack(String version) throws IOException {
    Path directory = PLATFORM.directory("buildpack-" + version);
    Files.createDirectories(directory.resolve("bin"));
    Files.writeString(directory.resolve("buildpack.toml"), """
        api = "0.11"
        [buildpack]
        id = "e2e/hello"
        version = "%s"
        name = "Hello"
        [[targets]]
        os = "linux"
        """.formatted(version));
    script(directory.resolve("bin/detect"), "exit 0");
    script(directory.resolve("bin/build"), """
        echo "hello from the uploaded buildpack"
        cat > "$CNB_LAYERS_DIR/launch.toml" <<END
        [[processes]]
        type = "web"
        command = ["./probe"]
        args = ["by", "my", "buildpack"]
        default = true
        END
        """);
    Path zip = directory.resolveSibling("buildpack.zip");
    Files.deleteIfExists(zip);
    Commands.run(directory, Map.of(), Duration.ofMinutes(1), List.of("python3", "-m", "zipfile", "-c", zip.toString(), "buildpack.toml", "bin")).mustSucceed();
    return zip;
  }

  private static void script(Path file, String body) throws IOException {
    Files.writeString(file, "#!/bin/bash\nset -eu\n" + body + "\n");
    file.toFile().setExecutable(true, false);
  }
}
